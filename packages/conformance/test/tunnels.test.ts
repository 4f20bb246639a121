/** Connections that stop being HTTP: Upgrade and CONNECT, with octets that came too early. */
import { leaf, type IResource } from "@headgate/core";
import "./support/close-all";
import { PAGES, tunnel } from "./support/pages";
import { RawClient } from "./support/raw-client";
import { serve } from "./support/servers";

const UPGRADE = "GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
const MEBIOCTET = Buffer.alloc(1024 * 1024, "0123456789abcdef");

const PROXY: IResource = { ...leaf(tunnel), acceptsUnrouted: true };

test("Upgrade: 101, then octets both ways, the early ones first", async () => {
  const { port } = await serve(PAGES);
  const client = await RawClient.connect(port);
  await client.send(`${UPGRADE}early `);
  const answer = await client.answer();
  expect([answer.code, answer.fields.get("connection"), answer.fields.get("upgrade")]).toEqual([
    101,
    "Upgrade",
    "echo",
  ]);
  await client.send("late");
  await client.hear("early late");
  client.finish();
  expect(await client.end()).toBe("early late");
});

test("CONNECT: 200 without framing, and a MiB through the tunnel", async () => {
  const { port } = await serve(PROXY);
  const client = await RawClient.connect(port);
  await client.send("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n");
  await client.hear("\r\n\r\n");
  expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
  expect(client.received).not.toMatch(/content-length|transfer-encoding/i);
  const headOctets = client.octets;
  await client.send(MEBIOCTET);
  client.finish();
  expect((await client.end()).slice(headOctets)).toBe(MEBIOCTET.toString("latin1"));
});

test("what can't be switched is refused, and the connection is HTTP as before", async () => {
  const { port } = await serve(PAGES);
  const client = await RawClient.connect(port);
  await client.send("GET /tunnel HTTP/1.1\r\nHost: a\r\n\r\n");
  expect(await client.answer()).toMatchObject({ code: 400, body: "the client offers no other protocol\n" });
  await client.send(UPGRADE.replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\nhi"));
  expect((await client.answer()).code).toBe(400);
  await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  expect((await client.answer()).body).toBe("hello\n");
});
