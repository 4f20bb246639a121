/** The body of a request for two readers, of every kind, below every kind of parent. */
import { iterate, leaf, readBody, respond, type IRequest, type IResponse } from "@headgate/core";
import type { InjectOptions } from "@headgate/core/testing";
import {
  CONTENT_BLIND,
  legacyRequest,
  mark,
  Resource,
  shadow,
  Site,
  STREAMING,
  type AnyResource,
  type Request,
} from "../../src/index";
import { Connection, Journal, until } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { counts, DIFFERENT, droppedFor, observe, observeInCore, PLAIN, SAME } from "./support";

async function* flipped(request: IRequest, at: number): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const piece of iterate(request)) {
    const copy = Buffer.from(piece);
    if (at >= offset && at < offset + copy.length) copy[at - offset]! ^= 1;
    offset += copy.length;
    yield copy;
  }
}

const legacyEcho = new Leaf((request) => {
  request.setHeader("content-type", "text/plain");
  return request.content.read();
});
const bufferedEcho = leaf(async (request) => respond(200, PLAIN, await readBody(request)));
const streamedEcho = leaf((request) => respond(200, PLAIN, request));
const legacyStreaming = mark(
  Object.assign(new Resource(), {
    isLeaf: true,
    responseForRequest: (request: IRequest): IResponse => respond(200, PLAIN, request),
  }),
  STREAMING,
);
const ECHOES: Record<string, AnyResource> = { legacyEcho, bufferedEcho, streamedEcho, legacyStreaming };
const flips = (at: number): AnyResource => leaf((request) => respond(200, PLAIN, flipped(request, at)));

/** Looks for its child in the body, as far as anybody knows. */
class Collecting extends Resource {
  readonly #child: AnyResource;

  constructor(child: AnyResource) {
    super();
    this.#child = child;
  }

  override getChild(_name: string, request: Request): AnyResource {
    request.content.read(3);
    request.content.seek(0);
    return this.#child;
  }
}

const SMALL = "some content";
/** More than is kept in memory, and more than one piece. */
const LARGE = Buffer.alloc(300_000, "0123456789");
const put = (body: string | Uint8Array, httpVersion: "1.1" | "2.0" = "1.1"): InjectOptions => ({
  method: "PUT",
  body,
  httpVersion,
});
const pairs = Object.keys(ECHOES).flatMap((old) => Object.keys(ECHOES).map((young) => [old, young] as const));

describe.each(["1.1", "2.0"] as const)("over HTTP/%s", (version) => {
  test.each(pairs)("%s and %s both have all of it", async (old, young) => {
    for (const body of [Buffer.from(SMALL), LARGE]) {
      const below = await observe(ECHOES[old]!, ECHOES[young]!, {}, put(body, version));
      expect(below.answer.body.equals(body)).toBe(true);
      expect(counts(below.report)).toEqual(SAME);
      const inCore = await observeInCore(ECHOES[old]!, ECHOES[young]!, {}, put(body, version));
      expect(inCore.answer.body.equals(body)).toBe(true);
      expect(counts(inCore.report)).toEqual(SAME);
    }
  });

  test.each(pairs)("%s and %s below a parent that had it collected", async (old, young) => {
    for (const body of [Buffer.from(SMALL), LARGE]) {
      const within = (shadowed: AnyResource): AnyResource => new Collecting(shadowed);
      const seen = await observe(ECHOES[old]!, ECHOES[young]!, {}, put(body, version), { within });
      expect(seen.answer.body.equals(body)).toBe(true);
      expect(counts(seen.report)).toEqual(SAME);
    }
  });

  test.each(Object.keys(ECHOES))("an octet that another echo than %s changes is found", async (old) => {
    const seen = await observe(ECHOES[old]!, flips(212_345), {}, put(LARGE, version));
    expect(seen.answer.body.equals(LARGE)).toBe(true);
    expect(counts(seen.report)).toEqual(DIFFERENT);
    expect(seen.report.differences[0]!.details).toEqual([
      { kind: "body", offset: 212_345, old: 0x35, new: 0x34 },
    ]);
  });
});

describe("who invites the body", () => {
  const EXPECTING = { "Content-Length": "5", Expect: "100-continue" };

  test("is the old resource alone", async () => {
    const refused = shadow(
      leaf(() => respond(401, PLAIN, "who are you?")),
      bufferedEcho,
    );
    const connection = new Connection(new Site(branch({ a: refused }), { log: new Journal() }));
    connection.send("PUT /a", EXPECTING);
    await connection.answered();
    expect(connection.responses.map(({ code }) => code)).toEqual([401]);
    await until(() => refused.report().active === 0);
    expect(counts(refused.report())).toEqual(droppedFor("body-untaken"));
  });

  test("and one that does has it for both", async () => {
    const echoes = shadow(bufferedEcho, legacyEcho);
    const connection = new Connection(new Site(branch({ a: echoes }), { log: new Journal() }));
    connection.send("PUT /a", EXPECTING);
    expect(connection.responses.map(({ code }) => code)).toEqual([100]);
    connection.transport.feed("hello");
    await connection.answered();
    expect(connection.body).toBe("hello");
    await until(() => echoes.report().active === 0);
    expect(counts(echoes.report())).toEqual(SAME);
  });

  test("a new resource that needs no body is compared where the old one took it", async () => {
    const old = leaf(async (request) => respond(200, PLAIN, `${(await readBody(request)).length}`));
    const seen = await observe(
      old,
      leaf(() => respond(200, PLAIN, "5")),
      {},
      put("hello"),
    );
    expect(counts(seen.report)).toEqual(SAME);
  });

  test("and where neither takes it", async () => {
    const both = leaf(() => respond(403, PLAIN, "no"));
    const seen = await observe(both, both, {}, put("hello"));
    expect(counts(seen.report)).toEqual(SAME);
  });
});

describe("what the two sides see of the way", () => {
  class Where extends Resource {
    static readonly [CONTENT_BLIND] = true;
    override readonly isLeaf = true;

    override render(request: Request): string {
      request.setHeader("content-type", "text/plain");
      const { prepath, postpath, sitepath } = request;
      return JSON.stringify([
        prepath,
        postpath,
        sitepath,
        request.prePathURL(),
        request.childLink("x"),
        request.args,
      ]);
    }
  }

  test("is the same, in both kinds of tree", async () => {
    const request = { target: "/a/b%2Fc/d?e=f" };
    const { answer, report } = await observe(new Where(), new Where(), {}, request);
    expect(answer.body.toString()).toBe('[["a"],["b/c","d"],[],"http://localhost:0/a","../x",{"e":["f"]}]');
    expect(counts(report)).toEqual(SAME);
    expect(counts((await observeInCore(new Where(), new Where(), {}, request)).report)).toEqual(SAME);
  });

  test("each has a legacy Request; the access log has one line, the session and the site are shared", async () => {
    const requests: object[] = [];
    const counting = (name: string): AnyResource =>
      leaf((request) => {
        const legacy = legacyRequest(request);
        requests.push(legacy);
        return respond(
          200,
          PLAIN,
          `${legacy.getSession().uid} ${String(legacy.site === site)} ${name.length}`,
        );
      });
    const shadowed = shadow(counting("old"), counting("new"));
    const lines: string[] = [];
    class LoggingSite extends Site {
      override log(request: Request): void {
        lines.push(request.uri);
      }
    }
    const site = new LoggingSite(branch({ a: shadowed }), { log: new Journal() });
    const { uid } = site.makeSession();
    const connection = new Connection(site).send("GET /a", { Cookie: `TWISTED_SESSION=${uid}` });
    await connection.answered();
    await until(() => shadowed.report().active === 0);
    expect(connection.body).toBe(`${uid} true 3`);
    expect(counts(shadowed.report())).toEqual(SAME);
    expect(new Set(requests).size).toBe(2);
    expect(lines).toEqual(["/a"]);
  });

  test("a session that each has to make is no difference, and the client gets the cookie of the old one", async () => {
    const made = new Leaf((request) => {
      request.getSession();
      return "welcome";
    });
    const { answer, report } = await observe(made, made);
    expect(answer.headers.getAll("set-cookie")).toHaveLength(1);
    expect(counts(report)).toEqual(SAME);
  });
});
