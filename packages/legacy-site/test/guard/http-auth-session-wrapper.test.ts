/** The guard of a tree: who comes in, what he finds there, and that it is gone when he leaves. */
import { HttpError, respond, type IRequest, type IResponse, type PathCursor } from "@headgate/core";
import {
  AllowAnonymousAccess,
  ANONYMOUS,
  Deferred,
  fail,
  IResource,
  LoginDenied,
  NOT_DONE_YET,
  Resource,
  STREAMING,
  succeed,
  Unauthorized,
  UnauthorizedLogin,
  type AnyResource,
  type Avatar,
  type ICredentialFactory,
  type ICredentialsChecker,
  type IRealm,
  type Request,
} from "../../src/index";
import { ask, Connection, Journal, turn } from "../support/connection";
import { ALICE, basic, guardOf, Realm, users } from "../support/guarded";
import { branch, Leaf, Page } from "../support/resources";

const EXPECTS = { Expect: "100-continue", "Content-Length": "5" };

function where(request: Request): string {
  return JSON.stringify([request.prepath, request.postpath]);
}

/** Answers at every depth. */
class Home extends Page {
  constructor() {
    super(where);
  }

  override getChild(): AnyResource {
    return new Home();
  }
}

describe("who is not let in", () => {
  test.each([
    ["nobody", {}],
    ["an empty field", { Authorization: "" }],
    ["a wrong password", basic("alice:no")],
    ["an unknown user", basic("mallory:wonder land")],
    ["another scheme", { Authorization: "Bearer x" }],
  ])("%s: 401 and a challenge", async (_who, fields) => {
    const realm = new Realm(new Home());
    const { code, headers, body } = await ask(branch({ in: guardOf(realm) }), "GET /in/x", fields);
    expect([code, body.toString(), realm.logins]).toEqual([401, "Unauthorized", []]);
    expect(headers.getAll("www-authenticate")).toEqual(['basic realm="realm"']);
    expect(headers.get("content-type")).toBe("text/html");
  });

  test("a HEAD is answered without length", async () => {
    const { code, headers } = await ask(guardOf(new Realm(new Home())), "HEAD /");
    expect([code, headers.has("content-length"), headers.has("www-authenticate")]).toEqual([
      401,
      false,
      true,
    ]);
  });

  test.each([["/in/x"], ["/in"]])("nobody's body is invited at %s", (target) => {
    const connection = Connection.to(branch({ in: guardOf(new Realm(new Home())) })).send(
      `POST ${target}`,
      EXPECTS,
    );
    expect(connection.responses.map(({ code }) => code)).toEqual([401]);
  });

  test.each([
    ["UnauthorizedLogin", new UnauthorizedLogin()],
    ["LoginDenied", new LoginDenied()],
    ["Unauthorized", new Unauthorized()],
  ])("a realm may refuse by %s", async (_name, error) => {
    const realm: IRealm = { requestAvatar: () => fail(error) };
    expect((await ask(guardOf(realm), "GET /", ALICE)).code).toBe(401);
  });
});

describe("who is let in", () => {
  test.each([
    ["/in", [["in"], []]],
    ["/in/", [["in", ""], []]],
    ["/in/a/b?c", [["in", "a", "b"], []]],
    ["/in/a%2Fb/", [["in", "a/b", ""], []]],
  ])("at %s finds the path as if there were no guard", async (target, expected) => {
    for (const root of [branch({ in: guardOf(new Realm(new Home())) }), branch({ in: new Home() })]) {
      expect(JSON.parse((await ask(root, `GET ${target}`, ALICE)).body.toString())).toEqual(expected);
    }
  });

  test.each(["/in", "/in/a/b"])("a leaf has the rest of %s", async (target) => {
    const read = async (resource: AnyResource): Promise<string> =>
      (await ask(branch({ in: resource }), `GET ${target}`, ALICE)).body.toString();
    expect(await read(guardOf(new Realm(new Leaf(where))))).toBe(await read(new Leaf(where)));
  });

  test("a guard behind a guard, and one at the root", async () => {
    const inner = guardOf(new Realm(new Home()));
    expect((await ask(guardOf(new Realm(branch({ a: inner }))), "GET /a/b", ALICE)).body.toString()).toBe(
      '[["a","b"],[]]',
    );
  });

  test("a leaf that renders the guard leaves it the rest of the path", async () => {
    const guard = guardOf(new Realm(new Home()));
    const door = new Leaf((request) => guard.render(request));
    const { body } = await ask(branch({ door }), "GET /door/a/b", ALICE);
    expect(body.toString()).toBe('[["door","a","b"],[]]');
  });

  test("a body is collected for who looks at it", async () => {
    const echo = new Leaf((request) => request.content.read());
    for (const target of ["/in", "/in/x"]) {
      const root = branch({ in: guardOf(new Realm(echo)) });
      expect((await ask(root, `POST ${target}`, ALICE, "hello")).body.toString()).toBe("hello");
    }
  });

  test.each(["/in", "/in/x"])("a resource that streams is given the live request at %s", (target) => {
    class Streaming extends Leaf {
      static readonly [STREAMING] = true;
      override responseForRequest(request: IRequest, path: PathCursor): IResponse {
        return respond(200, { "X-Rest": path.remaining.join() }, request);
      }
    }
    const realm = new Realm(new Streaming(() => "rendered"));
    const connection = Connection.to(branch({ in: guardOf(realm) })).send(`POST ${target}`, {
      ...ALICE,
      "Content-Length": "10",
    });
    connection.transport.feed("first");
    expect(connection.transport.written.toString()).toContain("first");
    expect(realm.logouts).toEqual([]);
    connection.transport.feed("last.");
    expect([connection.body, realm.logouts]).toEqual(["firstlast.", ["alice"]]);
  });

  test("a resource of core does the rest of the walk itself", async () => {
    const core = {
      locateChild: (_request: IRequest, path: PathCursor) => [core, path.consumeAll()[1]] as const,
      responseForRequest: (_request: IRequest, path: PathCursor) => respond(200, {}, path.consumed.join("/")),
    };
    const realm = new Realm(core);
    expect((await ask(branch({ in: guardOf(realm) }), "GET /in/a/b", ALICE)).body.toString()).toBe("in/a/b");
    expect(realm.logouts).toEqual(["alice"]);
  });

  test("a method that the avatar lacks is refused by it", async () => {
    class Get extends Resource {
      render_GET(): string {
        return "got";
      }
    }
    const guard = branch({ in: guardOf(new Realm(new Get())) });
    const codes = await Promise.all(
      ["GET", "HEAD", "POST", "PUT"].map(async (method) => (await ask(guard, `${method} /in`, ALICE)).code),
    );
    expect(codes).toEqual([200, 200, 405, 501]);
  });

  test("nobody in particular, where that is allowed", async () => {
    const realm = new Realm(new Home());
    const guard = guardOf(realm, [], users(), new AllowAnonymousAccess());
    expect((await ask(guard, "GET /")).code).toBe(200);
    expect(realm.logins[0]).toBe(ANONYMOUS);
    expect((await ask(guard, "GET /", { Authorization: "Basic x" })).code).toBe(401);
  });

  test("the realm is asked for a resource, and has no mind", async () => {
    const asked: unknown[] = [];
    const realm: IRealm = {
      requestAvatar(...args: unknown[]): Avatar {
        asked.push(...args);
        return [IResource, new Home(), null];
      },
    };
    expect((await ask(guardOf(realm), "GET /", ALICE)).code).toBe(200);
    expect(asked).toEqual(["alice", null, IResource]);
  });
});

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

describe("logout", () => {
  async function logoutsAfter(
    avatar: AnyResource,
    line: string,
    end?: (connection: Connection) => void,
  ): Promise<unknown[]> {
    const realm = new Realm(avatar);
    const connection = Connection.to(branch({ in: guardOf(realm) })).send(line, ALICE);
    end?.(connection);
    await turn();
    await turn();
    return realm.logouts;
  }

  const throwing = (error: unknown): (() => never) => {
    return () => {
      throw error;
    };
  };

  test.each<[string, AnyResource, string]>([
    ["a page", new Home(), "GET /in"],
    ["a page below", new Home(), "GET /in/a/b"],
    ["a 404", new Resource(), "GET /in/a/b"],
    ["a 501", new Resource(), "PUT /in"],
    ["a render that fails", new Leaf(throwing(new Error("x"))), "GET /in"],
    ["a render with an HttpError", new Leaf(throwing(new HttpError(402, "pay"))), "GET /in"],
    [
      "a getChild that fails",
      Object.assign(new Resource(), { getChild: throwing(new Error("x")) }),
      "GET /in/a",
    ],
    ["a core resource that fails", { responseForRequest: throwing(new Error("x")) }, "GET /in"],
  ])("comes once after %s", async (_what, avatar, line) => {
    expect(await logoutsAfter(avatar, line)).toEqual(["alice"]);
  });

  test("waits for who answers later", async () => {
    const pending: Request[] = [];
    const leaf = new Leaf((request) => (pending.push(request), NOT_DONE_YET));
    expect(await logoutsAfter(leaf, "GET /in")).toEqual([]);
    expect(await logoutsAfter(leaf, "GET /in", () => pending.at(-1)?.finish())).toEqual(["alice"]);
    expect(await logoutsAfter(leaf, "GET /in", ({ transport }) => transport.lose())).toEqual(["alice"]);
  });

  test("that fails is logged, and the answer stands", async () => {
    const realm: IRealm = { requestAvatar: () => [IResource, new Home(), throwing(new Error("logout"))] };
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    expect((await ask(guardOf(realm), "GET /", ALICE)).code).toBe(200);
    await turn();
    expect(stderr.mock.calls.join()).toContain("logout");
    stderr.mockRestore();
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
