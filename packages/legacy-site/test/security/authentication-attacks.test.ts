/** Attacks on the guard: what was overheard, what was forged, what is malformed, and what time tells. */
import crypto from "node:crypto";
import { ManualClock, StringTransport } from "@headgate/core/testing";
import fc from "fast-check";
import {
  BasicCredentialFactory,
  DigestCredentialFactory,
  FilePasswordDB,
  Site,
  type DigestOptions,
  type SiteOptions,
} from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { answerTo, challengeIn, type DigestAnswer } from "../support/digest-client";
import { ALICE, basic, guardOf, Realm, users } from "../support/guarded";
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

describe("malformed credentials", () => {
  const log = new Journal();
  const site = new Site(
    guardOf(new Realm(new Leaf(() => "in")), [
      new BasicCredentialFactory("r"),
      new DigestCredentialFactory("md5", "r"),
    ]),
    { log },
  );

  test("of any kind are a 401, never a 500", () => {
    const text = fc.string({
      unit: fc.constantFrom(" ", "=", ",", '"', "\\", ":", "a", "Q", "-", "\u00ff", "username"),
    });
    fc.assert(
      fc.property(fc.constantFrom("Basic ", "Digest ", "basic", "DIGEST\t", ""), text, (scheme, rest) => {
        const { code } = new Connection(site).send("GET /", { Authorization: scheme + rest }).response;
        expect([code, log.messages]).toEqual([401, []]);
      }),
    );
  });

  test.each([
    ["no colon", "Basic YWxpY2U="],
    ["no base64", "Basic !!!!"],
    ["nothing", "Basic"],
    ["a long one", `Basic ${"A".repeat(8_000)}`],
    ["a user called __proto__", basic("__proto__:x").Authorization],
    ["a user called constructor", basic("constructor:x").Authorization],
    ["a NUL behind the user", basic("alice\0:wonder land").Authorization],
    ["a NUL behind the password", basic("alice:wonder land\0").Authorization],
    ["a user in capitals", basic("ALICE:wonder land").Authorization],
  ])("%s: 401", (_what, Authorization) => {
    expect(new Connection(site).send("GET /", { Authorization }).response.code).toBe(401);
  });
});

describe("what time tells", () => {
  const compared = (run: () => unknown): number => {
    const spy = jest.spyOn(crypto, "timingSafeEqual");
    try {
      run();
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
    }
  };
  const site = new Site(guardOf(new Realm(new Leaf(() => "in"))), { log: new Journal() });
  const login = (fields: Record<string, string>) => (): unknown =>
    new Connection(site).send("GET /", fields).response;

  test.each([
    ["the right password", ALICE],
    ["a wrong one", basic("alice:no")],
    ["one of another length", basic(`alice:${"x".repeat(1_000)}`)],
    ["an unknown user", basic("mallory:no")],
  ])("%s is compared in constant time", (_what, fields) => {
    expect(compared(login(fields))).toBe(1);
  });

  test("a digest too, of who is known and who is not", () => {
    for (const username of ["alice", "mallory"]) {
      const { answer } = digestSite();
      // The signature of opaque, then the digest.
      expect(compared(() => answer({ username }))).toBe(2);
    }
  });

  test("the empty password, and that of nobody, open nothing", () => {
    const checker = users();
    checker.addUser("carol", "");
    const realm = new Realm(new Leaf(() => "in"));
    const other = new Site(guardOf(realm, undefined, checker), { log: new Journal() });
    for (const pair of ["mallory:", ":", "mallory:undefined", "carol:x"]) {
      expect(new Connection(other).send("GET /", basic(pair)).response.code).toBe(401);
    }
    expect(new Connection(other).send("GET /", basic("carol:")).response.code).toBe(200);
  });
});

describe("realm quoting", () => {
  test.each([
    ['a "b"', 'basic realm="a \\"b\\""'],
    ["a\\", 'basic realm="a\\\\"'],
    ["a\r\nX-Evil: 1", 'basic realm="a X-Evil: 1"'],
    ['", basic realm="b', 'basic realm="\\", basic realm=\\"b"'],
  ])("%j", (realm, field) => {
    const site = new Site(guardOf(new Realm(new Leaf(() => "in")), [new BasicCredentialFactory(realm)]), {
      log: new Journal(),
    });
    const { headers } = new Connection(site).send("GET /").response;
    expect([headers.getAll("www-authenticate"), headers.has("x-evil")]).toEqual([[field], false]);
  });
});

test("a password file that is not there lets nobody in", async () => {
  const site = new Site(
    guardOf(new Realm(new Leaf(() => "in")), undefined, new FilePasswordDB("/nonexistent/passwords")),
    { log: new Journal() },
  );
  const connection = await new Connection(site).send("GET /", ALICE).answered();
  expect(connection.response.code).toBe(500);
});
