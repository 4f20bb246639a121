import { Duplex, PassThrough, Readable } from "node:stream";

import { bodyOf } from "../../src/body/body-sources";
import type { BodySource } from "../../src/body/body-sources";
import { discardBody } from "../../src/body/discard";
import { BodyAborted, BodyDone } from "../../src/errors";
import type { IBody } from "../../src/interfaces/message";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { settle } from "../contract/body-contract";

async function read(body: IBody): Promise<RecordingProtocol> {
  const reader = new RecordingProtocol();
  body.deliverBody(reader);
  await reader.whenEnded();
  return reader;
}

test("a body is itself", () => {
  const body = bodyOf("text");
  expect(bodyOf(body)).toBe(body);
});

test.each([[{}], [{ then() {} }], [Object(1)]])("%p is no body", (source) => {
  expect(() => bodyOf(source as BodySource)).toThrow(TypeError);
});

test("text is UTF-8, octets of any Uint8Array are themselves", async () => {
  const pieces = ["\u00fc", new Uint8Array([1, 2, 3]).subarray(1), Buffer.from([4])];
  expect((await read(bodyOf(pieces))).bytes).toEqual(Buffer.from([0xc3, 0xbc, 2, 3, 4]));
});

test.each([
  ["an iterable", [1]],
  ["a Readable in object mode", Readable.from([{ a: 1 }])],
  [
    "a WHATWG stream",
    new ReadableStream({
      start(controller) {
        controller.enqueue(1);
      },
    }),
  ],
])("%s of something else than octets breaks off", async (_, source) => {
  const { end } = await read(bodyOf(source as unknown as BodySource));
  expect(end).toMatchObject({ code: "BODY_ABORTED", cause: expect.any(TypeError) });
});

describe("an async generator", () => {
  test("runs its finally when its reader stops", async () => {
    const released = jest.fn();
    async function* source(): AsyncGenerator<string> {
      try {
        yield "a";
        yield "b";
      } finally {
        released();
      }
    }
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.stopProducing(),
    });
    bodyOf(source()).deliverBody(reader);
    await reader.whenEnded();
    await settle();
    expect(released).toHaveBeenCalledTimes(1);
  });

  test("that throws while it lets go harms nobody", async () => {
    const throwing: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => Promise.reject(new Error("not closed")),
      }),
    };
    const broken: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => {
        throw new Error("not opened");
      },
    };
    for (const source of [throwing, broken]) discardBody(bodyOf(source));
    await settle();
    expect((await read(bodyOf(broken))).end).toMatchObject({ cause: new Error("not opened") });
  });

  test("an iterator without return is let go of", () => {
    const endless: Iterable<string> = {
      [Symbol.iterator]: () => ({ next: () => ({ done: false, value: "a" }) }),
    };
    const reader: RecordingProtocol = new RecordingProtocol({
      received: () => reader.transport.stopProducing(),
    });
    bodyOf(endless).deliverBody(reader);
    expect(reader).toMatchObject({ text: "a", end: expect.any(BodyAborted) });
  });
});

test("a synchronous iterable of many pieces is delivered in one turn, on a flat stack", () => {
  const reader = new RecordingProtocol();
  bodyOf(Array.from({ length: 20_000 }, () => "x")).deliverBody(reader);
  expect(reader.bytes).toHaveLength(20_000);
  expect(reader.end).toBe(BodyDone.instance);
});

describe("a node Readable", () => {
  const broken = new Error("the disk broke");

  test("that fails before anybody reads does not end the process, and then breaks off", async () => {
    const stream = new PassThrough();
    const body = bodyOf(stream);
    stream.destroy(broken);
    await settle();
    expect((await read(body)).end).toMatchObject({ code: "BODY_ABORTED", cause: broken });
  });

  test("that was destroyed before anybody reads breaks off", async () => {
    const stream = Readable.from(["a"]);
    stream.destroy();
    await settle();
    expect((await read(bodyOf(stream))).end).toBeInstanceOf(BodyAborted);
  });

  test("that is destroyed while it is read breaks off", async () => {
    const stream = new PassThrough();
    const reader = new RecordingProtocol();
    bodyOf(stream).deliverBody(reader);
    stream.write("a");
    await settle();
    stream.destroy();
    expect(await reader.whenEnded()).toBeInstanceOf(BodyAborted);
    expect(reader.text).toBe("a");
  });

  test("that somebody has read to its end is at its end", async () => {
    const stream = Readable.from(["a"]).resume();
    await settle();
    expect(await read(bodyOf(stream))).toMatchObject({ text: "", end: BodyDone.instance });
  });

  test("that was paused before flows", async () => {
    const stream = Readable.from(["a", "b"]).pause();
    expect((await read(bodyOf(stream))).text).toBe("ab");
  });

  test("is not read before it is wanted, and is held back by a pause", async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const reader = new RecordingProtocol({ pauseAtOnce: true });
    bodyOf(stream).deliverBody(reader);
    stream.write("a");
    expect(stream.write("b")).toBe(false);
    await settle();
    expect(stream.readableLength).toBeGreaterThan(0);
    reader.transport.resumeProducing();
    await settle();
    expect(reader.text).toBe("ab");
    expect(stream.readableLength).toBe(0);
  });

  test("ends with its readable side, though its writable one stays open", async () => {
    const stream = new Duplex({
      read() {
        this.push("a");
        this.push(null);
      },
      write: (_chunk, _encoding, callback) => callback(),
      allowHalfOpen: true,
    });
    expect(await read(bodyOf(stream))).toMatchObject({ text: "a", end: BodyDone.instance });
    expect(stream.destroyed).toBe(false);
  });

  test("is destroyed once discarded, though nothing was read", () => {
    const stream = new PassThrough();
    discardBody(bodyOf(stream));
    expect(stream.destroyed).toBe(true);
  });
});

describe("a WHATWG stream", () => {
  test("that is locked breaks off", async () => {
    const stream = new ReadableStream<string>();
    stream.getReader();
    expect((await read(bodyOf(stream))).end).toMatchObject({ cause: { code: "ERR_INVALID_STATE" } });
    discardBody(bodyOf(stream));
    await settle();
  });
});
