/** How a file gets to a client: in pieces, no faster than it is read, and with its descriptor given back. */
import fs from "node:fs";
import {
  File,
  NoRangeStaticProducer,
  NOT_DONE_YET,
  SingleRangeStaticProducer,
  type IReadableFile,
  type Request,
} from "../src/index";
import { Connection, Journal, turn, until } from "./support/connection";
import { Leaf } from "./support/resources";
import { SiteFolder } from "./support/site-folder";

const PIECE = 65_536;
const LARGE = Buffer.alloc(1_000_000, "0123456789abcdef!");
const folder = new SiteFolder({ "large.bin": LARGE, "small.txt": "0123456789" });
const root = new File(folder.root);
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

async function drained(connection: Connection): Promise<void> {
  await until(() => {
    connection.transport.drain();
    return connection.responses.length > 0 && connection.response.isComplete;
  });
}

/** Lets everything happen that would happen by itself. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

describe("a large file", () => {
  test("arrives whole, in pieces", async () => {
    const connection = Connection.to(root).send("GET /large.bin");
    await connection.answered();
    await until(() => connection.response.isComplete);
    expect(connection.response.body.equals(LARGE)).toBe(true);
    const longest = Math.max(...connection.transport.writes.map(({ length }) => length));
    expect(longest).toBeLessThan(PIECE + 1_000);
  });

  test("is not read before the client takes it", async () => {
    const connection = Connection.to(root, {}, 1_000).send("GET /large.bin");
    await settled();
    const { length } = connection.transport.written;
    expect(length).toBeLessThan(4 * PIECE);
    await settled();
    expect(connection.transport.written).toHaveLength(length);
    await drained(connection);
    expect(connection.response.body.equals(LARGE)).toBe(true);
  });

  test("in several parts, too", async () => {
    const connection = Connection.to(root, {}, 1_000).send("GET /large.bin", {
      Range: "bytes=0-399999,600000-999999",
    });
    await settled();
    expect(connection.transport.written.length).toBeLessThan(4 * PIECE);
    await drained(connection);
    const { body, headers } = connection.response;
    expect(headers.get("content-length")).toBe(`${body.length}`);
    expect(body.includes(LARGE.subarray(0, 400_000))).toBe(true);
    expect(body.includes(LARGE.subarray(600_000))).toBe(true);
  });

  test("is given up when the client is gone", async () => {
    const connection = Connection.to(root, {}, 1_000).send("GET /large.bin");
    await settled();
    expect(folder.openDescriptors()).toBe(1);
    connection.transport.lose();
    await until(() => folder.openDescriptors() === 0);
  });

  test("is sent to a client that has half-closed", async () => {
    const connection = Connection.to(root, {}, 1_000).send("GET /large.bin");
    await settled();
    connection.transport.feedEnd();
    await drained(connection);
    expect(connection.response.body.equals(LARGE)).toBe(true);
  });

  test("is given up when somebody else finishes or cuts the response", async () => {
    for (const end of ["finish", "loseConnection"] as const) {
      let request: Request | undefined;
      const leaf = new Leaf((rendered) => {
        request = rendered;
        return new File(folder.at("large.bin")).render(rendered);
      });
      const connection = Connection.to(leaf, {}, 1_000).send("GET /");
      await settled();
      expect(folder.openDescriptors()).toBe(1);
      request?.[end]();
      connection.transport.drain();
      await until(() => folder.openDescriptors() === 0);
    }
  });
});

describe("a file that changes while it is sent", () => {
  async function begun(name: string, fields: Record<string, string> = {}): Promise<[Connection, Journal]> {
    folder.write(name, LARGE);
    const log = new Journal();
    const connection = Connection.to(root, { log }, 1_000).send(`GET /${name}`, fields);
    await settled();
    return [connection, log];
  }

  test.each([{}, { Range: "bytes=10-" }, { Range: "bytes=0-1,10-" }])(
    "that has become shorter is broken off, and not padded: %p",
    async (fields) => {
      const [connection, log] = await begun("shrinks.bin", fields);
      fs.truncateSync(folder.at("shrinks.bin"), 300_000);
      await until(() => {
        connection.transport.drain();
        return connection.transport.hasFinished || connection.transport.isAborted;
      });
      const { body, isComplete } = connection.response;
      expect([isComplete, body.length < LARGE.length]).toEqual([false, true]);
      expect(log.details).toContainEqual(new Error("the file has become shorter while it was sent"));
    },
  );

  test("that has grown is sent as long as was announced", async () => {
    const [connection, log] = await begun("grows.bin");
    fs.appendFileSync(folder.at("grows.bin"), "more");
    await drained(connection);
    expect([connection.response.body.length, log.messages]).toEqual([LARGE.length, []]);
    connection.send("GET /small.txt");
    await drained(connection);
    expect(connection.body).toBe("0123456789");
  });

  test("that was replaced is sent as it was", async () => {
    const [connection] = await begun("replaced.bin");
    fs.rmSync(folder.at("replaced.bin"));
    folder.write("replaced.bin", "new");
    await drained(connection);
    expect(connection.response.body.equals(LARGE)).toBe(true);
  });
});

describe("a file of the application's own", () => {
  /** Reads what is left of `content`, and fails after it. */
  function fileOf(content: Buffer, error?: Error): IReadableFile & { closed: number } {
    let at = 0;
    return {
      closed: 0,
      read(size) {
        if (error !== undefined && at >= content.length) throw error;
        return content.subarray(at, (at += size));
      },
      seek(offset) {
        at = offset;
      },
      close() {
        this.closed++;
      },
    };
  }

  function send(start: (request: Request) => void, capacity = Infinity): [Connection, Journal] {
    const log = new Journal();
    const leaf = new Leaf((request) => {
      start(request);
      return NOT_DONE_YET;
    });
    return [Connection.to(leaf, { log }, capacity).send("GET /"), log];
  }

  test("without a length is read to its end", async () => {
    const file = fileOf(LARGE);
    const [connection] = send((request) => new NoRangeStaticProducer(request, file).start(), 1_000);
    await settled();
    expect(connection.transport.written.length).toBeLessThan(4 * PIECE);
    await drained(connection);
    expect(connection.response.body.equals(LARGE)).toBe(true);
    expect(file.closed).toBe(1);
  });

  test("that gives more than was asked for is cut to size", async () => {
    const file = { read: () => Buffer.from("0123456789") };
    const [connection] = send((request) => new NoRangeStaticProducer(request, file, 4).start());
    await connection.answered();
    expect(connection.body).toBe("0123");
  });

  test("that can't be read is a 500 at first, and a cut later", async () => {
    const error = new Error("bad disk");
    const first = fileOf(Buffer.alloc(0), error);
    const [one] = send((request) => {
      request.setHeader("content-encoding", "gzip");
      new SingleRangeStaticProducer(request, first, 0, 10).start();
    });
    expect([one.response.code, one.response.headers.has("content-encoding"), first.closed]).toEqual([
      500,
      false,
      1,
    ]);
    const later = fileOf(LARGE.subarray(0, 200_000), error);
    const [other, log] = send((request) => new NoRangeStaticProducer(request, later).start());
    await until(() => other.transport.hasFinished || other.transport.isAborted);
    expect([other.response.code, other.response.isComplete, later.closed]).toEqual([200, false, 1]);
    expect(log.details).toContain(error);
  });

  test("is closed once, whoever stops it", () => {
    const file = fileOf(LARGE);
    let producer: NoRangeStaticProducer | undefined;
    send((request) => {
      producer = new NoRangeStaticProducer(request, file);
      producer.start();
    }, 1_000);
    producer?.stopProducing();
    producer?.stopProducing();
    producer?.resumeProducing();
    expect([file.closed, producer?.request]).toEqual([1, null]);
  });
});
