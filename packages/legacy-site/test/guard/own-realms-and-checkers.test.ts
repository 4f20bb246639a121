/** A guard of the application's own parts: some take their time, some fail. */
import { HttpError } from "@headgate/core";
import {
  ANONYMOUS,
  Deferred,
  fail,
  IResource,
  succeed,
  UnauthorizedLogin,
  type Avatar,
  type ICredentialFactory,
  type ICredentialsChecker,
  type IRealm,
} from "../../src/index";
import { ask, Connection, Journal, turn } from "../support/connection";
import { ALICE, guardOf, Home, Realm, users } from "../support/guarded";
import { branch, Leaf } from "../support/resources";

describe("checkers and realms take their time", () => {
  test.each([
    ["at once", <T>(value: T): T => value],
    ["as a Deferred", succeed],
    ["as a promise", <T>(value: T) => Promise.resolve(value)],
  ])("%s", async (_how, later) => {
    const checker: ICredentialsChecker = {
      credentialInterfaces: users().credentialInterfaces,
      requestAvatarId: ({ username }: { username: string }) => later(username),
    };
    const realm: IRealm = {
      requestAvatar: (id: string): Avatar | PromiseLike<Avatar> =>
        later<Avatar>([IResource, new Leaf(() => `for ${id}`), null]),
    };
    expect((await ask(guardOf(realm, undefined, checker), "GET /", ALICE)).body.toString()).toBe("for alice");
  });

  test("an answer that is there at once leaves in the turn of the head", () => {
    const connection = Connection.to(guardOf(new Realm(new Home()))).send("GET /", ALICE);
    expect(connection.response.code).toBe(200);
  });

  test("a client that leaves meanwhile is logged out all the same", async () => {
    const avatar = new Deferred<Avatar>();
    const logouts: string[] = [];
    const connection = Connection.to(guardOf({ requestAvatar: () => avatar })).send("GET /", ALICE);
    connection.transport.lose();
    avatar.callback([IResource, new Home(), () => logouts.push("alice")]);
    await turn();
    expect(logouts).toEqual(["alice"]);
  });
});

describe("what goes wrong", () => {
  const broken = (): never => {
    throw new Error("secret detail");
  };

  test.each<[string, IRealm, ICredentialFactory[] | undefined]>([
    ["a realm", { requestAvatar: broken }, undefined],
    ["a realm with nothing", { requestAvatar: () => undefined as never }, undefined],
    ["a factory", new Realm(new Home()), [{ scheme: "basic", getChallenge: () => ({}), decode: broken }]],
  ])("in %s: 500, no detail, a line in the log", async (_where, realm, factories) => {
    const log = new Journal();
    const response = await ask(guardOf(realm, factories), "GET /a", ALICE, undefined, { log });
    expect([response.code, response.headers.get("content-type")]).toEqual([500, "text/html; charset=utf-8"]);
    expect(response.body.toString()).toContain("<title>500 - Internal Error</title>");
    expect(response.body.toString()).not.toContain("secret");
    expect(log.messages).toEqual(["a guard could not log in whoever asked"]);
  });

  test("an HttpError says itself what the client is told", async () => {
    const realm: IRealm = { requestAvatar: () => fail(new HttpError(503, "later", { "Retry-After": "5" })) };
    for (const target of ["/in", "/in/x"]) {
      const { code, headers } = await ask(branch({ in: guardOf(realm) }), `GET ${target}`, ALICE);
      expect([code, headers.get("retry-after")]).toEqual([503, "5"]);
    }
  });

  test("a guard has no children of its own", () => {
    expect(() => guardOf(new Realm(new Home())).putChild()).toThrow("no children");
  });
});

describe("credentials of the application's own", () => {
  const IToken: unique symbol = Symbol("IToken");

  class Token {
    readonly [IToken] = true;
    readonly token: string;
    constructor(token: string) {
      this.token = token;
    }
  }

  class TokenFactory implements ICredentialFactory {
    readonly scheme = "x-token";
    getChallenge(): Record<string, string> {
      return { realm: 'a "b" \\c', charset: "é" };
    }
    decode(response: string): Token {
      return new Token(response);
    }
  }

  const checker: ICredentialsChecker = {
    credentialInterfaces: [IToken],
    requestAvatarId({ token }: Token) {
      if (token === "a b") return ANONYMOUS;
      throw new UnauthorizedLogin();
    },
  };

  test("have a scheme, a factory, a checker", async () => {
    const guard = guardOf(new Realm(new Home()), [new TokenFactory()], checker);
    expect((await ask(guard, "GET /", { Authorization: "X-Token a b" })).code).toBe(200);
    const refused = await ask(guard, "GET /", { Authorization: "X-Token a" });
    // Quotes and backslashes are escaped; what is not ASCII goes as UTF-8.
    expect(refused.headers.getAll("www-authenticate")).toEqual([
      'x-token realm="a \\"b\\" \\\\c", charset="\u00c3\u00a9"',
    ]);
  });

  test("that nobody can check are refused", async () => {
    const guard = guardOf(new Realm(new Home()), [new TokenFactory()]);
    expect((await ask(guard, "GET /", { Authorization: "x-token a b" })).code).toBe(401);
  });
});
