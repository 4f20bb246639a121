/** The events: the first at once, others as numbers change, and their end. */
import { inject } from "@headgate/core/testing";
import { EVENTS, exchangeInfo, INTERVAL_MS, REPORT, serveDashboard } from "./served-dashboard";

test("the first of each kind comes at once, and a head that says what it is", () => {
  const { source, client } = serveDashboard();
  source.live = [exchangeInfo(1, { received: 5 })];
  const browser = client().send(EVENTS, { Accept: "text/event-stream" });
  expect(browser.response.headers.get("content-type")).toBe("text/event-stream");
  expect(browser.body).toMatch(/\r\nretry: 2000\n\nevent: exchanges\n/);
  const { until, ...report } = REPORT;
  expect(until).toBe(REPORT.until);
  expect(browser.takeEvents()).toEqual([
    { event: "exchanges", data: { exchanges: [JSON.parse(JSON.stringify(source.live[0]))], more: 0 } },
    { event: "report", data: report },
  ]);
});

test("the next comes after an interval, where something has changed", () => {
  const { source, client, clock } = serveDashboard();
  const browser = client().send(EVENTS);
  browser.takeEvents();
  clock.advance(INTERVAL_MS);
  expect(browser.takeEvents()).toEqual([]);
  source.live = [exchangeInfo(1)];
  clock.advance(INTERVAL_MS - 1);
  expect(browser.takeEvents()).toEqual([]);
  clock.advance(1);
  expect(browser.takeEvents()).toMatchObject([{ event: "exchanges", data: { exchanges: [{ id: 1 }] } }]);
});

test("intervalMs sets the interval", () => {
  const { source, client, clock } = serveDashboard({ intervalMs: 50 });
  const browser = client().send(EVENTS);
  browser.takeEvents();
  source.live = [exchangeInfo(1)];
  clock.advance(50);
  expect(browser.takeEvents()).toHaveLength(1);
});

test("the report is looked at a quarter as often, and sent if more has changed than the time", () => {
  const { source, client, clock } = serveDashboard();
  const browser = client().send(EVENTS);
  browser.takeEvents();
  source.report = { ...REPORT, until: "2026-01-01T02:00:00.000Z" };
  clock.advance(4 * INTERVAL_MS);
  expect(browser.takeEvents()).toEqual([]);
  expect(source.reports).toBe(2);
  source.report = { ...source.report, untold: 1 };
  clock.advance(4 * INTERVAL_MS);
  expect(browser.takeEvents()).toMatchObject([{ event: "report", data: { untold: 1 } }]);
  expect(source.reports).toBe(3);
});

test("however many follow, the numbers are looked at once", () => {
  const { source, client, clock } = serveDashboard();
  const browsers = [client().send(EVENTS), client().send(EVENTS), client().send(EVENTS)];
  expect([source.looks, source.reports]).toEqual([1, 1]);
  source.live = [exchangeInfo(1)];
  clock.advance(INTERVAL_MS);
  expect(source.looks).toBe(2);
  for (const browser of browsers) expect(browser.takeEvents()).toHaveLength(3);
});

test("while nothing changes, a comment every 15 s finds out who is gone", () => {
  const { client, clock } = serveDashboard();
  const browser = client().send(EVENTS);
  browser.transport.clear();
  clock.advance(14_500);
  expect(browser.transport.written.toString()).toBe("");
  clock.advance(500);
  expect(browser.transport.written.toString()).toContain(":\n\n");
});

test("close ends them all, so that a server that closes need not wait", () => {
  const { dashboard, client, clock } = serveDashboard();
  const browser = client().send(EVENTS);
  dashboard.close();
  expect(browser.response.isComplete).toBe(true);
  browser.transport.lose();
  clock.advance(1_000);
  expect(clock.pendingCalls).toBe(0);
});

test("a source that throws breaks the events off, and the log says why; the site lives on", () => {
  const { source, client, clock, log } = serveDashboard();
  const browser = client().send(EVENTS);
  source.exchanges = () => {
    throw new Error("no numbers today");
  };
  clock.advance(INTERVAL_MS);
  expect(browser.response.isComplete).toBe(false);
  expect(log.messages.join()).toMatch(/events/);
  clock.advance(10 * INTERVAL_MS);
  expect(client().send("GET /").response.code).toBe(200);
});

test("a source that throws at the first look takes no place for ever", () => {
  const { source, client, clock } = serveDashboard({ maxClients: 1 });
  const migrationReport = source.migrationReport.bind(source);
  source.migrationReport = () => {
    throw new Error("no report yet");
  };
  expect(client().send(EVENTS).response.code).toBe(500);
  expect(client().send(EVENTS).response.code).toBe(500);
  source.migrationReport = migrationReport;
  expect(client().send(EVENTS).takeEvents()).toHaveLength(2);
  clock.advance(INTERVAL_MS);
  expect(source.looks).toBe(4);
});

test("over HTTP/2 they are DATA, and end with the stream", async () => {
  const { site, dashboard } = serveDashboard({ allow: () => true });
  const answer = inject(site, { target: "/admin/dash/events", httpVersion: "2.0" });
  await new Promise((resolve) => setImmediate(resolve));
  dashboard.close();
  const { code, body, isComplete } = await answer;
  expect([code, isComplete]).toEqual([200, true]);
  expect(body.toString()).toContain("event: report\ndata: {");
});

describe("what they tell of live exchanges", () => {
  function shown(live: ReturnType<typeof exchangeInfo>[]): {
    exchanges: { id: number; target: string }[];
    more: number;
  } {
    const { source, client } = serveDashboard();
    source.live = live;
    const [event] = client().send(EVENTS).takeEvents();
    return event!.data as ReturnType<typeof shown>;
  }

  test("those with a body come first, then the oldest", () => {
    const { exchanges } = shown([
      exchangeInfo(1, { ageMs: 10 }),
      exchangeInfo(2, { expected: 0, ageMs: 9_000 }),
      exchangeInfo(3, { ageMs: 500 }),
    ]);
    expect(exchanges.map(({ id }) => id)).toEqual([3, 1, 2]);
  });

  test("of many, 50; the others are counted", () => {
    const { exchanges, more } = shown(Array.from({ length: 1_000 }, (_, id) => exchangeInfo(id)));
    expect([exchanges.length, more]).toEqual([50, 950]);
  });

  test("a target is cut after 200 characters", () => {
    const { exchanges } = shown([exchangeInfo(1, { target: `/${"a".repeat(8_000)}` })]);
    expect(exchanges[0]!.target).toBe(`/${"a".repeat(199)}…`);
  });

  test("not that somebody looks at the dashboard", () => {
    const { source, site, client, clock } = serveDashboard();
    source.exchanges = () => site.exchanges();
    const browser = client().send(EVENTS);
    client().send("PUT /admin/dash/other", { "Content-Length": "5" });
    clock.advance(INTERVAL_MS);
    expect(site.exchanges()).toMatchObject([{ target: "/admin/dash/events" }, { method: "PUT" }]);
    expect(browser.takeEvents().at(-1)).toMatchObject({ data: { exchanges: [{ method: "PUT" }], more: 0 } });
    expect(JSON.parse(client().send("GET /admin/dash/exchanges.json").body)).not.toContainEqual(
      expect.objectContaining({ target: "/admin/dash/events" }),
    );
  });
});
