/** [BODY_LIMITS] in mixed trees: the nearest holds in every nesting, for live bodies, collected ones and replays. */
import { BODY_LIMITS, Site as CoreSite, type BodyLimits, type IServer } from "@headgate/core";
import { readResponses, StringTransport } from "@headgate/core/testing";
import { Site, type AnyResource } from "@headgate/legacy-site";
import { CHILDREN } from "../src/matrix/children";
import { Witness, type ChildKind, type ParentKind } from "../src/matrix/kinds";
import { ALL_PARENTS, AUTHORIZATION, isCore } from "../src/matrix/parents";
import { RecordingLog } from "./support/servers";
import { until } from "./support/until";

const LIMIT = 1_000;
const BODY = "x".repeat(LIMIT + 1);
const READERS = CHILDREN.filter(({ way }) => way !== "renders blind");

function limited<R extends object>(resource: R, limits: BodyLimits): R {
  return Object.defineProperty(resource, BODY_LIMITS, { value: limits });
}

class Client {
  readonly #transport = new StringTransport();
  readonly #method: string;

  constructor(root: AnyResource, { segments }: ParentKind, { method }: ChildKind, framing: string) {
    const log = new RecordingLog();
    const site: IServer = isCore(root) ? new CoreSite(root, { log }) : new Site(root, { log });
    this.#transport.connect(site.buildProtocol());
    this.#method = method;
    const fields = `Host: 127.0.0.1\r\nAuthorization: ${AUTHORIZATION}\r\n${framing}`;
    this.#transport.feed(`${method} /${segments.join("/")} HTTP/1.1\r\n${fields}\r\n\r\n`);
  }

  /** Waits for the next code that is not among those seen. */
  async codes(count: number): Promise<number[]> {
    await until(() => this.#codes.length >= count);
    return this.#codes;
  }

  send(octets: string): this {
    this.#transport.feed(octets);
    return this;
  }

  get #codes(): number[] {
    const { written, isDisconnecting } = this.#transport;
    return readResponses(written, [this.#method], isDisconnecting).map(({ code }) => code);
  }
}

const DECLARED = `Content-Length: ${BODY.length}\r\nExpect: 100-continue`;
const CHUNKED = "Transfer-Encoding: chunked";
const CHUNKS = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;

describe.each(ALL_PARENTS)("below $name, a limit on the leaf", (parent) => {
  const rooted = (child: ChildKind): AnyResource =>
    parent.above(limited(child.make(new Witness()), { maxBodyOctets: LIMIT }));

  test.each(READERS)(
    "$name: a length that is too long is a 413, unasked where nobody above looks",
    async (child) => {
      const client = new Client(rooted(child), parent, child, DECLARED);
      if (!parent.looks) expect(await client.codes(1)).toEqual([413]);
      else {
        expect(await client.codes(1)).toEqual([100]);
        expect(await client.send(BODY).codes(2)).toEqual([100, 413]);
      }
    },
  );

  // The answer of who streams live has begun by then, and is cut.
  const late = READERS.filter(({ way }) => parent.looks || way === "renders");
  test.each(late)("$name: so is a body that shows its length as it comes", async (child) => {
    const client = new Client(rooted(child), parent, child, CHUNKED).send(CHUNKS);
    expect(await client.codes(1)).toEqual([413]);
  });

  test.each(READERS)("$name: one that is not too long is taken", async (child) => {
    const content = "y".repeat(LIMIT);
    const client = new Client(rooted(child), parent, child, `Content-Length: ${LIMIT}`).send(content);
    expect(await client.codes(1)).toEqual([200]);
  });
});

describe.each(ALL_PARENTS)("$name with a limit", (parent) => {
  test.each(READERS)("over $name: a 413 before the body", async (child) => {
    const root = limited(parent.above(child.make(new Witness())), { maxBodyOctets: LIMIT });
    expect(await new Client(root, parent, child, DECLARED).codes(1)).toEqual([413]);
  });

  test.each(READERS)("over $name, which allows more: what looks first decides", async (child) => {
    const leaf = limited(child.make(new Witness()), { maxBodyOctets: 2 * LIMIT });
    const root = limited(parent.above(leaf), { maxBodyOctets: LIMIT });
    const client = new Client(root, parent, child, CHUNKED).send(CHUNKS);
    expect(await client.codes(1)).toEqual([parent.looks ? 413 : 200]);
  });
});
