import { respond } from "../../src/message/response";
import { Site } from "../../src/server/site";
import { inject } from "../../src/testing/inject";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { BodyDone } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import { ManualClock } from "../../src/testing/manual-clock";
import { leaf } from "../../src/traversal/leaf";

const tunnel = { method: "CONNECT", target: "a.test:80", headers: { Host: "a.test:80" } };

test.each([
  ["works", () => respond(200), 200],
  ["is refused", () => respond(403, {}, "no tunnels"), 403],
])("a CONNECT that %s is answered", async (_name, answer, code) => {
  const root = { acceptsUnrouted: true, responseForRequest: answer };
  expect((await inject(new Site(root), tunnel)).code).toBe(code);
});

test("a connection that is taken over is answered by its head", async () => {
  const root = {
    ...leaf((request) => request.channel.takeOver(new RecordingProtocol())),
    acceptsUnrouted: true,
  };
  const headers = { Connection: "upgrade", Upgrade: "echo" };
  expect((await inject(new Site(root), tunnel)).code).toBe(200);
  expect((await inject(new Site(root), { headers })).code).toBe(101);
});

describe.each(["1.1", "2.0"] as const)("over HTTP/%s", (httpVersion) => {
  const echo = new Site(leaf((request) => respond(200, { "x-version": request.httpVersion }, request)));

  test("text goes with its length", async () => {
    const site = new Site(leaf((request) => respond(200, {}, String(request.length))));
    expect((await inject(site, { httpVersion, method: "POST", body: "abc" })).body.toString()).toBe("3");
  });

  test("a stream goes without, and larger than any window", async () => {
    const body = Array.from({ length: 40 }, (_, i) => Buffer.alloc(100_000, i));
    const answer = await inject(echo, { httpVersion, method: "POST", body });
    expect(answer).toMatchObject({ code: 200, isComplete: true });
    expect(answer.headers.get("x-version")).toBe(httpVersion);
    expect(answer.body.equals(Buffer.concat(body))).toBe(true);
  });

  test("a source that breaks off is a client that leaves", async () => {
    const ends: unknown[] = [];
    const site = new Site(
      leaf((request) => {
        request.deliverBody({
          makeConnection() {},
          dataReceived() {},
          connectionLost: (reason) => ends.push(reason),
        });
        return respond(200, {}, "early");
      }),
    );
    async function* broken(): AsyncGenerator<string> {
      yield "abc";
      await Promise.resolve();
      throw new Error("disk");
    }
    await inject(site, { httpVersion, method: "POST", body: broken() }).catch(() => undefined);
    expect(ends).toHaveLength(1);
    expect(ends[0]).not.toBe(BodyDone.instance);
  });

  test("trailers and interim responses come along", async () => {
    const site = new Site(
      leaf((request) => {
        request.channel.sendInterim(103);
        return respond(200, {}, "abc", { trailers: () => new Headers({ digest: "x" }) });
      }),
    );
    const answer = await inject(site, { httpVersion });
    expect(answer.interim).toEqual([103]);
    expect([...answer.trailers]).toEqual([["digest", "x"]]);
  });

  test("an exchange that is cut without an answer is an error", async () => {
    const site = new Site(
      leaf((request) => {
        request.channel.abort();
        return respond(200);
      }),
    );
    await expect(inject(site, { httpVersion })).rejects.toThrow("closed without an answer");
  });

  test("a clock that is given moves on", async () => {
    const clock = new ManualClock();
    const site = new Site(
      leaf(() => new Promise(() => undefined)),
      { clock, requestTimeoutMs: 5_000 },
    );
    expect((await inject(site, { httpVersion, clock })).code).toBe(408);
  });
});
