/** Who follows the events: how many may, those that read slowly, and those that leave. */
import { leaf, Site, tree } from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import { dashboardOf } from "../../src/index";
import { Journal, turn } from "../support/connection";
import {
  DashboardClient,
  EVENTS,
  exchangeInfo,
  FakeSource,
  INTERVAL_MS,
  REPORT,
  serveDashboard,
} from "./served-dashboard";

describe("a client that leaves", () => {
  test.each<[string, (client: ReturnType<ReturnType<typeof serveDashboard>["client"]>) => void]>([
    ["with its connection", ({ transport }) => transport.lose()],
    ["by FIN alone", ({ transport }) => transport.feedEnd()],
  ])("%s: nobody looks at the numbers any more", (_name, leave) => {
    const { source, client, clock, site } = serveDashboard();
    const browser = client().send(EVENTS);
    leave(browser);
    const { looks } = source;
    clock.advance(10 * INTERVAL_MS);
    expect(source.looks).toBe(looks);
    browser.transport.lose();
    expect(site.exchanges()).toEqual([]);
    clock.advance(1_000);
    expect(clock.pendingCalls).toBe(0);
  });

  test("leaves the others their events", () => {
    const { source, client, clock } = serveDashboard();
    const [leaver, stayer] = [client().send(EVENTS), client().send(EVENTS)];
    leaver.transport.lose();
    stayer.takeEvents();
    source.live = [exchangeInfo(1)];
    clock.advance(INTERVAL_MS);
    expect(stayer.takeEvents()).toHaveLength(1);
  });

  test("who comes when nobody was there gets what is true now", () => {
    const { source, client, clock } = serveDashboard();
    client().send(EVENTS).transport.lose();
    source.live = [exchangeInfo(9)];
    source.report = { ...REPORT, untold: 3 };
    clock.advance(60_000);
    expect(client().send(EVENTS).takeEvents()).toMatchObject([
      { data: { exchanges: [{ id: 9 }] } },
      { data: { untold: 3 } },
    ]);
  });
});

test("a client that reads slowly gets the latest only, and nothing is queued for it", () => {
  const { source, client, clock } = serveDashboard();
  const slow = client({ capacity: 1 }).send(EVENTS);
  const waiting = slow.transport.unsentOctets;
  slow.takeEvents();
  for (let id = 1; id <= 40; id++) {
    source.live = [exchangeInfo(id)];
    source.report = { ...REPORT, untold: id };
    clock.advance(INTERVAL_MS);
  }
  expect(slow.takeEvents()).toEqual([]);
  expect(slow.transport.unsentOctets).toBe(waiting);
  slow.transport.drain();
  expect(slow.takeEvents()).toMatchObject([
    { event: "exchanges", data: { exchanges: [{ id: 40 }] } },
    { event: "report", data: { untold: 40 } },
  ]);
  slow.transport.drain();
  expect(slow.takeEvents()).toEqual([]);
});

describe("how many may follow", () => {
  test("one more than maxClients gets 503, until one leaves", () => {
    const { client } = serveDashboard({ maxClients: 2 });
    const [first] = [client().send(EVENTS), client().send(EVENTS)];
    const refused = client().send(EVENTS).response;
    expect([refused.code, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    first.transport.lose();
    expect(client().send(EVENTS).takeEvents()).toHaveLength(2);
  });

  test("a client that reads nothing any more keeps its place no longer than a connection may stall", () => {
    const { client, clock, site } = serveDashboard({ maxClients: 1 });
    const stalled = client({ capacity: 1 }).send(EVENTS);
    clock.advance(site.options.writeStallTimeoutMs - 1_000);
    expect(client().send(EVENTS).response.code).toBe(503);
    clock.advance(2_000);
    expect(stalled.transport.isAborted).toBe(true);
    stalled.transport.lose();
    expect(client().send(EVENTS).takeEvents()).toHaveLength(2);
  });

  test("HEAD takes no place, and has nobody look", () => {
    const { source, client } = serveDashboard({ maxClients: 1 });
    for (let times = 0; times < 3; times++) {
      const { response } = client().send("HEAD /admin/dash/events");
      expect([response.code, response.body.length]).toEqual([200, 0]);
    }
    expect(source.looks).toBe(0);
    expect(client().send(EVENTS).takeEvents()).toHaveLength(2);
  });
});

test.each(["before", "after"])(
  "FIN %s a late wrapper has asked the dashboard: nobody looks",
  async (when) => {
    const [source, clock] = [new FakeSource(), new ManualClock()];
    const dashboard = dashboardOf(source, { clock });
    let goOn = (): void => undefined;
    const wait = (): Promise<void> => new Promise((resolve) => (goOn = resolve));
    const late = leaf(async (request, path) => {
      if (when === "before") await wait();
      const answer = dashboard.responseForRequest(request, path);
      if (when === "after") await wait();
      return answer;
    });
    const site = new Site(tree({ dash: late }), { clock, log: new Journal() });
    const browser = new DashboardClient(site).send("GET /dash/events");
    browser.transport.feedEnd();
    goOn();
    await turn();
    expect(browser.response.isComplete).toBe(true);
    clock.advance(10 * INTERVAL_MS);
    expect(source.looks).toBe(0);
  },
);

test("two dashboards of one source do not show who follows the other, and have clients of their own", () => {
  const source = new FakeSource();
  const clock = new ManualClock();
  const dashboards = { one: dashboardOf(source, { clock, maxClients: 1 }), other: dashboardOf(source) };
  const site = new Site(tree(dashboards), { clock, log: new Journal() });
  source.exchanges = () => site.exchanges();
  const first = new DashboardClient(site).send("GET /one/events");
  const second = new DashboardClient(site).send("GET /other/events");
  clock.advance(INTERVAL_MS);
  expect(second.response.code).toBe(200);
  expect(site.exchanges()).toHaveLength(2);
  for (const browser of [first, second]) {
    expect(browser.takeEvents().at(-1)).toMatchObject({ event: "report" });
  }
  second.transport.lose();
  expect(new DashboardClient(site).send("GET /one/events").response.code).toBe(503);
});
