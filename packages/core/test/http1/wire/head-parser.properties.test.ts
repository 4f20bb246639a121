/** What is written is read; octets of any kind make heads, or are refused, however they are sliced. */
import fc from "fast-check";
import { HeadgateError } from "../../../src/errors";
import { octets } from "../../support/octets";
import { readHeads, refusalOf } from "../../support/read-head";

describe("HeadParser", () => {
  describe("for all input", () => {
    const token = fc.string({
      unit: fc.constantFrom(...Array.from("!#$%&'*+-.^_`|~09azAZ")),
      minLength: 1,
      maxLength: 45,
    });
    const value = fc
      .string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) })
      .map((text) => text.replace(/[\r\n]/g, "").replace(/^[ \t]+|[ \t]+$/g, ""));
    const roles = /^(?:host|content-length|transfer-encoding)$/i;
    const fields = fc.array(
      fc.tuple(
        token.filter((name) => !roles.test(name)),
        value,
      ),
      { maxLength: 20 },
    );
    const target = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });

    test("what is written is read", () => {
      fc.assert(
        fc.property(token, target, fields, (method, requestTarget, lines) => {
          const text = lines.map(([name, content]) => `${name}: ${content}\r\n`).join("");
          const [head] = readHeads([
            octets`${method} ${requestTarget} HTTP/1.1\r\nHost: h\r\n${text}\r\n`,
          ]).heads;
          const flat = lines.flatMap(([name, content]) => [name.toLowerCase(), content]);
          expect(head).toMatchObject({ method, target: requestTarget, fields: ["host", "h", ...flat] });
        }),
      );
    });

    const messages = fc.array(
      fc.constantFrom(
        "GET ",
        "/ ",
        "HTTP/1.1",
        "\r\n",
        "\r",
        "\n",
        "Host: h",
        "Host:",
        ":",
        " ",
        "a",
        "\0",
        "\xe9",
        "Content-Length: 5",
        "\r\n\r\n",
      ),
      { maxLength: 25 },
    );

    test("it makes heads or refuses with an error of ours, however it is sliced", () => {
      fc.assert(
        fc.property(messages, fc.integer({ min: 1, max: 9 }), (words, size) => {
          const whole = Buffer.from(words.join(""), "latin1");
          const slices: Buffer[] = [];
          for (let i = 0; i < whole.length; i += size) slices.push(whole.subarray(i, i + size));
          const outcome = (parts: Buffer[]): unknown => {
            let result: unknown;
            const refusal = refusalOf(() => (result = readHeads(parts)));
            return refusal === "accepted" ? result : refusal.slice(0, 3);
          };
          expect(outcome(slices)).toEqual(outcome([whole]));
        }),
        { numRuns: 2_000 },
      );
    });

    test("it refuses random octets with an error of ours or asks for more", () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 100 }), (random) => {
          try {
            readHeads([Buffer.from(random)]);
          } catch (error) {
            expect(error).toBeInstanceOf(HeadgateError);
          }
        }),
      );
    });
  });
});
