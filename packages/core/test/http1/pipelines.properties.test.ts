/** Random pipelines on random segments of the wire: exactly the answers of a model that is three lines long. */
import fc from "fast-check";
import { collect } from "../../src/body/collect";
import { readBody } from "../../src/body/read-body";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { atRest, get, post, postChunks, requestHead, serve } from "../support/serve";

/** A request, and how its handler goes about it. */
interface Step {
  readonly method: "GET" | "HEAD" | "LENGTH" | "CHUNKS";
  readonly content: readonly string[];
  readonly handler: keyof typeof HANDLERS;
}

const HANDLERS = {
  /** Answers in the same turn, and lets the body be. */
  atOnce: (request) => respond(200, {}, request.path),
  /** Answers some turns later, and lets the body be. */
  later: async (request) => {
    await new Promise((resolve) => setImmediate(resolve));
    return respond(200, {}, request.path);
  },
  /** Collects, then answers. */
  collects: async (request) => respond(200, {}, `${request.path} ${(await readBody(request)).toString()}`),
  /** Takes its time over each piece. */
  slowly: async (request) => {
    let text = "";
    await collect(request, async (chunk) => {
      await new Promise((resolve) => setImmediate(resolve));
      text += chunk.toString();
    });
    return respond(200, {}, `${request.path} ${text}`);
  },
  /** Streams its answer, without a length. */
  streams: (request) => respond(200, {}, [request.path, " ", "in ", "pieces"]),
  /** Both ways at once. */
  echoes: (request) => respond(200, {}, request),
  /** Fails. */
  fails: () => {
    throw new Error("of this handler");
  },
} satisfies Record<string, Handler>;

function dispatch(request: IRequest): IResponse | PromiseLike<IResponse> {
  const handler: Handler = HANDLERS[request.path.split("/")[1] as Step["handler"]];
  return handler(request, undefined as never);
}

function octetsOf({ method, content, handler }: Step, index: number): string {
  const target = `/${handler}/${index}`;
  if (method === "LENGTH") return post(content.join(""), target);
  if (method === "CHUNKS") return postChunks(content, target);
  return method === "GET" ? get(target) : requestHead("HEAD", target);
}

/** The model: what the body of the answer must be. */
function expected({ method, content, handler }: Step, index: number): string {
  if (method === "HEAD") return "";
  const sent = method === "GET" ? "" : content.join("");
  const path = `/${handler}/${index}`;
  if (handler === "fails") return "Internal Server Error\n";
  if (handler === "echoes") return sent;
  if (handler === "streams") return `${path} in pieces`;
  return handler === "collects" || handler === "slowly" ? `${path} ${sent}` : path;
}

const piece = fc.string({ unit: fc.constantFrom("a", "b", "0", "\r", "\n"), minLength: 1, maxLength: 12 });
const step: fc.Arbitrary<Step> = fc.record({
  method: fc.constantFrom("GET", "HEAD", "LENGTH", "CHUNKS"),
  content: fc.array(piece, { maxLength: 4 }),
  handler: fc.constantFrom(...(Object.keys(HANDLERS) as Step["handler"][])),
});

interface Conversation {
  readonly steps: readonly Step[];
  /** Lengths of the segments; what is left comes in one. */
  readonly segments: readonly number[];
  /** Octets that the client lets lie before it reads; Infinity: it reads everything at once. */
  readonly capacity: number;
}

const conversation: fc.Arbitrary<Conversation> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  segments: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 }),
  capacity: fc.constantFrom(Infinity, 1, 100),
});

async function converse({ steps, segments, capacity }: Conversation): Promise<string[]> {
  const client = serve(dispatch, { unreadBody: { maxOctets: Infinity, timeoutMs: 2_000 } }).client({
    capacity,
  });
  const octets = steps.map(octetsOf).join("");
  let at = 0;
  for (const length of segments) {
    client.send(octets.slice(at, at + length));
    at += length;
  }
  client.send(octets.slice(at));
  const methods = steps.map(({ method }) => method);
  for (let turn = 0; turn < 50 && client.responses(methods).length < steps.length; turn++) {
    client.transport.drain();
    await atRest();
  }
  expect(client.state).toBe("open");
  return client.responses(methods).map(({ code, body }) => `${code} ${body.toString()}`);
}

test("every request of a pipeline gets its own answer, in order", async () => {
  await fc.assert(
    fc.asyncProperty(conversation, async (example) => {
      const wanted = example.steps.map(
        (one, i) => `${one.handler === "fails" ? 500 : 200} ${expected(one, i)}`,
      );
      expect(await converse(example)).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});
