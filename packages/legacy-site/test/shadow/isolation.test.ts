/** Nothing that happens in the shadow reaches the client. */
import { leaf, readBody, respond, type IProtocol } from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import { NOT_DONE_YET, shadow, Site, type AnyResource } from "../../src/index";
import { Connection, Journal, turn } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { counts, DIFFERENT, droppedFor, FAILED, never, observe, observeInCore, old, PLAIN } from "./support";

const throwing = (at: keyof IProtocol): IProtocol => {
  const reader = { makeConnection() {}, dataReceived() {}, connectionLost() {} };
  return {
    ...reader,
    [at]: () => {
      throw new Error(`${at} threw`);
    },
  };
};

const reads = (at: keyof IProtocol): AnyResource =>
  leaf((request) => {
    request.deliverBody(throwing(at));
    return never;
  });

async function* breaking(): AsyncGenerator<string> {
  yield await Promise.resolve("old");
  throw new Error("broke off");
}

const MISBEHAVING: [string, AnyResource][] = [
  [
    "throws",
    leaf(() => {
      throw new Error("threw");
    }),
  ],
  ["rejects", leaf(() => Promise.reject(new Error("rejected")))],
  ["answers with nothing", leaf(() => undefined as never)],
  ["throws in makeConnection", reads("makeConnection")],
  ["throws in dataReceived", reads("dataReceived")],
  ["throws in connectionLost", reads("connectionLost")],
  ["breaks its answer off", leaf(() => respond(200, PLAIN, breaking()))],
  [
    "throws when its body is asked for",
    leaf(() => ({
      ...respond(200, PLAIN),
      length: 5,
      deliverBody: () => {
        throw new Error("no body");
      },
    })),
  ],
  [
    "aborts the exchange",
    leaf((request) => {
      request.channel.abort();
      return never;
    }),
  ],
  ["takes the connection over", leaf((request) => request.channel.takeOver(throwing("dataReceived")))],
  [
    "renders, and throws",
    new Leaf(() => {
      throw new Error("rendered");
    }),
  ],
  [
    "loses its connection",
    new Leaf((request) => {
      request.loseConnection();
      return NOT_DONE_YET;
    }),
  ],
];

describe.each(["1.1", "2.0"] as const)(
  "over HTTP/%s the client has the old answer when the new resource",
  (httpVersion) => {
    test.each(MISBEHAVING)("%s", async (what, young) => {
      for (const look of [observe, observeInCore]) {
        const { answer, report } = await look(old, young, {}, { method: "PUT", body: "hello", httpVersion });
        expect(answer).toMatchObject({
          code: 200,
          body: Buffer.from("old 5"),
          interim: [],
          isComplete: true,
        });
        // What has a status is an answer: an error page of a legacy site, a 400 for UpgradeRefused.
        const hasStatus = what === "renders, and throws" || what === "takes the connection over";
        expect(counts(report)).toEqual(hasStatus ? DIFFERENT : FAILED);
      }
    });

    test("fails, and the log says that it was in a shadow", async () => {
      const young = new Leaf(() => {
        throw new Error("rendered");
      });
      for (const look of [observe, observeInCore]) {
        const { log } = await look(old, young, {}, { httpVersion });
        expect(log.messages).toEqual(["in a shadow: GET /a failed"]);
      }
    });

    test("sends interim answers, cookies and a session", async () => {
      const young = leaf((request) => {
        request.channel.sendInterim(103, { link: "</x>" });
        return respond(200, { ...PLAIN, "set-cookie": "a=b" }, "old 0");
      });
      const { answer, report } = await observe(old, young, {}, { httpVersion });
      expect(answer.interim).toEqual([]);
      expect(answer.headers.has("set-cookie")).toBe(false);
      expect(report.differences[0]!.details).toEqual([
        { kind: "header", name: "set-cookie", old: [], new: ["a=b"] },
      ]);
    });

    test("hangs, and the clock ends that", async () => {
      const clock = new ManualClock();
      let gone: AbortSignal | undefined;
      const young = leaf((request) => {
        gone = request.signal;
        return never;
      });
      const shadowed = shadow(old, young, { clock, timeoutMs: 5_000 });
      const answer = await inject(new Site(branch({ a: shadowed }), { log: new Journal() }), {
        target: "/a",
        httpVersion,
      });
      expect(answer.body.toString()).toBe("old 0");
      clock.advance(4_999);
      expect(shadowed.report().active).toBe(1);
      clock.advance(1);
      expect(counts(shadowed.report())).toEqual(droppedFor("timeout"));
      expect(gone!.aborted).toBe(true);
      expect(clock.pendingCalls).toBe(0);
    });
  },
);

describe("when the client leaves", () => {
  test("both are told", async () => {
    const told: string[] = [];
    const telling = (name: string): AnyResource =>
      leaf(({ signal }) => {
        signal.addEventListener("abort", () => told.push(`${name} ${(signal.reason as Error).name}`));
        return never;
      });
    const shadowed = shadow(telling("old"), telling("new"));
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() })).send(
      "GET /a",
    );
    await turn();
    connection.transport.lose();
    expect(told.sort()).toEqual(["new ClientGone", "old ClientGone"]);
    expect(counts(shadowed.report())).toEqual(droppedFor("client-left"));
  });

  test("in the middle of the body, its readers too", async () => {
    const told: string[] = [];
    const reading = (name: string): AnyResource =>
      leaf(async (request) => {
        await readBody(request).catch(() => told.push(name));
        return never;
      });
    const shadowed = shadow(reading("old"), reading("new"));
    const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() }));
    connection.send("PUT /a", { "Content-Length": "5" });
    await turn();
    connection.transport.feed("he");
    connection.transport.lose();
    await turn();
    expect(told.sort()).toEqual(["new", "old"]);
    expect(counts(shadowed.report())).toEqual(droppedFor("client-left"));
  });
});
