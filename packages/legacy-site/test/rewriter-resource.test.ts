import { respond } from "@headgate/core";
import type { Resource } from "../src/index";
import { alias, RewriterResource, tildeToUsers, type Request } from "../src/index";
import { ask } from "./support/connection";
import { branch, Leaf, Page } from "./support/resources";

const where = new Leaf(
  (request) => `${request.prepath.join(",")}|${request.postpath.join(",")}|${request.path}`,
);
const site = branch({ "": new Page(() => "index"), users: where, target: where });

const asked = async (root: Resource, target: string): Promise<string> =>
  (await ask(root, `GET ${target}`)).body.toString();

describe("RewriterResource (V3, V4)", () => {
  const root = new RewriterResource(site, tildeToUsers, alias("nick/name", "target/x"));

  test.each([
    ["/", "index"],
    ["/users/a", "users|a|/users/a"],
    ["/~me/a", "users|me,a|/users/me/a"],
    ["/nick/name/a", "target|x,a|/target/x/a"],
  ])("%s", async (target, body) => {
    expect(await asked(root, target)).toBe(body);
  });

  test("an alias is for whole segments", async () => {
    expect((await ask(root, "GET /nick/names")).code).toBe(404);
    expect((await ask(root, "GET /nick")).code).toBe(404);
  });

  test("rules run in order, also where it renders itself", async () => {
    const mark = (request: Request): void => request.setHeader("x-left", `${request.postpath.length}`);
    const tree = branch({ page: new RewriterResource(new Page(() => "page"), mark) });
    const response = await ask(tree, "GET /page");
    expect([response.body.toString(), response.headers.get("x-left")]).toEqual(["page", "0"]);
  });

  test("rules that leave no path have the original render; a leaf and a core resource get the rest", async () => {
    const clear = (request: Request): void => void request.postpath.splice(0);
    expect(await asked(new RewriterResource(new Page(() => "itself"), clear), "/a/b")).toBe("itself");
    expect(await asked(new RewriterResource(where), "/a/b")).toBe("|a,b|/a/b");
    const core = { responseForRequest: (_r: unknown, path: { rest: string }) => respond(200, {}, path.rest) };
    expect(await asked(new RewriterResource(core), "/a/b")).toBe("a/b");
  });

  test("a rule may look at the body", async () => {
    const byBody = (request: Request): void => void (request.postpath[0] = request.content.read().toString());
    expect((await ask(new RewriterResource(site, byBody), "POST /x", {}, "users")).body.toString()).toBe(
      "users||/x",
    );
  });
});
