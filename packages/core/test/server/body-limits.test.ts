/** `[BODY_LIMITS]` on resources: of each limit, the nearest at or above the resource that claims the body. */
import { readBody } from "../../src/body/read-body";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import type { PathCursor } from "../../src/interfaces/path-cursor";
import { BODY_LIMITS, type BodyLimits } from "../../src/options";
import { respond } from "../../src/message/response";
import { atRest, chunked, post, requestHead, serve } from "../support/serve";

class Collector implements IResource {
  async responseForRequest(request: IRequest): Promise<IResponse> {
    return respond(200, {}, String((await readBody(request)).length));
  }
}

/** A resource with limits of its own and a child for every segment. */
class Limited extends Collector {
  readonly [BODY_LIMITS]: BodyLimits;
  readonly #child: IResource;

  constructor(limits: BodyLimits, child: IResource = new Collector()) {
    super();
    this[BODY_LIMITS] = limits;
    this.#child = child;
  }

  locateChild(_request: IRequest, _path: PathCursor): IResource {
    return this.#child;
  }
}

class LimitedByClass extends Collector {
  static readonly [BODY_LIMITS]: BodyLimits = { maxBodyOctets: 3 };
}

async function codeOf(
  root: IResource,
  target: string,
  octets: number,
  maxBodyOctets = 1_000,
): Promise<unknown> {
  const client = serve(root, { maxBodyOctets })
    .client()
    .send(post("x".repeat(octets), target));
  await atRest();
  return client.codes[0];
}

test("hold for the resource that they stand on, and for what lies below", async () => {
  const root = new Limited({ maxBodyOctets: 5 });
  expect(await codeOf(root, "/a", 5)).toBe(200);
  expect(await codeOf(root, "/a", 6)).toBe(413);
});

test("the nearest wins, up or down", async () => {
  expect(
    await codeOf(new Limited({ maxBodyOctets: 5 }, new Limited({ maxBodyOctets: 10 })), "/a/b", 10),
  ).toBe(200);
  expect(await codeOf(new Limited({ maxBodyOctets: 10 }, new Limited({ maxBodyOctets: 5 })), "/a/b", 6)).toBe(
    413,
  );
});

test("each limit by itself: one that the nearest does not name comes from above", async () => {
  const root = new Limited({ maxBodyOctets: 5 }, new Limited({ bodyIdleTimeoutMs: 1_000 }));
  expect(await codeOf(root, "/a/b", 6)).toBe(413);
});

test("a resource may allow more than the site does", async () => {
  expect(await codeOf(new Limited({ maxBodyOctets: 2_000 }), "/a", 1_500)).toBe(200);
  expect(await codeOf(new Collector(), "/", 1_500)).toBe(413);
});

test("may stand on a class", async () => {
  expect(await codeOf(new LimitedByClass(), "/", 3)).toBe(200);
  expect(await codeOf(new LimitedByClass(), "/", 4)).toBe(413);
});

test("hold for octets that nobody announced", async () => {
  const client = serve(new LimitedByClass()).client();
  client.send(requestHead("POST", "/", "Transfer-Encoding: chunked"), chunked("ab"), chunked("cd"));
  await atRest();
  expect(client.codes).toEqual([413]);
});

test("refuse what came before the claim, too", async () => {
  const { client } = serve({
    [BODY_LIMITS]: { maxBodyOctets: 3 },
    async responseForRequest(request) {
      await atRest();
      return respond(200, {}, await readBody(request));
    },
  } as IResource);
  const one = client().send(
    requestHead("POST", "/", "Transfer-Encoding: chunked") + chunked("abcd") + "0\r\n\r\n",
  );
  await atRest();
  await atRest();
  expect(one.codes).toEqual([413]);
});

test("bodyIdleTimeoutMs and minBodyRate of a resource replace the site's", async () => {
  for (const [limits, code] of [
    [{ bodyIdleTimeoutMs: 1_000 }, 408],
    [{ bodyIdleTimeoutMs: 100_000, minBodyRate: 0 }, undefined],
    [{ minBodyRate: 10 }, 408],
  ] as const) {
    const { client, clock } = serve(new Limited(limits));
    const one = client().send(requestHead("POST", "/a", "Content-Length: 5000"));
    clock.advance(65_000);
    await atRest();
    expect(one.codes[0]).toBe(code);
  }
});

test("are looked up when the body is claimed, not during the walk", async () => {
  const limits = { maxBodyOctets: 1 };
  const { client } = serve({
    [BODY_LIMITS]: limits,
    async responseForRequest(request) {
      limits.maxBodyOctets = 10;
      return respond(200, {}, await readBody(request));
    },
  } as IResource);
  const one = client().send(post("abc"));
  await atRest();
  expect(one.codes).toEqual([200]);
});

test.each([
  [{ maxBodyOctet: 5 }, "there is no limit maxBodyOctet in [BODY_LIMITS]"],
  [{ maxBodyOctets: "5kB" }, "maxBodyOctets must be a number from 0 to Infinity, not 5kB"],
  [{ bodyIdleTimeoutMs: -1 }, "bodyIdleTimeoutMs must be a number"],
])("what would limit nothing is an error, not a body without limits: %p", async (limits, message) => {
  const { client, log } = serve(new Limited(limits as BodyLimits));
  const one = client().send(post("abc", "/a"));
  await atRest();
  expect(one.codes).toEqual([500]);
  expect(String(log.details[0])).toContain(message);
});
