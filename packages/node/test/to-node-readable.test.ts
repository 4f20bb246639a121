import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { Writable } from "node:stream";
import { BodyAborted, BodyAlreadyClaimed, BodyLost, bodyOf, bodyProducer } from "@headgate/core";
import type { IBody, IBodyConsumer } from "@headgate/core";
import { toNodeReadable } from "../src/index";

/** A body that keeps account of its producer. */
class Source {
  readonly calls: string[] = [];
  consumer: IBodyConsumer | undefined;
  readonly body: IBody;

  constructor(resumed: (source: Source) => void = () => {}) {
    const note = (call: string) => (): void => void this.calls.push(call);
    this.body = bodyProducer({
      startProducing: (consumer) => {
        this.consumer = consumer;
        this.calls.push("start");
        resumed(this);
      },
      pauseProducing: note("pause"),
      resumeProducing: () => {
        this.calls.push("resume");
        resumed(this);
      },
      stopProducing: note("stop"),
    });
  }
}

describe("toNodeReadable", () => {
  test("gives the octets, in order, and then ends", async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of toNodeReadable(bodyOf(["one ", "two ", "three"]))) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe("one two three");
  });

  test("claims the body with the first read, and pauses it while nobody reads on", async () => {
    const source = new Source();
    const readable = toNodeReadable(source.body);
    expect(source.calls).toEqual([]);
    readable.read(0);
    expect(source.calls).toEqual(["start"]);
    source.consumer!.write(Buffer.alloc(readable.readableHighWaterMark));
    expect(source.calls).toEqual(["start", "pause"]);
    readable.read();
    expect(source.calls).toEqual(["start", "pause", "resume"]);
  });

  test("carries the back-pressure of a slow writable to the producer", async () => {
    let held = 0;
    let most = 0;
    let left = 200;
    const source = new Source(({ calls, consumer }) => {
      while (calls.at(-1) !== "pause" && left-- > 0) {
        held++;
        consumer!.write(Buffer.alloc(8_192));
      }
      if (left < 0) consumer!.finish();
    });
    const slow = new Writable({
      highWaterMark: 8_192,
      write(_chunk, _encoding, taken) {
        most = Math.max(most, held--);
        setImmediate(taken);
      },
    });
    await pipeline(toNodeReadable(source.body), slow);
    expect(most).toBeLessThan(20);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])("destroyed %s the first read, it stops the body", async (_, reads) => {
    const source = new Source();
    const readable = toNodeReadable(source.body);
    for (let i = 0; i < reads; i++) readable.read(0);
    readable.destroy();
    await once(readable, "close");
    expect(source.calls.at(-1)).toBe("stop");
    expect(readable.errored).toBeNull();
  });

  test("a body that breaks off is an error, BodyLost or BodyAborted", async () => {
    const source = new Source(({ consumer }) => consumer!.fail(new Error("no more")));
    await expect(once(toNodeReadable(source.body).resume(), "end")).rejects.toBeInstanceOf(BodyAborted);
    const lost: IBody = {
      length: 5,
      deliverBody: (protocol) => {
        protocol.makeConnection({ pauseProducing() {}, resumeProducing() {}, stopProducing() {} });
        protocol.connectionLost(new BodyLost("the client has left"));
      },
    };
    await expect(once(toNodeReadable(lost).resume(), "end")).rejects.toBeInstanceOf(BodyLost);
  });

  test("of a body that somebody else reads is an error", async () => {
    const { body } = new Source();
    toNodeReadable(body).read(0);
    await expect(once(toNodeReadable(body).resume(), "end")).rejects.toBeInstanceOf(BodyAlreadyClaimed);
  });
});
