/** The JSON API: the same for clients of HTTP/1.1 and of HTTP/2. */
import { inject } from "@headgate/core/testing";
import { VERSIONS, withClient, type Answer, type Client } from "../support/clients";
import { makeApi } from "./api";

const makeSite = () => makeApi({ ada: "engine", bob: "key", admin: "loom" });
const basic = (user: string) => `Basic ${Buffer.from(user).toString("base64")}`;

async function login(client: Client, user: string, password: string): Promise<Answer> {
  return client.ask({ method: "POST", path: "/login", body: JSON.stringify({ user, password }) });
}

/** What a browser would send back. */
function cookieOf(answer: Answer): string {
  return answer.headers["set-cookie"]!.at(-1)!.split(";")[0]!;
}

describe.each(VERSIONS)("over HTTP/%s", (version) => {
  test("a session: login, notes, logout", async () => {
    await withClient(makeSite(), version, async (client) => {
      const hello = await login(client, "ada", "engine");
      expect([hello.code, JSON.parse(hello.text)]).toEqual([200, { user: "ada" }]);
      const headers = { cookie: cookieOf(hello) };
      const made = await client.ask({ method: "POST", path: "/notes", headers, body: '{"text":"weave é"}' });
      expect([made.code, JSON.parse(made.text)]).toEqual([201, { number: 1, text: "weave é" }]);
      expect(made.headers.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/notes\/1$/);

      const ask = async (path: string) => JSON.parse((await client.ask({ path, headers })).text) as unknown;
      expect(await ask("/notes?q=weave")).toEqual([{ number: 1, text: "weave é" }]);
      expect(await ask("/notes?q=other")).toEqual([]);
      expect(await ask("/notes/1")).toEqual({ number: 1, text: "weave é" });

      expect((await client.ask({ method: "DELETE", path: "/login", headers })).code).toBe(200);
      expect((await client.ask({ path: "/notes", headers })).code).toBe(401);
    });
  });

  test("users see their own notes only", async () => {
    await withClient(makeSite(), version, async (client) => {
      const ada = { cookie: cookieOf(await login(client, "ada", "engine")) };
      const bob = { cookie: cookieOf(await login(client, "bob", "key")) };
      await client.ask({ method: "POST", path: "/notes", headers: ada, body: '{"text":"mine"}' });
      expect((await client.ask({ path: "/notes/1", headers: bob })).code).toBe(404);
      expect((await client.ask({ method: "DELETE", path: "/notes/1", headers: ada })).code).toBe(200);
    });
  });

  test("session fixation: the id from before the login is worth nothing after it", async () => {
    await withClient(makeSite(), version, async (client) => {
      const stranger = { cookie: cookieOf(await client.ask({ path: "/notes" })) };
      const body = JSON.stringify({ user: "ada", password: "engine" });
      const hello = await client.ask({ method: "POST", path: "/login", headers: stranger, body });
      expect(cookieOf(hello)).not.toBe(stranger.cookie);
      expect((await client.ask({ path: "/login", headers: stranger })).code).toBe(401);
    });
  });

  test("a note is not sent twice", async () => {
    await withClient(makeSite(), version, async (client) => {
      const cookie = cookieOf(await login(client, "ada", "engine"));
      await client.ask({ method: "POST", path: "/notes", headers: { cookie }, body: '{"text":"a"}' });
      const { headers } = await client.ask({ path: "/notes/1", headers: { cookie } });
      const again = { cookie, "if-none-match": headers.etag! };
      expect(await client.ask({ path: "/notes/1", headers: again })).toMatchObject({ code: 304, text: "" });
    });
  });

  test.each([
    ["/admin/users", "admin:loom", 200],
    ["/admin/users", "ada:engine", 403],
    ["/admin/users", "admin:wrong", 401],
    ["/admin/nothing", "admin:loom", 404],
  ])("HTTP authentication: %s for %s is a %i", async (target, user, code) => {
    const headers = { Authorization: basic(user) };
    const answer = await inject(makeSite(), { httpVersion: version, target, headers });
    expect([answer.code, answer.headers.get("www-authenticate")]).toEqual([
      code,
      code === 401 ? 'basic realm="the notes"' : undefined,
    ]);
  });

  test.each([
    ["GET", "/nothing", undefined, 404, "there is no such thing"],
    ["GET", "/notes", undefined, 401, "log in first"],
    ["PUT", "/notes", "{}", 405, "PUT is not for this"],
    ["POST", "/login", "{", 400, "the body is not JSON"],
    ["POST", "/login", "[]", 400, "the body is not an object"],
    ["POST", "/login", '{"user":"ada","password":"x"}', 403, "wrong user or password"],
  ])("errors are JSON: %s %s", async (method, target, body, code, error) => {
    const answer = await inject(makeSite(), {
      httpVersion: version,
      method,
      target,
      ...(body === undefined ? {} : { body }),
    });
    expect([answer.code, answer.headers.get("content-type")]).toEqual([code, "application/json"]);
    expect(JSON.parse(answer.body.toString())).toEqual({ error });
  });
});
