/** Digest authentication: challenges and answers in each algorithm, side by side with others. */
import { createHash } from "node:crypto";
import { ManualClock } from "@headgate/core/testing";
import {
  BasicCredentialFactory,
  DigestCredentialFactory,
  LoginFailed,
  type ICredentialFactory,
  type Request,
} from "../../src/index";
import { DigestChallenger } from "../../src/guard/digest-challenger";
import { ask, Connection } from "../support/connection";
import { answerTo, challengeIn } from "../support/digest-client";
import { ALICE, guardOf, Realm, users } from "../support/guarded";
import { Leaf } from "../support/resources";

const home = new Leaf(() => "in");
const guardedBy = (...factories: ICredentialFactory[]): ReturnType<typeof guardOf> =>
  guardOf(new Realm(home), factories);

test("a challenge has twisted.web's parameters, in its order", async () => {
  const { headers } = await ask(guardedBy(new DigestCredentialFactory("MD5", "the realm")), "GET /");
  expect(headers.getAll("www-authenticate")).toEqual([
    expect.stringMatching(
      /^digest nonce="[0-9a-f]{32}", opaque="[0-9a-f]{64}-[A-Za-z0-9+/=]+", qop="auth", algorithm="md5", realm="the realm"$/,
    ),
  ]);
});

describe.each(["md5", "sha", "sha-256"])("with %s", (algorithm) => {
  const guard = guardedBy(new DigestCredentialFactory(algorithm, "realm"));

  test("the right password comes in, as often as it counts", async () => {
    const challenge = challengeIn(await ask(guard, "GET /a"));
    for (const nc of [1, 2, 3, 10, 0xffffffff]) {
      const { code } = await ask(guard, "GET /a", answerTo(challenge, { uri: "/a", nc }));
      expect([nc, code]).toEqual([nc, 200]);
    }
  });

  test.each([
    ["a wrong password", { password: "no" }],
    ["an unknown user", { username: "mallory" }],
    ["another method", { method: "POST" }],
    ["no user", { fields: { username: "" } }],
    ["no opaque", { fields: { opaque: undefined } }],
    ["no nonce", { fields: { nonce: undefined } }],
    ["no response", { fields: { response: undefined } }],
    ["another qop", { fields: { qop: "auth-int" } }],
    ["another realm's digest", { fields: { response: "0".repeat(32) } }],
  ])("%s does not", async (_what, answer) => {
    const challenge = challengeIn(await ask(guard, "GET /"));
    const { code, headers } = await ask(guard, "GET /", answerTo(challenge, answer));
    expect([code, headers.getAll("www-authenticate").join().includes("stale")]).toEqual([401, false]);
  });

  test("the method is that of the request, and names may be in capitals", async () => {
    const challenge = challengeIn(await ask(guard, "GET /"));
    const { Authorization } = answerTo(challenge, { method: "POST", fields: { algorithm: undefined } });
    const shouted = Authorization.replaceAll(/(\w+)=(?=")/g, (name) => name.toUpperCase());
    expect((await ask(guard, "POST /", { Authorization: shouted }, "x")).code).toBe(200);
  });
});

describe("several ways to ask", () => {
  test("Digest and Basic", async () => {
    const guard = guardedBy(new DigestCredentialFactory("md5", "r"), new BasicCredentialFactory("r"));
    const refused = await ask(guard, "GET /");
    expect(refused.headers.getAll("www-authenticate").map((one) => one.split(" ")[0])).toEqual([
      "digest",
      "basic",
    ]);
    expect((await ask(guard, "GET /", ALICE)).code).toBe(200);
    expect((await ask(guard, "GET /", answerTo(challengeIn(refused)))).code).toBe(200);
  });

  test("SHA-256 and MD5: each is answered to whoever asked", async () => {
    const guard = guardedBy(
      new DigestCredentialFactory("sha-256", "r"),
      new DigestCredentialFactory("md5", "r"),
    );
    const refused = await ask(guard, "GET /");
    for (const at of [0, 1]) {
      const challenge = challengeIn(refused, at);
      expect([challenge["algorithm"], (await ask(guard, "GET /", answerTo(challenge))).code]).toEqual([
        ["sha-256", "md5"][at],
        200,
      ]);
    }
  });
});

test("a query is part of the uri, and so it may be of an absolute target", () => {
  const options = { checksUri: true };
  const guard = guardedBy(new DigestCredentialFactory("md5", "r", options));
  const challenge = challengeIn(Connection.to(guard).send("GET /").response);
  const send = (target: string, uri: string, nc: number): number =>
    Connection.to(guard).send(`GET ${target}`, answerTo(challenge, { uri, nc })).response.code;
  expect(send("/a?b=c", "/a?b=c", 1)).toBe(200);
  expect(send("http://localhost/a?b=c", "/a?b=c", 2)).toBe(200);
  expect(send("/a", "http://localhost/a", 3)).toBe(200);
});

test("a client that can't count is let in: without qop, as RFC 2069 had it", async () => {
  const guard = guardedBy(new DigestCredentialFactory("md5", "r"));
  const challenge = challengeIn(await ask(guard, "GET /"));
  const hash = (text: string): string => createHash("md5").update(text).digest("hex");
  const secret = hash(`alice:${challenge["realm"]!}:wonder land`);
  const response = hash(`${secret}:${challenge["nonce"]!}:${hash("GET:/")}`);
  const fields = { response, qop: undefined, nc: undefined, cnonce: undefined };
  expect((await ask(guard, "GET /", answerTo(challenge, { fields }))).code).toBe(200);
});

test("the same key makes one guard of two processes", async () => {
  const [one, other] = [new DigestCredentialFactory("md5", "r"), new DigestCredentialFactory("md5", "r")];
  const challenge = challengeIn(await ask(guardedBy(one), "GET /"));
  expect((await ask(guardedBy(other), "GET /", answerTo(challenge))).code).toBe(401);
  other.digest.privateKey = one.digest.privateKey;
  expect((await ask(guardedBy(other), "GET /", answerTo(challenge))).code).toBe(200);
});

test.each([["md5-sess"], ["crc32"], ["constructor"], [""]])("%j is no algorithm", (algorithm) => {
  expect(() => new DigestCredentialFactory(algorithm, "r")).toThrow(RangeError);
});

test("users whose names are not ASCII, or have quotes in them", async () => {
  const checker = users();
  checker.addUser('zo"ë\\', "päss");
  const guard = guardOf(new Realm(home), [new DigestCredentialFactory("md5", 'r"ë')], checker);
  const refused = Connection.to(guard).send("GET /");
  const raw = refused.transport.written.toString("utf8");
  expect(raw).toContain('realm="r\\"ë"');
  const challenge = { ...challengeIn(refused.response), realm: 'r"ë' };
  const { Authorization } = answerTo(challenge, {
    username: 'zo"ë\\',
    password: "päss",
    fields: { username: 'zo\\"ë\\\\', realm: 'r\\"ë' },
  });
  const connection = Connection.to(guard);
  connection.transport.feed(
    Buffer.from(`GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${Authorization}\r\n\r\n`),
  );
  expect(connection.transport.written.toString()).toMatch(/^HTTP\/1.1 200 /);
});

test("a guard that stands by itself has the clock of nobody", () => {
  const factory = new DigestCredentialFactory("md5", "r");
  const request = {
    site: null,
    method: "GET",
    uri: "/",
    getClientAddress: () => ({ host: "h" }),
  } as unknown as Request;
  const challenge = factory.getChallenge(request);
  const response = answerTo({ ...challenge }).Authorization.replace("Digest ", "");
  expect(factory.decode(response, request).checkPassword("wonder land")).toBe(true);
  expect(() => factory.decode("nonsense", request)).toThrow(LoginFailed);
  expect(DigestChallenger.CHALLENGE_LIFETIME_SECS).toBe(900);
});

test("the clock is that of the site", () => {
  const clock = new ManualClock();
  const guard = guardedBy(new DigestCredentialFactory("md5", "r"));
  const challenge = challengeIn(Connection.to(guard, { clock }).send("GET /").response);
  clock.advance(900_000);
  expect(Connection.to(guard, { clock }).send("GET /", answerTo(challenge)).response.code).toBe(200);
  clock.advance(2_000);
  const late = Connection.to(guard, { clock }).send("GET /", answerTo(challenge, { nc: 2 })).response;
  expect([late.code, challengeIn(late)["stale"]]).toEqual([401, "true"]);
});
