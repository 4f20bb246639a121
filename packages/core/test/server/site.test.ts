import { readBody } from "../../src/body/read-body";
import { InvalidOption, InvalidResponse } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import { DEFAULT_OPTIONS, type SiteOptions } from "../../src/options";
import { respond } from "../../src/message/response";
import { resolveOptions } from "../../src/server/resolve-options";
import { Site } from "../../src/server/site";
import { inject } from "../../src/testing/inject";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { leaf } from "../../src/traversal/leaf";
import { tree } from "../../src/traversal/tree";
import { atRest, get, requestHead, serve } from "../support/serve";

describe("a site", () => {
  test.each([undefined, null, {}, () => respond(200)])("has a resource for a root, not %p", (root) => {
    expect(() => new Site(root as IResource)).toThrow(TypeError);
  });

  test("walks from its root to the resource that answers", async () => {
    const root = tree({ a: tree({ b: leaf((_, path) => respond(200, {}, path.remaining.join())) }) });
    expect((await inject(new Site(root), { target: "/a/b/c/d" })).body.toString()).toBe("c,d");
  });

  test("answers 404 where the walk finds nothing", async () => {
    const answer = await inject(new Site(tree({})), { target: "/nowhere" });
    expect(answer).toMatchObject({ code: 404, body: Buffer.from("Not Found\n") });
  });

  test("serves objects that have no class, and tells of their failures", async () => {
    const root = Object.assign(Object.create(null) as object, {
      async responseForRequest(request: IRequest) {
        const octets = await readBody(request);
        if (octets.length === 0) throw new Error("nothing came");
        return respond(200, {}, octets);
      },
    });
    const { client, site, log } = serve(root);
    const one = client().send(requestHead("POST", "/", "Content-Length: 2"));
    expect(site.exchanges()).toMatchObject([{ resource: "an object" }]);
    one.send("hi", get());
    await atRest();
    expect(one.codes).toEqual([200, 500]);
    expect(log.lines).toEqual(["error: GET / failed in an object"]);
    for (const children of [{ locateChild: () => null }, { locateChild: () => [null] }]) {
      const lost = serve(Object.assign(Object.create(null) as IResource, root, children));
      expect(lost.client().send(get("/a")).codes).toEqual([500]);
      expect(lost.log.details).toEqual([expect.any(TypeError)]);
    }
  });

  test("answers 500 to a response that is an object without a class", () => {
    const { client, log } = serve(() => Object.create(null) as IResponse);
    expect(client().send(get()).codes).toEqual([500]);
    expect(log.details).toEqual([expect.any(InvalidResponse)]);
  });

  test("waits for a walk that takes its time", async () => {
    const root: IResource = {
      locateChild: async () => leaf(() => respond(200, {}, "found")),
      responseForRequest: () => respond(500),
    };
    expect((await inject(new Site(root), { target: "/a" })).body.toString()).toBe("found");
  });

  test.each<[string, IResource["locateChild"]]>([
    [
      "throws",
      () => {
        throw new Error("lost");
      },
    ],
    ["rejects", () => Promise.reject(new Error("lost"))],
    ["goes round in circles", (_request, path) => [loop, path]],
  ])("answers 500, logged, for a walk that %s", async (_name, locateChild) => {
    const { client, log } = serve({ locateChild, responseForRequest: () => respond(200) } as IResource);
    const one = client().send(get("/a"));
    await atRest();
    expect(one.codes).toEqual([500]);
    expect(log.lines).toHaveLength(1);
  });

  const loop: IResource = {
    locateChild: (_request, path) => [loop, path],
    responseForRequest: () => respond(200),
  };

  describe("asked for no resource", () => {
    const connect = "CONNECT a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n\r\n";
    const asterisk = requestHead("OPTIONS", "*");

    test("answers OPTIONS * with 200 and CONNECT with 501", () => {
      const { client } = serve(tree({}));
      expect(client().send(asterisk).codes).toEqual([200]);
      expect(client().send(connect).codes).toEqual([501]);
    });

    test("leaves both to a root that accepts them, with an empty path", () => {
      const root: IResource = {
        acceptsUnrouted: true,
        responseForRequest: (request, path) =>
          respond(200, {}, `${request.method} [${path.remaining.join()}]`),
      };
      const { client } = serve(root);
      expect(client().send(asterisk).bodies).toEqual(["OPTIONS []"]);
      expect(client().send(connect).bodies).toEqual(["CONNECT []"]);
    });
  });

  test("lists its live exchanges: what they are, and how far", () => {
    class Waiting implements IResource {
      responseForRequest(): Promise<never> {
        return new Promise(() => undefined);
      }
    }
    const { site, client } = serve(new Waiting());
    client({ peer: { type: "TCP", host: "192.0.2.1", port: 5 } }).send(get("/a?b"));
    client().send(requestHead("PUT", "/c", "Content-Length: 9"), "abc");
    client();
    expect(site.exchanges()).toEqual([
      {
        ...{ method: "GET", target: "/a?b", httpVersion: "1.1", peer: "192.0.2.1", resource: "Waiting" },
        ...{ received: 0, expected: 0, taken: 0, waiting: 0, mode: "streaming", isAnswering: false },
        ...{ id: expect.any(Number), pausedMs: 0, ageMs: 0 },
      },
      {
        ...{ method: "PUT", target: "/c", httpVersion: "1.1", peer: "client", resource: "Waiting" },
        ...{ received: 3, expected: 9, taken: 0, waiting: 3, mode: "streaming", isAnswering: false },
        ...{ id: expect.any(Number), pausedMs: 0, ageMs: 0 },
      },
    ]);
  });

  test("counts chunks that wait on the connection behind a reader that paused", () => {
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.pauseProducing(),
    });
    const { site, client } = serve((request) => {
      request.deliverBody(reader);
      return new Promise<never>(() => undefined);
    });
    const piece = "x".repeat(0x8000);
    const { transport } = client().send(
      requestHead("PUT", "/", "Transfer-Encoding: chunked"),
      `8000\r\n${piece}\r\n8000\r\n${piece}\r\n`,
    );
    const [before] = site.exchanges();
    expect(before).toMatchObject({ taken: 0x8000, expected: undefined });
    expect(before!.waiting).toBeGreaterThanOrEqual(0x8000);
    expect(before!.received).toBe(before!.taken + before!.waiting);
    reader.transport.resumeProducing();
    expect(site.exchanges()).toMatchObject([{ taken: 0x10000 }]);
    transport.lose();
  });
});

describe("options", () => {
  test.each<[string, SiteOptions]>([
    ["an unknown name", { maxHeadOctet: 1 } as SiteOptions],
    ["a name of every object", { toString: 1 } as unknown as SiteOptions],
    ["a negative number", { maxHeadOctets: -1 }],
    ["NaN", { headTimeoutMs: NaN }],
    ["text for a number", { headTimeoutMs: "20" as unknown as number }],
    ["null for a number", { headTimeoutMs: null as unknown as number }],
    ["a part that is no number", { unreadBody: { maxOctets: -1, timeoutMs: 0 } }],
    ["a part that nobody knows", { linger: { idleMs: 1, totalMs: 2, maxMs: 3 } as SiteOptions["linger"] }],
    ["a number for its parts", { linger: 5 as unknown as SiteOptions["linger"] }],
    ["text for a switch", { strictUnclaimed: "yes" as unknown as boolean }],
    ["a rate that is no number", { minBodyRate: -1 }],
    ["an answer that nobody knows", { unknownExpectation: 400 as unknown as 417 }],
    ["a Server field that can't be sent", { serverHeader: "a\r\nb: c" }],
  ])("%s is refused", (_name, options) => {
    expect(() => resolveOptions(options)).toThrow(InvalidOption);
  });

  test("undefined stands for the default", () => {
    expect(resolveOptions({ headTimeoutMs: undefined })).toEqual(DEFAULT_OPTIONS);
  });

  test("a part that is given leaves the others as they are", () => {
    const { linger } = resolveOptions({ linger: { idleMs: 1 } as SiteOptions["linger"] });
    expect(linger).toEqual({ ...DEFAULT_OPTIONS.linger, idleMs: 1 });
  });

  test("one number for minBodyRate holds for all bodies; 0 and Infinity are numbers", () => {
    expect(resolveOptions({ minBodyRate: 5 }).minBodyRate).toBe(5);
    expect(resolveOptions({ maxBodyOctets: 0, headTimeoutMs: Infinity })).toMatchObject({ maxBodyOctets: 0 });
  });
});
