/** What leaves in one write: known content with its head, whatever its size, any number of times. */
import { respond } from "../../src/message/response";
import { get, requestHead, serve } from "../support/serve";

test("one constant response, returned 1,000 times: one write each", () => {
  const constant = respond(200, { "X-Constant": "1" }, "the same for all");
  const client = serve(() => constant).client();
  for (let i = 0; i < 1_000; i++) client.send(get());
  const { writes } = client.transport;
  expect(writes).toHaveLength(1_000);
  expect(writes.every((octets) => octets.toString().endsWith("\r\n\r\nthe same for all"))).toBe(true);
});

test.each([
  ["text", "hello"],
  ["text beyond ASCII", "caf\u00e9 \u{1f600}"],
  ["octets", new Uint8Array([0, 255, 13, 10])],
  ["nothing", undefined],
  ["16 KiB", "x".repeat(16 * 1024)],
])("%s: head and content together", (_name, content) => {
  const client = serve(() => respond(200, {}, content))
    .client()
    .send(get());
  expect(client.transport.writes).toHaveLength(1);
  const [answer] = client.responses();
  expect(answer?.body).toEqual(Buffer.from(content ?? ""));
});

test("a large one is handed over without a copy in between: the head, then the content as it is", () => {
  const content = Buffer.alloc(100_000, "x");
  const client = serve(() => respond(200, {}, content))
    .client()
    .send(get());
  expect(client.transport.writes.map(({ length }) => length).slice(1)).toEqual([100_000]);
});

test("an answer without content is its head", () => {
  const client = serve(() => respond(204))
    .client()
    .send(get(), requestHead("HEAD", "/"));
  expect(client.transport.writes).toHaveLength(2);
});

test("a small chunk leaves with its size line", () => {
  const client = serve(() => respond(200, {}, ["hello", "x".repeat(2_000)]))
    .client()
    .send(get());
  expect(client.transport.writes.map(String)).toEqual(
    expect.arrayContaining(["5\r\nhello\r\n", "7d0\r\n", "x".repeat(2_000), "\r\n", "0\r\n\r\n"]),
  );
});
