import { RewriterResource, Site, VHostMonsterResource, type Request } from "../src/index";
import { ask, Connection, Journal } from "./support/connection";
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

  test("the target stays as it was sent; the path is of decoded segments, as twisted.web has it", async () => {
    expect(await asked("/vh/http/h%2Eexample/a/%20?%20")).toMatchObject({
      host: "h.example",
      uri: "/a/%20?%20",
      path: "/a/ ",
      postpath: [" "],
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

test("below a path that was rewritten, the target is made of what is ahead", () => {
  const rewritten = new RewriterResource(
    root,
    (request) => void request.postpath.splice(0, 1, "vh", "http", "h"),
  );
  const site = new Site(branch({ a: dump, in: rewritten }), { log: new Journal() });
  const connection = new Connection(site).send("GET /in/x/a/%2F?q");
  expect(JSON.parse(connection.body)).toMatchObject({ uri: "/a/%2F?q", prepath: ["a"], postpath: ["/"] });
});

test("at its own place, and at that of a scheme, there is nothing to GET", async () => {
  for (const target of ["/vh", "/vh/", "/vh/http"]) expect((await ask(root, `GET ${target}`)).code).toBe(405);
});
