/** The tour does what its page says: over a socket, over TLS and HTTP/2. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { request, type IncomingMessage, type RequestOptions } from "node:http";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { listen } from "@headgate/node";
import type { ProgressReport } from "./upload-progress";
import { makeTour, type Tour } from "./tour";

type Uploads = Readonly<Record<"buffered" | "streaming", ProgressReport>>;
const MIB = 1024 * 1024;

const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");

let tour: Tour;

beforeEach(() => {
  tour = makeTour();
});

afterEach(() => {
  tour.close();
});

describe("over a socket", () => {
  let stop: () => Promise<void>;
  let port: number;

  beforeEach(async () => {
    const endpoint = await tour.site.listen(0, "127.0.0.1");
    port = endpoint.port;
    stop = () => endpoint.close({ graceMs: 1_000 });
  });

  afterEach(async () => {
    tour.close();
    await stop();
  });

  function open(options: RequestOptions): ReturnType<typeof request> {
    return request({ host: "127.0.0.1", port, agent: false, ...options });
  }

  async function answerTo(sending: ReturnType<typeof request>): Promise<IncomingMessage> {
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    return answer.setEncoding("utf8");
  }

  /** Reads events until one is as wanted. */
  async function progressUntil(isWanted: (uploads: Uploads) => boolean): Promise<Uploads[]> {
    const asking = open({ path: "/progress" }).end();
    const seen: Uploads[] = [];
    let text = "";
    for await (const piece of await answerTo(asking)) {
      text += piece as string;
      const events = text.split("\n\n");
      text = events.pop()!;
      seen.push(...events.map((event) => JSON.parse(event.replace("data: ", "")) as Uploads));
      if (seen.some(isWanted)) break;
    }
    asking.destroy();
    return seen;
  }

  test("/streaming answers before the second octet is sent", async () => {
    const sending = open({ method: "PUT", path: "/streaming" });
    sending.write("a");
    const answer = await answerTo(sending);
    expect(await once(answer, "data")).toEqual(["chunk 1 total 1\n"]);
    sending.end("b");
    let rest = "";
    for await (const piece of answer) rest += piece as string;
    expect(rest).toBe(`chunk 1 total 2\nsha256 ${sha256(Buffer.from("ab"))}\n`);
  });

  test("both take 5 MiB and come to the same sum", async () => {
    const octets = randomBytes(5 * MIB);
    for (const path of ["/streaming", "/buffered"]) {
      const answer = await answerTo(open({ method: "PUT", path }).end(octets));
      let text = "";
      for await (const piece of answer) text += piece as string;
      expect(text).toContain(`total ${octets.length}\nsha256 ${sha256(octets)}\n`);
    }
  });

  test("/progress tells how far each upload is, and how it ended", async () => {
    const streaming = open({ method: "PUT", path: "/streaming", headers: { "Content-Length": 10 } });
    const buffered = open({ method: "PUT", path: "/buffered", headers: { "Content-Length": 10 } });
    streaming.on("error", () => {}).write("12345");
    buffered.on("error", () => {}).write("12345");
    const underWay = await progressUntil(
      (uploads) => uploads.streaming.seen === 5 && uploads.buffered.received === 5,
    );
    expect(underWay.at(-1)).toMatchObject({
      streaming: { upload: 1, state: "reading", expected: 10, received: 5, seen: 5, isAnswering: true },
      buffered: { upload: 1, state: "receiving", expected: 10, received: 5, seen: 0, isAnswering: false },
    });

    streaming.end("67890");
    buffered.destroy();
    const over = await progressUntil(({ streaming: { state }, buffered: { state: other } }) => {
      return state === "done" && other === "broken";
    });
    expect(over.at(-1)).toMatchObject({ streaming: { seen: 10 }, memory: { rss: expect.any(Number) } });
  });

  test("/progress says something even if nothing changes", async () => {
    let events = 0;
    await progressUntil(() => ++events > 2);
    expect(events).toBeGreaterThan(2);
  });
});

describe("over TLS and HTTP/2", () => {
  let session: ClientHttp2Session;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    const endpoint = await listen(tour.site, { host: "127.0.0.1", tls: "self-signed" });
    // node's own limit, of 10 MB, counts what it has yet to send, and refuses answers past it.
    session = connect(endpoint.url, { rejectUnauthorized: false, maxSessionMemory: 32 });
    stop = () => endpoint.close({ graceMs: 1_000 });
  });

  afterEach(async () => {
    session.destroy();
    tour.close();
    await stop();
  });

  function post(path: string): ClientHttp2Stream {
    return session.request({ ":method": "POST", ":path": path }).setEncoding("utf8");
  }

  async function textOf(answer: ClientHttp2Stream): Promise<string> {
    let text = "";
    for await (const piece of answer) text += piece as string;
    return text;
  }

  test("the answer of /streaming grows while the upload goes on; /buffered waits for its end", async () => {
    const streaming = post("/streaming");
    const buffered = post("/buffered");
    const isAnswered = jest.fn();
    buffered.on("response", isAnswered).write("sent");
    let sent = "";
    for (const octets of ["a", "bc", "def"]) {
      sent += octets;
      streaming.write(octets);
      expect(await once(streaming, "data")).toEqual([`chunk ${octets.length} total ${sent.length}\n`]);
    }
    expect(isAnswered).not.toHaveBeenCalled();
    streaming.end();
    buffered.end();
    expect(await textOf(streaming)).toBe(`sha256 ${sha256(Buffer.from(sent))}\n`);
    expect(await textOf(buffered)).toBe(`total 4\nsha256 ${sha256(Buffer.from("sent"))}\n`);
  });

  test("/progress tells of uploads on its own connection", async () => {
    const feed = session.request({ ":path": "/progress" }).setEncoding("utf8");
    post("/streaming").write("12345");
    let text = "";
    for await (const piece of feed) {
      text += piece as string;
      if (/"streaming":\{[^}]*"seen":5,/.test(text)) break;
    }
    expect(text).toContain('"state":"reading","expected":null,"received":5,"seen":5,"isAnswering":true');
  });

  test("both take 5 MiB at once and come to the same sum", async () => {
    const octets = randomBytes(5 * MIB);
    const answers = ["/streaming", "/buffered"].map((path) => textOf(post(path).end(octets)));
    for (const text of await Promise.all(answers)) {
      expect(text).toContain(`total ${octets.length}\nsha256 ${sha256(octets)}\n`);
    }
  });
});
