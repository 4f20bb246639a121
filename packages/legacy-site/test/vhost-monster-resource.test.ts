import { Resource, VHostMonsterResource, type Request } from "../src/index";
import { ask } from "./support/connection";
import { branch, Leaf } from "./support/resources";

const dump = new Leaf((request: Request) =>
  JSON.stringify({
    prepath: request.prepath,
    postpath: request.postpath,
    path: request.path,
    uri: request.uri,
    url: request.prePathURL(),
    host: request.getHeader("host"),
    secure: request.isSecure(),
  }),
);

const root = branch({ a: dump, vh: new VHostMonsterResource() });
root.putChild("deep", branch({ vh: new VHostMonsterResource() }));

async function asked(target: string): Promise<Record<string, unknown>> {
  return JSON.parse((await ask(root, `GET ${target}`)).body.toString()) as Record<string, unknown>;
}

describe("VHostMonsterResource (V2)", () => {
  test.each([
    ["/vh/http/h.example/a/b?q=1", { host: "h.example", url: "http://h.example/a", secure: false }],
    ["/vh/http/h.example:81/a/b?q=1", { host: "h.example:81", url: "http://h.example:81/a", secure: false }],
    ["/vh/https/h.example:443/a/b?q=1", { host: "h.example", url: "https://h.example/a", secure: true }],
    ["/vh/https/h.example/a/b?q=1", { host: "h.example", url: "https://h.example/a", secure: true }],
    ["/deep/vh/http/h.example/a/b?q=1", { host: "h.example", url: "http://h.example/a", secure: false }],
  ])("%s", async (target, expected) => {
    const seen = await asked(target);
    expect(seen).toEqual({ prepath: ["a"], postpath: ["b"], path: "/a/b", uri: "/a/b?q=1", ...expected });
  });

  test("the path stays as it was sent", async () => {
    expect(await asked("/vh/http/h%2Eexample/a/%2F")).toMatchObject({
      host: "h.example",
      path: "/a/%2F",
      postpath: ["/"],
    });
  });

  test.each([
    ["/vh/ftp/h.example/a", "another scheme"],
    ["/vh/http/h.example:x/a", "a port that is none"],
    ["/vh/http/h.example:65536/a", "a port too far"],
    ["/vh/http/h%0d%0aX-Evil:1/a", "a line break in the host"],
    ["/vh/http/h%22%3E%3Cscript%3E/a", "markup in the host"],
    ["/vh/http/user@h/a", "a user"],
    ["/vh/http//a", "no host"],
  ])("%s: %s", async (target) => {
    const { code, body } = await ask(root, `GET ${target}`);
    expect(code).toBe(404);
    expect(body.toString()).not.toContain("script");
  });
});

test("its host is not for a child of another kind", () => {
  expect(new VHostMonsterResource().getChild("gopher", {} as never)).toBeInstanceOf(Resource);
});
