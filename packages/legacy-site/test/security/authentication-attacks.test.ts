/** Attacks on the guard: what is malformed, and what time tells. Digests: digest-attacks.test.ts. */
import crypto from "node:crypto";
import { ManualClock } from "@headgate/core/testing";
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
