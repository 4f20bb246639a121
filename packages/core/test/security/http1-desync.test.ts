/** Attacks on where one message ends and the next begins: what follows a doubt is never read as a request. */
import { readBody } from "../../src/body/read-body";
import { respond } from "../../src/message/response";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, get, post, requestHead, serve } from "../support/serve";

const SMUGGLED = get("/smuggled");
const HOST = "Host: a\r\n";

/** Messages that are refused, each with a request hidden behind it. */
const REFUSED: readonly (readonly [string, string, number])[] = [
  [
    "CL.TE",
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    "TE.TE",
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ["CL.CL", `POST / HTTP/1.1\r\n${HOST}Content-Length: 0\r\nContent-Length: 9\r\n\r\n`, 400],
  ["TE on 1.0", `POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["a negative length", `POST / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`, 400],
  ["obs-fold", `GET / HTTP/1.1\r\n${HOST}A: b\r\n c\r\n\r\n`, 400],
  ["bare LF", `GET / HTTP/1.1\n${HOST}\n`, 400],
  ["no Host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["two Hosts", `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`, 400],
  ["an unknown coding", `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501],
  ["HTTP/2 in words", `GET / HTTP/2.0\r\n${HOST}\r\n`, 505],
  ["userinfo in the target", `GET http://u@a/ HTTP/1.1\r\n${HOST}\r\n`, 400],
];

test.each(REFUSED)(
  "%s: refused, said so, and nothing behind it is a request",
  async (_name, octets, code) => {
    const seen: string[] = [];
    const { client } = serve((request) => {
      seen.push(request.path);
      return respond(200);
    });
    for (const pieces of [[octets + SMUGGLED], [octets, SMUGGLED]]) {
      const one = client().send(...pieces);
      await atRest();
      expect(one.codes).toEqual([code]);
      expect(one.received).toContain("Connection: close\r\n");
      expect(one.state).toBe("lingering");
    }
    expect(seen).toEqual([]);
  },
);

describe("a body that breaks its framing", () => {
  const BROKEN = `${requestHead("POST", "/", "Transfer-Encoding: chunked")}zz\r\n${SMUGGLED}`;

  test("while it is read: 400 and close", async () => {
    const seen: string[] = [];
    const { client } = serve(async (request) => {
      seen.push(request.path);
      return respond(200, {}, await readBody(request));
    });
    const one = client().send(BROKEN, SMUGGLED);
    await atRest();
    expect(one).toMatchObject({ codes: [400], state: "lingering" });
    expect(seen).toEqual(["/"]);
  });

  test("before anybody reads it: 400 and close, the handler's answer coming too late", async () => {
    const { client } = serve(async () => {
      await atRest();
      return respond(200);
    });
    const one = client().send(BROKEN);
    expect(one.codes).toEqual([400]);
    await atRest();
    await atRest();
    expect(one.codes).toEqual([400]);
  });

  test("while the answer flows: the answer goes on, and the connection ends with it", () => {
    const producer = new RecordingProducer();
    const one = serve(() => respond(200, {}, producer.body))
      .client()
      .send(BROKEN, SMUGGLED);
    producer.consumer.finish();
    expect(one.codes).toEqual([200]);
    expect(one.state).toBe("lingering");
  });

  test("its error is the handler's to answer otherwise, in its turn", async () => {
    const { client } = serve((request) =>
      readBody(request).then(
        () => respond(200),
        () => respond(422, {}, "bent"),
      ),
    );
    const one = client().send(BROKEN);
    await atRest();
    expect(one.codes).toEqual([422]);
    expect(one.received).toContain("Connection: close\r\n");
  });

  test("a handler that does not answer in its turn is answered for", async () => {
    const { client } = serve(async (request) => {
      await readBody(request).catch(() => undefined);
      return new Promise(() => undefined);
    });
    const one = client().send(BROKEN);
    await atRest();
    expect(one.codes).toEqual([400]);
  });
});

test("surplus octets behind a length are the next request: refused after the answer that is owed", async () => {
  const { client } = serve(async (request) => respond(200, {}, await readBody(request)));
  const one = client().send(`${post("abc")}surplus\r\n\r\n${SMUGGLED}`);
  await atRest();
  expect(one.codes).toEqual([200, 400]);
});

test("a short body never reaches its handler as a whole one", async () => {
  const bodies: Buffer[] = [];
  const { client } = serve(async (request) => {
    bodies.push(await readBody(request));
    return respond(200);
  });
  const one = client().send(requestHead("POST", "/", "Content-Length: 4"), "abc");
  one.transport.feedEnd();
  const other = client().send(`${requestHead("POST", "/", "Transfer-Encoding: chunked")}3\r\nabc\r\n`);
  other.transport.lose();
  await atRest();
  expect(bodies).toEqual([]);
});

test("an answer to HEAD, or with 304, is never followed by a body", () => {
  const { client } = serve((request) =>
    respond(request.method === "HEAD" ? 200 : 304, { "Content-Length": 5 }),
  );
  const one = client().send(requestHead("HEAD", "/"), get(), get());
  expect(one.responses(["HEAD", "GET", "GET"]).map(({ code }) => code)).toEqual([200, 304, 304]);
});
