/** Attacks that want to hold memory, connections or handlers: what they get, and what they are cut by. */
import { collect } from "../../src/body/collect";
import { readBody } from "../../src/body/read-body";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, chunked, get, requestHead, serve } from "../support/serve";

const READ_AHEAD_OCTETS = 64 * 1024;
const UPLOAD = requestHead("POST", "/", "Transfer-Encoding: chunked");
const never = (): Promise<IResponse> => new Promise(() => undefined);

test("slowloris: 1,000 heads that drip are all cut by the head's clock", () => {
  const { client, clock, site } = serve(never);
  const clients = Array.from({ length: 1_000 }, () => client().send("GET / HTTP/1.1\r\n"));
  for (let second = 0; second < 21; second++) {
    for (const one of clients) one.send("x");
    clock.advance(1_000);
  }
  expect(clients.every(({ codes }) => codes.join() === "408")).toBe(true);
  expect(site.exchanges()).toEqual([]);
});

test("slow post: a body that drips into a collecting handler is cut by its rate", async () => {
  const { client, clock } = serve(async (request) => respond(200, {}, await readBody(request)));
  const one = client().send(UPLOAD);
  for (let second = 0; second < 11; second++) {
    one.send(chunked("x"));
    clock.advance(1_000);
  }
  await atRest();
  expect(one).toMatchObject({ codes: [408], state: "lingering" });
});

test("slow post, announced and never sent: nothing is allocated, and the idle clock cuts it", async () => {
  const { client, clock } = serve(async (request) => respond(200, {}, await readBody(request)));
  const clients = Array.from({ length: 100 }, () =>
    client().send(requestHead("POST", "/", `Content-Length: ${15 * 1024 * 1024}`)),
  );
  clock.advance(61_000);
  await atRest();
  expect(clients.every(({ codes }) => codes.join() === "408")).toBe(true);
});

test("slow read: a client that takes nothing of a large answer is cut, and its producer stopped", () => {
  const producer = new RecordingProducer();
  const { client, clock } = serve(() => respond(200, {}, producer.body));
  const one = client({ capacity: 1_000 }).send(get());
  producer.consumer.write("x".repeat(2_000));
  clock.advance(62_000);
  expect(one.state).toBe("aborted");
  one.transport.lose();
  expect(producer.stops).toBe(1);
});

test("pipelined flood, unread: 50,000 requests make no more answers than the client takes", () => {
  let handled = 0;
  const { client } = serve(() => {
    handled += 1;
    return respond(200, {}, "x".repeat(64 * 1024));
  });
  const one = client({ capacity: 64 * 1024 });
  const requests = get().repeat(500);
  for (let i = 0; i < 100; i++) one.send(requests);
  expect(handled).toBe(1);
  expect(one.transport.isPaused).toBe(true);
  expect(one.transport.unsentOctets).toBeLessThan(70 * 1024);
});

test("pipelined flood behind a slow handler: one exchange at a time, and 64 KiB of the rest", () => {
  let handled = 0;
  const { client, site } = serve(() => {
    handled += 1;
    return never();
  });
  const one = client().send(get());
  let sent = 0;
  while (!one.transport.isPaused) {
    one.send(get());
    sent += get().length;
  }
  expect(handled).toBe(1);
  expect(site.exchanges()).toHaveLength(1);
  expect(sent).toBeLessThanOrEqual(READ_AHEAD_OCTETS + get().length);
});

test("an upload that nobody reads is held to 64 KiB", () => {
  const { client, site } = serve(never);
  const one = client().send(requestHead("POST", "/", "Content-Length: 1000000000"));
  const piece = Buffer.alloc(1_000);
  let sent = 0;
  while (!one.transport.isPaused) {
    one.send(piece);
    sent += piece.length;
  }
  expect(sent).toBeLessThanOrEqual(READ_AHEAD_OCTETS + piece.length);
  expect(site.exchanges()).toMatchObject([{ received: sent, taken: 0 }]);
});

test("10,000 tiny chunks are one stream: every octet, in order, without a call for each", () => {
  const reader = new RecordingProtocol();
  const { client } = serve((request) => {
    request.deliverBody(reader);
    return never();
  });
  const octets = Array.from({ length: 10_000 }, (_, i) => "abcdefghij".charAt(i % 10));
  client().send(UPLOAD + chunked(...octets) + "0\r\n\r\n");
  expect(reader.text).toBe(octets.join(""));
  expect(reader.chunks.length).toBeLessThan(100);
});

test("chunk extensions: 16 KiB of them in all, whatever the number of chunks", async () => {
  const { client } = serve(async (request) => {
    await collect(request, () => undefined);
    return respond(200);
  });
  const one = client().send(UPLOAD);
  for (let i = 0; i < 20; i++) one.send(`1;${"x".repeat(1_000)}\r\na\r\n`);
  await atRest();
  expect(one.codes).toEqual([400]);
});

test("head bombs: a long line, many octets, many fields", () => {
  const { client } = serve(never);
  const bombs: readonly (readonly [string, number])[] = [
    [`GET /${"x".repeat(9_000)}`, 414],
    [`GET / HTTP/1.1\r\nX: ${"x".repeat(17_000)}`, 431],
    [`GET / HTTP/1.1\r\n${"X: y\r\n".repeat(4_000)}`, 431],
    [get("/", ...Array.from({ length: 100 }, () => "X: y")), 431],
  ];
  for (const [octets, code] of bombs)
    expect(client().send(octets)).toMatchObject({ codes: [code], state: "lingering" });
});

test("half-open storm: 200 clients that send FIN behind their head are answered, and all closed", async () => {
  const answers: (() => void)[] = [];
  const { client, site } = serve(
    () => new Promise((resolve) => answers.push(() => resolve(respond(200, {}, "answered")))),
  );
  const clients = Array.from({ length: 200 }, () => client().send(get()));
  for (const one of clients) one.transport.feedEnd();
  for (const answer of answers) answer();
  await atRest();
  expect(clients.every(({ bodies, state }) => bodies.join() === "answered" && state === "closed")).toBe(true);
  for (const one of clients) one.transport.lose();
  expect(site.connections.size).toBe(0);
});

test("reset storm: in every state of a connection, everything is let go and told once", async () => {
  const reader = (): RecordingProtocol => new RecordingProtocol();
  const readers: RecordingProtocol[] = [];
  const producers: RecordingProducer[] = [];
  const { client, site, clock, log } = serve((request) => {
    if (request.path === "/never") return never();
    if (request.method === "POST") {
      const one = reader();
      readers.push(one);
      request.deliverBody(one);
    }
    const producer = new RecordingProducer();
    producers.push(producer);
    return respond(200, {}, producer.body);
  });
  const states = ["", "GET", get(), get("/never"), `${UPLOAD}3\r\nab`, get() + get(), "BAD\r\n\r\n"];
  for (let i = 0; i < 100; i++) for (const octets of states) client().send(octets).transport.lose();
  await atRest();
  clock.advance(60_000);
  expect(site.connections.size).toBe(0);
  expect(site.exchanges()).toEqual([]);
  expect(clock.pendingCalls).toBe(0);
  expect(producers).toHaveLength(300);
  expect(producers.every(({ stops }) => stops === 1)).toBe(true);
  expect(readers.every(({ end }) => end !== undefined)).toBe(true);
  expect(log.lines).toEqual([]);
});

test("100 MB behind a refused expectation are thrown away as they come", () => {
  const handled: string[] = [];
  const { client } = serve((request) => {
    handled.push(request.path);
    return respond(401, {}, "who are you?");
  });
  const one = client().send(requestHead("PUT", "/", "Content-Length: 100000000", "Expect: 100-continue"));
  const piece = Buffer.from(get("/smuggled").repeat(20_000));
  for (let sent = 0; sent < 100_000_000; sent += piece.length) {
    one.send(piece);
    expect(one.transport.isPaused).toBe(false);
  }
  expect(handled).toEqual(["/"]);
  expect(one.bodies).toEqual(["who are you?"]);
});
