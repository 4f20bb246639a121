/** Attacks on digests: what was overheard, and what was forged. */
import { ManualClock, StringTransport } from "@headgate/core/testing";
import { DigestCredentialFactory, Site, type DigestOptions, type SiteOptions } from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { answerTo, challengeIn, type DigestAnswer } from "../support/digest-client";
import { guardOf, Realm } from "../support/guarded";
import { Leaf } from "../support/resources";

/** A site with a guard that asks for digests, and a client that was asked. */
function digestSite(options: SiteOptions = {}, digest: DigestOptions = {}) {
  const guard = guardOf(new Realm(new Leaf(() => "in")), [new DigestCredentialFactory("md5", "r", digest)]);
  const clock = new ManualClock();
  const site = new Site(guard, { clock, log: new Journal(), ...options });
  const send = (line: string, fields: Record<string, string> = {}) =>
    new Connection(site).send(line, fields).response;
  const challenge = challengeIn(send("GET /"));
  const answer = (given: DigestAnswer = {}) => send("GET /", answerTo(challenge, given));
  return { send, challenge, answer, clock, site };
}

/** What refuses a replay: a hardened site, or a factory that is told to. */
const REFUSING: [how: string, () => ReturnType<typeof digestSite>][] = [
  ["in a hardened site", () => digestSite({ hardened: true })],
  ["by refusesReplays", () => digestSite({}, { refusesReplays: true })],
];

describe.each(REFUSING)("digest replay, %s", (_how, refusing) => {
  test("an answer that was overheard is good for nothing, and the client is told why", () => {
    const { answer } = refusing();
    expect(answer().code).toBe(200);
    const again = answer();
    expect([again.code, challengeIn(again)["stale"]]).toEqual([401, "true"]);
  });

  test("the count must grow", () => {
    const { answer } = refusing();
    const codes = [5, 5, 4, 1, 6].map((nc) => answer({ nc }).code);
    expect(codes).toEqual([200, 401, 401, 401, 200]);
  });

  test("a count that was changed does not fit the digest, and uses up nothing", () => {
    const { answer } = refusing();
    expect(answer({ nc: 1, fields: { nc: "ffffffff" } }).code).toBe(401);
    expect(answer({ nc: 1 }).code).toBe(200);
  });

  test.each([
    ["no count", { nc: undefined }],
    ["no cnonce", { cnonce: undefined }],
    ["no qop", { qop: undefined }],
    ["a count that is none", { nc: "1" }],
    ["neither, as RFC 2069 had it", { nc: undefined, cnonce: undefined, qop: undefined }],
  ])("the way round the count is closed: %s", (_what, fields) => {
    expect(refusing().answer({ fields }).code).toBe(401);
  });
});

describe("a digest", () => {
  test("is good again for 15 minutes where nobody asks for more, as twisted.web has it", () => {
    const { answer, clock } = digestSite();
    expect([answer().code, answer().code]).toEqual([200, 200]);
    clock.advance(899_000);
    expect(answer().code).toBe(200);
    clock.advance(2_000);
    expect(answer().code).toBe(401);
  });

  test("is good again in a hardened site that takes that back", () => {
    const { answer } = digestSite({ hardened: true }, { refusesReplays: false });
    expect([answer().code, answer().code]).toEqual([200, 200]);
  });

  test("of an old nonce is refused, however it counts", () => {
    const { answer, clock } = digestSite({ hardened: true });
    clock.advance(899_000);
    expect(answer({ nc: 1 }).code).toBe(200);
    clock.advance(2_000);
    expect(answer({ nc: 2 }).code).toBe(401);
  });

  test("is good for its own uri only, hardened", () => {
    expect(digestSite().answer({ uri: "/other" }).code).toBe(200); // as twisted.web has it
    expect(digestSite({ hardened: true }).answer({ uri: "/other" }).code).toBe(401);
    expect(digestSite({ hardened: true }).answer({ uri: "/" }).code).toBe(200);
    expect(digestSite({}, { checksUri: true }).answer({ uri: "/?x" }).code).toBe(401);
  });
});

describe("forged challenges", () => {
  test("opaque is bound to the client", () => {
    const { site, challenge } = digestSite();
    const codeFor = (host: string): string => {
      const transport = new StringTransport({ peer: { type: "TCP", host, port: 4321 } });
      transport.connect(site.buildProtocol());
      const { Authorization } = answerTo(challenge);
      transport.feed(`GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${Authorization}\r\n\r\n`);
      return transport.written.toString().slice(9, 12);
    };
    expect([codeFor("10.0.0.99"), codeFor("10.0.0.2")]).toEqual(["401", "200"]);
  });

  test.each([
    ["abc-def"],
    ["-"],
    [""],
    ["===="],
    ["a-b-c"],
    [`${"0".repeat(64)}-${Buffer.from("nonce,client,0").toString("base64")}`],
    ["\u00e9-\u00e9"],
  ])("opaque %j: 401, and nothing in the log", (opaque) => {
    const log = new Journal();
    const { answer } = digestSite({ log });
    expect([answer({ fields: { opaque } }).code, log.messages]).toEqual([401, []]);
  });

  test("time and nonce of an opaque can't be changed", () => {
    const { challenge, send } = digestSite();
    const [signature, encoded] = challenge["opaque"]!.split("-") as [string, string];
    const parts = Buffer.from(encoded, "base64").toString().split(",");
    for (const [at, changed] of [
      [0, "f".repeat(32)],
      [1, "elsewhere"],
      [2, "9999999999"],
    ] as const) {
      const forged = Buffer.from(parts.map((part, index) => (index === at ? changed : part)).join(","));
      const opaque = `${signature}-${forged.toString("base64")}`;
      const nonce = at === 0 ? changed : challenge["nonce"]!;
      expect(send("GET /", answerTo({ ...challenge, opaque, nonce })).code).toBe(401);
    }
  });

  test("the client does not choose the algorithm", () => {
    const { challenge, send } = digestSite();
    expect(send("GET /", answerTo({ ...challenge, algorithm: "sha" })).code).toBe(401);
    expect(digestSite().answer({ fields: { algorithm: "constructor" } }).code).toBe(401);
  });

  test("every nonce is another one", () => {
    const { send } = digestSite();
    const nonces = Array.from({ length: 200 }, () => challengeIn(send("GET /"))["nonce"]);
    expect(new Set(nonces).size).toBe(200);
  });
});
