/** Chunked content: what is accepted, in every split; limits; runs of tiny chunks. Refusals: rfc9112-wire, http1-smuggling. */
import fc from "fast-check";
import { HeadgateError } from "../../../src/errors";
import { ChunkedDecoder } from "../../../src/http1/wire/chunked-decoder";
import { octets } from "../../support/octets";
import { CHUNKED_LIMITS, readChunked, readContent, wantChunkedRefusal } from "../../support/read-content";

const ACCEPTED: [what: string, octets: Buffer, content: string, trailers?: string[]][] = [
  ["no content", octets`0\r\n\r\n`, ""],
  ["one chunk", octets`5\r\nhello\r\n0\r\n\r\n`, "hello"],
  ["some chunks", octets`5\r\nhello\r\n1\r\n,\r\n6\r\n world\r\n0\r\n\r\n`, "hello, world"],
  ["sizes in either case", octets`a\r\n0123456789\r\nB\r\n0123456789A\r\n0\r\n\r\n`, "01234567890123456789A"],
  ["zeros before a size", octets`0000005\r\nhello\r\n000\r\n\r\n`, "hello"],
  ["two zeros before a tiny size", octets`05\r\nhello\r\n00\r\n\r\n`, "hello"],
  ["framing in the content", octets`7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n`, "\r\n0\r\n\r\n"],
  ["a chunk of more than 255 octets", octets`100\r\n${"x".repeat(256)}\r\n0\r\n\r\n`, "x".repeat(256)],
  ["extensions", octets`5;a\r\nhello\r\n1 \t;b=c;d="e f"\r\n!\r\n0;\xe9\r\n\r\n`, "hello!"],
  ["trailers", octets`0\r\nA: 1\r\nb:2 \r\n\r\n`, "", ["a", "1", "b", "2"]],
  [
    "trailers without those that come too late",
    octets`0\r\nContent-Length: 9\r\nHost: x\r\nOk: 1\r\nCookie: y\r\n\r\n`,
    "",
    ["ok", "1"],
  ],
];

describe("ChunkedDecoder", () => {
  test.each(ACCEPTED)("reads %s", (_, message, content, trailers = []) => {
    expect(readChunked(message)).toEqual({ content, trailers, isEnded: true, rest: "" });
  });

  test.each(ACCEPTED)("reads %s, and leaves what follows", (_, message, content, trailers = []) => {
    const followed = Buffer.concat([message, Buffer.from("GET")]);
    expect(readChunked(followed)).toEqual({ content, trailers, isEnded: true, rest: "GET" });
  });

  test("is not ended before the empty line behind the trailers", () => {
    const decoder = new ChunkedDecoder(CHUNKED_LIMITS);
    expect(decoder.decode(octets`0\r\nA: 1\r\n\r`, 0)).toBeUndefined();
    expect(decoder.isEnded).toBe(false);
    expect(decoder.decode(octets`\n`, 0)).toBeUndefined();
    expect(decoder.isEnded).toBe(true);
  });

  test("gives views, not copies, of what is not tiny", () => {
    const message = octets`400\r\n${"x".repeat(1024)}\r\n`;
    const piece = new ChunkedDecoder(CHUNKED_LIMITS).decode(message, 0);
    expect(piece).toHaveLength(1024);
    expect(piece?.buffer).toBe(message.buffer);
  });

  test("passes a read that is all content on as it is", () => {
    const decoder = new ChunkedDecoder(CHUNKED_LIMITS);
    decoder.decode(octets`400\r\n`, 0);
    const read = octets`abcd`;
    expect(decoder.decode(read, 0)).toBe(read);
  });

  test("puts a run of tiny chunks together", () => {
    const count = 10_000;
    const decoder = new ChunkedDecoder(CHUNKED_LIMITS);
    const message = octets`${"1\r\nx\r\n".repeat(count)}0\r\n\r\n`;
    let pieces = 0;
    let at = 0;
    let length = 0;
    for (let piece; (piece = decoder.decode(message, at)) !== undefined; at = decoder.position) {
      pieces++;
      length += piece.length;
    }
    expect(decoder.isEnded).toBe(true);
    expect(length).toBe(count);
    expect(pieces).toBeLessThan(10);
  });

  test("delivers what came before a fault", () => {
    const decoder = new ChunkedDecoder(CHUNKED_LIMITS);
    const message = octets`5\r\nhello\r\nx`;
    expect(decoder.decode(message, 0)?.toString()).toBe("hello");
    expect(() => decoder.decode(message, decoder.position)).toThrow("not hexadecimal");
  });

  describe("within limits", () => {
    const limits = { maxChunkLineOctets: 8, maxTrailerOctets: 20, maxFieldCount: 2 };

    test("takes a chunk line of the greatest length, and no longer one", () => {
      expect(readChunked(octets`1;345678\r\nx\r\n0\r\n\r\n`, limits).content).toBe("x");
      wantChunkedRefusal(octets`1;3456789\r\nx\r\n0\r\n\r\n`, /chunk line is too long/, limits);
      wantChunkedRefusal(octets`000000001\r\nx\r\n0\r\n\r\n`, /chunk line is too long/, limits);
    });

    test("refuses a chunk line before it is complete", () => {
      wantChunkedRefusal(octets`1;3456789`, /chunk line is too long/, limits);
    });

    test("takes 16 KiB of extensions in all, and no more", () => {
      const decoder = new ChunkedDecoder(CHUNKED_LIMITS);
      const chunk = octets`1;${"e".repeat(1023)}\r\nx\r\n`;
      readContent(Array<Buffer>(16).fill(chunk), decoder);
      expect(() => readContent([octets`1;\r\n`], decoder)).toThrow("extensions are too long");
    });

    test("takes a trailer section of the greatest length, and no longer one", () => {
      expect(readChunked(octets`0\r\na: 34567\r\nb: 345\r\n\r\n`, limits).trailers).toHaveLength(4);
      wantChunkedRefusal(octets`0\r\na: 34567\r\nb: 3456\r\n\r\n`, /section is too long/, limits);
    });

    test("takes the greatest number of trailer fields, dropped ones counted, and no more", () => {
      wantChunkedRefusal(octets`0\r\na:1\r\nte:1\r\nc:1\r\n\r\n`, /too many fields/, limits);
    });
  });

  describe("for all input", () => {
    test("what is written in chunks of any size is read", () => {
      const chunks = fc.array(fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 400 }));
      fc.assert(
        fc.property(chunks, fc.integer({ min: 1, max: 100 }), (contents, size) => {
          const text = contents.map((content) => `${content.length.toString(16)}\r\n${content}\r\n`).join("");
          const whole = Buffer.from(`${text}0\r\n\r\n`, "latin1");
          const slices: Buffer[] = [];
          for (let i = 0; i < whole.length; i += size) slices.push(whole.subarray(i, i + size));
          const read = readContent(slices, new ChunkedDecoder(CHUNKED_LIMITS));
          expect(read).toEqual({ content: contents.join(""), trailers: [], isEnded: true, rest: "" });
        }),
      );
    });

    test("it goes on or refuses with an error of ours", () => {
      const words = fc.constantFrom(
        "5",
        "0",
        "a",
        "\r\n",
        "\r",
        "\n",
        "hello",
        ";",
        " ",
        "x: y",
        "1\r\nx\r\n",
        "0\r\n\r\n",
        "\0",
      );
      fc.assert(
        fc.property(fc.array(words, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (message, size) => {
          const whole = Buffer.from(message.join(""), "latin1");
          const slices: Buffer[] = [];
          for (let i = 0; i < whole.length; i += size) slices.push(whole.subarray(i, i + size));
          const outcome = (parts: Buffer[]): unknown => {
            try {
              return readContent(parts, new ChunkedDecoder(CHUNKED_LIMITS));
            } catch (error) {
              expect(error).toBeInstanceOf(HeadgateError);
              return (error as Error).message;
            }
          };
          expect(outcome(slices)).toEqual(outcome([whole]));
        }),
        { numRuns: 2_000 },
      );
    });
  });
});
