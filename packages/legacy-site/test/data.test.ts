import { Data } from "../src/index";
import { ask, Connection } from "./support/connection";
import { branch } from "./support/resources";

const nested = new Data("parent", "text/plain");
nested.putChild("kid", new Data("child", "text/plain"));
const root = branch({
  text: new Data("grüße\n", "text/plain; charset=utf-8"),
  empty: new Data(Buffer.alloc(0), "text/plain"),
  bin: new Data(
    Uint8Array.from({ length: 256 }, (_, octet) => octet),
    "application/octet-stream",
  ),
  nested,
});

test("is sent with its type and its length", async () => {
  const { code, headers, body } = await ask(root, "GET /text");
  expect([code, body.toString()]).toEqual([200, "grüße\n"]);
  expect([headers.get("content-type"), headers.get("content-length")]).toEqual([
    "text/plain; charset=utf-8",
    "8",
  ]);
  expect((await ask(root, "GET /bin")).body).toEqual(Buffer.from([...Array(256).keys()]));
});

test("an empty one has its type too", async () => {
  const { headers, body } = await ask(root, "GET /empty");
  expect([headers.get("content-type"), headers.get("content-length"), body.length]).toEqual([
    "text/plain",
    "0",
    0,
  ]);
});

test("to a HEAD the length is told", async () => {
  const { headers, body } = await ask(root, "HEAD /bin");
  expect([headers.get("content-length"), body.length]).toEqual(["256", 0]);
});

test("children are those that it was given", async () => {
  expect((await ask(root, "GET /nested/kid")).body.toString()).toBe("child");
  expect((await ask(root, "GET /text/x")).code).toBe(404);
});

test("a POST is refused before its body is invited", () => {
  const connection = Connection.to(root).send("POST /text", {
    Expect: "100-continue",
    "Content-Length": "5",
  });
  expect(connection.responses.map(({ code }) => code)).toEqual([405]);
  expect(connection.response.headers.get("allow")).toBe("HEAD, GET");
});

test("what is changed is sent as it is then", async () => {
  const data = new Data("old", "text/plain");
  Object.assign(data, { data: "new", type: "text/html" });
  const { headers, body } = await ask(branch({ "": data }), "GET /");
  expect([headers.get("content-type"), body.toString()]).toEqual(["text/html", "new"]);
});

test("nosniff, on a hardened site", async () => {
  expect((await ask(root, "GET /text")).headers.has("x-content-type-options")).toBe(false);
  const { headers } = await ask(root, "GET /text", {}, undefined, { hardened: true });
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
