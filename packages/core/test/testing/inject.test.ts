import { respond } from "../../src/message/response";
import { Site } from "../../src/server/site";
import { inject } from "../../src/testing/inject";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { leaf } from "../../src/traversal/leaf";

const tunnel = { method: "CONNECT", target: "a.test:80", headers: { Host: "a.test:80" } };

test.each([
  ["works", () => respond(200), 200],
  ["is refused", () => respond(403, {}, "no tunnels"), 403],
])("a CONNECT that %s is answered", async (_name, answer, code) => {
  const root = { acceptsUnrouted: true, responseForRequest: answer };
  expect((await inject(new Site(root), tunnel)).code).toBe(code);
});

test("a connection that is taken over is answered by its head", async () => {
  const root = {
    ...leaf((request) => request.channel.takeOver(new RecordingProtocol())),
    acceptsUnrouted: true,
  };
  const headers = { Connection: "upgrade", Upgrade: "echo" };
  expect((await inject(new Site(root), tunnel)).code).toBe(200);
  expect((await inject(new Site(root), { headers })).code).toBe(101);
});
