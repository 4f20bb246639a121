/** The guard of a tree: who comes in, and what he finds there. */
import { respond, type IRequest, type IResponse, type PathCursor } from "@headgate/core";
import {
  AllowAnonymousAccess,
  ANONYMOUS,
  fail,
  IResource,
  LoginDenied,
  Resource,
  STREAMING,
  Unauthorized,
  UnauthorizedLogin,
  type AnyResource,
  type Avatar,
  type IRealm,
} from "../../src/index";
import { ask, Connection } from "../support/connection";
import { ALICE, basic, guardOf, Home, Realm, users, where } from "../support/guarded";
import { branch, Leaf } from "../support/resources";

const EXPECTS = { Expect: "100-continue", "Content-Length": "5" };

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
