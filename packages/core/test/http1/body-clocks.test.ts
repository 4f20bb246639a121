/** The clocks of a request's body: idle, minimum rate, and how long nobody claims it. */
import { collect } from "../../src/body/collect";
import { readBody } from "../../src/body/read-body";
import { BodyAborted, BodyDone } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { atRest, chunked, get, post, requestHead, serve } from "../support/serve";

const UPLOAD = requestHead("POST", "/", "Transfer-Encoding: chunked");
const never = (): Promise<IResponse> => new Promise(() => undefined);
const reads: Handler = async (request) => respond(200, {}, String((await readBody(request)).length));

describe("a body's clocks run only while a reader waits", () => {
  test("a body claimed after 90 s gets every octet", async () => {
    const requests: IRequest[] = [];
    const { client, clock } = serve((request) => {
      requests.push(request);
      return never();
    });
    const one = client().send(requestHead("POST", "/", "Content-Length: 5000"), "x".repeat(2_500));
    clock.advance(90_000);
    const body = readBody(requests[0]!);
    clock.advance(5_000);
    one.send("x".repeat(2_500));
    expect(await body).toHaveLength(5_000);
  });

  test("a reader that paused costs the client nothing", () => {
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    const { client, clock } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    const one = client().send(UPLOAD);
    clock.advance(600_000);
    reader.transport.resumeProducing();
    clock.advance(59_000);
    one.send(chunked("abc") + "0\r\n\r\n");
    expect(reader.text).toBe("abc");
    expect(reader.end).toBe(BodyDone.instance);
  });

  test("a slow handler, one piece a minute, costs the client nothing", async () => {
    const waiting: (() => void)[] = [];
    const { client, clock } = serve(async (request) => {
      await collect(request, () => new Promise((resolve) => waiting.push(resolve)));
      return respond(200, {}, "slowly");
    });
    const one = client().send(postOf(10));
    for (let minute = 0; minute < 12; minute++) {
      clock.advance(60_000);
      waiting.shift()?.();
      await atRest();
    }
    expect(one.bodies).toEqual(["slowly"]);
  });

  test("a duplex exchange of one octet per 45 s lives ten minutes", () => {
    const { client, clock } = serve((request) => respond(200, {}, request));
    const one = client().send(UPLOAD);
    for (let octets = 1; octets <= 14; octets++) {
      clock.advance(45_000);
      one.send(chunked("x"));
    }
    one.send("0\r\n\r\n");
    expect(one.bodies).toEqual(["x".repeat(14)]);
    expect(one.state).toBe("open");
  });

  test("a duplex exchange may be silent for longer than any clock of bodies", () => {
    const { client, clock } = serve((request) => respond(200, {}, request));
    const one = client().send(UPLOAD, chunked("x"));
    clock.advance(600_000);
    one.send(chunked("y") + "0\r\n\r\n");
    expect(one.bodies).toEqual(["xy"]);
  });

  test("a collected body at 1 octet/s is cut", async () => {
    const { client, clock } = serve(reads);
    const one = client().send(UPLOAD);
    for (let second = 0; second < 12; second++) {
      one.send(chunked("x"));
      clock.advance(1_000);
    }
    await atRest();
    expect(one.codes).toEqual([408]);
    expect(one.received).toContain("200 are expected");
  });

  test("a streamed body at 1 octet/s is not", () => {
    const reader = new RecordingProtocol();
    const { client, clock } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    const one = client().send(UPLOAD);
    for (let second = 0; second < 600; second++) {
      one.send(chunked("x"));
      clock.advance(1_000);
    }
    expect(reader).toMatchObject({ end: undefined });
    expect(reader.bytes).toHaveLength(600);
  });

  test("a collected body under 2,000 octets is left to the idle clock", async () => {
    const { client, clock } = serve(reads);
    const one = client().send(requestHead("POST", "/", "Content-Length: 60"));
    for (let second = 0; second < 60; second++) {
      one.send("x");
      clock.advance(1_000);
    }
    await atRest();
    expect(one.bodies).toEqual(["60"]);
  });

  test("the rate counts the time that the reader waited, not the handler's", async () => {
    const reader: RecordingProtocol & { collectsBody?: boolean } = new RecordingProtocol({
      pauseAtOnce: true,
    });
    reader.collectsBody = true;
    const { client, clock } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    const one = client().send(UPLOAD);
    clock.advance(3_600_000);
    reader.transport.resumeProducing();
    for (let second = 0; second < 20; second++) {
      one.send(chunked("x".repeat(250)));
      clock.advance(1_000);
    }
    expect(one.codes).toEqual([]);
    expect(reader.bytes).toHaveLength(5_000);
  });

  test("past it the reader gets BodyAborted with the clock as its cause", () => {
    const reader = new RecordingProtocol();
    const { client, clock } = serve((request) => {
      request.deliverBody(reader);
      return never();
    });
    client().send(UPLOAD);
    clock.advance(61_000);
    expect(reader.end).toBeInstanceOf(BodyAborted);
    expect(reader.end).toMatchObject({ status: 408, cause: { clock: "bodyIdleTimeoutMs" } });
  });

  test("past it a handler that reads may say something else, in that turn", async () => {
    const handler: Handler = async (request) => {
      const body = await readBody(request).catch(() => undefined);
      return body === undefined ? respond(503, {}, "later") : respond(200);
    };
    const { client, clock } = serve(handler);
    const one = client().send(UPLOAD);
    clock.advance(61_000);
    await atRest();
    expect(one.codes).toEqual([503]);
  });
});

function postOf(pieces: number): string {
  return UPLOAD + chunked(...Array.from({ length: pieces }, () => "x".repeat(300))) + "0\r\n\r\n";
}

describe("a body that nobody claims", () => {
  test("is warned about, once per resource, by method, target, resource and octets", () => {
    class Forgetful {
      responseForRequest(): Promise<IResponse> {
        return never();
      }
    }
    const { client, clock, log } = serve(new Forgetful(), { unclaimedBodyWarningMs: 10_000 });
    client().send(requestHead("PUT", "/lost?x", "Content-Length: 9"), "abc");
    client().send(requestHead("PUT", "/lost?y", "Content-Length: 9"), "abc");
    clock.advance(9_900);
    expect(log.lines).toEqual([]);
    clock.advance(100_000);
    expect(log.lines).toEqual([
      "warn: nobody has read the body of PUT /lost?x (Forgetful): 3 octets wait, and no response came",
    ]);
  });

  test("strictUnclaimed: is a 500", () => {
    const { client, clock, log } = serve(never, { strictUnclaimed: true });
    const one = client().send(requestHead("POST", "/", "Content-Length: 9"));
    clock.advance(11_000);
    expect(one.codes).toEqual([500]);
    expect(log.lines).toHaveLength(1);
  });

  test("waits for somebody when all of it has come, too", () => {
    const { client, clock, log } = serve(never, { strictUnclaimed: true });
    const one = client().send(post("abc"));
    clock.advance(9_900);
    expect(one.codes).toEqual([]);
    clock.advance(1_100);
    expect(one.codes).toEqual([500]);
    expect(log.lines).toEqual([expect.stringContaining("POST / failed")]);
    expect(log.details).toEqual([expect.objectContaining({ code: "BODY_UNCLAIMED" })]);
  });

  test("is nobody's business when it was claimed, or there is none", () => {
    const { client, clock, log } = serve((request) => {
      if (request.path === "/claimed") request.deliverBody(new RecordingProtocol({ pauseAtOnce: true }));
      return never();
    });
    client().send(requestHead("POST", "/claimed", "Content-Length: 9"));
    client().send(get());
    clock.advance(60_000);
    expect(log.lines).toEqual([]);
  });
});
