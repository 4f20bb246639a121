/** Field blocks: the examples of RFC 7541 appendix C, everything that is refused, and random lists there and back. */
import fc from "fast-check";
import { H2ConnectionError } from "../../../src/errors";
import { BlockReader } from "../../../src/http2/wire/block-reader";
import { HpackDecoder } from "../../../src/http2/wire/hpack-decoder";
import { decodeHuffman } from "../../../src/http2/wire/huffman-decoder";
import { huffmanLength, writeHuffman } from "../../../src/http2/wire/huffman-encoder";
import { decode, FieldRecorder, hex, linesOf, literal, TestEncoder } from "../../support/field-blocks";
import { connectionErrorOf } from "../../support/frames";

const TABLE_OCTETS = 4_096;

const INTEGERS: [what: string, octets: string, mask: number, value: number][] = [
  ["C.1.1 10 with 5 bits", "0a", 0x1f, 10],
  ["C.1.2 1337 with 5 bits", "1f9a0a", 0x1f, 1337],
  ["C.1.3 42 with 8 bits", "2a", 0xff, 42],
  ["the least that needs another octet", "1f00", 0x1f, 31],
  ["the greatest that is taken", "7fffffff7f", 0x7f, 0x7f + 2 ** 28 - 1],
];

const FIRST_REQUEST = [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"];
const THIRD_REQUEST = [
  ":method: GET",
  ":scheme: https",
  ":path: /index.html",
  ":authority: www.example.com",
  "custom-key: custom-value",
];
const FIRST_RESPONSE = [
  ":status: 302",
  "cache-control: private",
  "date: Mon, 21 Oct 2013 20:13:21 GMT",
  "location: https://www.example.com",
];
const SECOND_RESPONSE = [":status: 307", ...FIRST_RESPONSE.slice(1)];
const THIRD_RESPONSE = [
  ":status: 200",
  "cache-control: private",
  "date: Mon, 21 Oct 2013 20:13:22 GMT",
  "location: https://www.example.com",
  "content-encoding: gzip",
  "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
];
/** C.5 and C.6 have tables of 256 octets: the peer says so first. */
const TABLE_OF_256 = "3fe101";

/** The blocks of one connection each. */
const APPENDIX_C: [what: string, ...blocks: [octets: string, lines: string[]][]][] = [
  [
    "C.2.1 a literal with indexing",
    ["400a637573746f6d2d6b65790d637573746f6d2d686561646572", ["custom-key: custom-header"]],
    ["be", ["custom-key: custom-header"]],
  ],
  ["C.2.2 a literal without indexing", ["040c2f73616d706c652f70617468", [":path: /sample/path"]]],
  ["C.2.3 a literal never indexed", ["100870617373776f726406736563726574", ["password: secret"]]],
  ["C.2.4 an indexed field", ["82", [":method: GET"]]],
  [
    "C.3 requests",
    ["828684410f7777772e6578616d706c652e636f6d", FIRST_REQUEST],
    ["828684be58086e6f2d6361636865", [...FIRST_REQUEST, "cache-control: no-cache"]],
    ["828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565", THIRD_REQUEST],
  ],
  [
    "C.4 requests in the Huffman code",
    ["828684418cf1e3c2e5f23a6ba0ab90f4ff", FIRST_REQUEST],
    ["828684be5886a8eb10649cbf", [...FIRST_REQUEST, "cache-control: no-cache"]],
    ["828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", THIRD_REQUEST],
  ],
  [
    "C.5 responses, with eviction",
    [
      `${TABLE_OF_256} 4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120
       474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d`,
      FIRST_RESPONSE,
    ],
    ["4803333037c1c0bf", SECOND_RESPONSE],
    [
      `88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a
       4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31`,
      THIRD_RESPONSE,
    ],
  ],
  [
    "C.6 responses in the Huffman code, with eviction",
    [
      `${TABLE_OF_256} 488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c7
       8f0b97c8e9ae82ae43d3`,
      FIRST_RESPONSE,
    ],
    ["4883640effc1c0bf", SECOND_RESPONSE],
    [
      `88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960
       d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007`,
      THIRD_RESPONSE,
    ],
  ],
];

const REFUSED: [what: string, octets: string][] = [
  ["index 0", "80"],
  ["an index beyond both tables", "be"],
  ["an index far beyond both tables", "ffffff7f"],
  ["a name beyond both tables", "7f0000"],
  ["an integer that breaks off", "ff"],
  ["an integer of five octets more", "ff8080808001"],
  ["a literal without a name", "40"],
  ["a literal without a value", "4001 61"],
  ["a name that breaks off", "4002 61"],
  ["a value that breaks off", "4001 61 02 62"],
  ["a length of 2^28", "40 7fffffff7f"],
  ["EOS in a string", "4001 61 84 ffffffff"],
  ["padding of more than seven bits (RFC 7541 section 5.2)", "4001 61 82 1fff"],
  ["padding of zeros (RFC 7541 section 5.2)", "4001 61 81 18"],
  ["a table size beyond our limit (RFC 7541 section 6.3)", "3fe21f"],
  ["a table size at the end of a block (RFC 7541 section 4.2)", "82 20"],
  ["a table size between fields", "82 20 82"],
  ["three table sizes (RFC 7541 section 4.2)", "20 21 22"],
];

describe("HPACK", () => {
  test.each(INTEGERS)("reads the integer %s", (_, octets, mask, value) => {
    const reader = new BlockReader();
    reader.open(hex(octets), 0, hex(octets).length);
    expect(reader.readInteger(mask)).toBe(value);
    expect(reader.isEnded).toBe(true);
  });

  test.each(APPENDIX_C)("reads %s", (_, ...blocks) => {
    const decoder = new HpackDecoder(TABLE_OCTETS);
    for (const [octets, lines] of blocks) expect(linesOf(decoder, hex(octets))).toEqual(lines);
  });

  test.each(REFUSED)("refuses %s", (_, octets) => {
    const decoder = new HpackDecoder(TABLE_OCTETS);
    expect(connectionErrorOf(() => linesOf(decoder, hex(octets)))).toMatch(/^COMPRESSION_ERROR: /);
  });

  describe("the Huffman code", () => {
    const encoded = (text: string): Buffer => {
      const octets = Buffer.alloc(huffmanLength(text));
      writeHuffman(text, octets, 0);
      return octets;
    };

    test.each([
      ["www.example.com", "f1e3c2e5f23a6ba0ab90f4ff"],
      ["no-cache", "a8eb10649cbf"],
      ["Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff"],
      ["", ""],
    ])("writes %j as in the appendix", (text, octets) => {
      expect(encoded(text).toString("hex")).toBe(octets);
    });

    test("what is written is read, whatever octets it is of", () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
          const text = Buffer.from(octets).toString("latin1");
          const code = encoded(text);
          const out = Buffer.alloc(octets.length);
          expect(decodeHuffman(code, 0, code.length, out)).toBe(octets.length);
          expect(out.toString("latin1")).toBe(text);
        }),
      );
    });
  });

  describe("a table size", () => {
    test("may change twice at the beginning of a block, to the smallest and the final one", () => {
      const decoder = new HpackDecoder(TABLE_OCTETS);
      linesOf(decoder, literal("a", "b", 0x40));
      expect(linesOf(decoder, hex("20 3fe11f 82"))).toEqual([":method: GET"]);
      expect(connectionErrorOf(() => linesOf(decoder, hex("be")))).toMatch(/^COMPRESSION_ERROR/);
    });

    test("evicts what has no room, the oldest first", () => {
      const decoder = new HpackDecoder(TABLE_OCTETS);
      linesOf(decoder, Buffer.concat([literal("a", "1", 0x40), literal("b", "2", 0x40)]));
      expect(linesOf(decoder, hex("3f03 be"))).toEqual(["b: 2"]);
      expect(connectionErrorOf(() => linesOf(decoder, hex("bf")))).toMatch(/^COMPRESSION_ERROR/);
    });

    test("must be announced after we have lowered the limit, and the peer has said so", () => {
      const decoder = new HpackDecoder(TABLE_OCTETS);
      decoder.limitTable(100);
      expect(connectionErrorOf(() => linesOf(decoder, hex("82")))).toMatch(/^COMPRESSION_ERROR/);
      const obedient = new HpackDecoder(TABLE_OCTETS);
      obedient.limitTable(100);
      expect(linesOf(obedient, hex("3f45 82"))).toEqual([":method: GET"]);
      expect(linesOf(obedient, hex("82"))).toEqual([":method: GET"]);
    });

    test("may be greater once we allow it, and not before", () => {
      const early = new HpackDecoder(2 * TABLE_OCTETS);
      expect(connectionErrorOf(() => linesOf(early, hex("3fe13f")))).toMatch(/^COMPRESSION_ERROR/);
      const decoder = new HpackDecoder(2 * TABLE_OCTETS);
      decoder.limitTable(2 * TABLE_OCTETS);
      expect(linesOf(decoder, hex("3fe13f 82"))).toEqual([":method: GET"]);
    });
  });

  describe("for all input", () => {
    const token = fc.string({
      unit: fc.constantFrom(...Array.from("!#$%&'*+-.^_`|~09az")),
      minLength: 1,
      maxLength: 40,
    });
    const value = fc
      .string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) })
      .map((text) => text.replace(/[\r\n]/g, "").replace(/^[ \t]+|[ \t]+$/g, ""));
    const name = fc.oneof(
      token,
      fc.constantFrom(":status", "set-cookie", "date", "vary", "constructor", "__proto__"),
    );
    const list = fc.array(fc.tuple(name, fc.oneof(value, fc.constantFrom("a", "200", "toString"))), {
      maxLength: 20,
    });
    const size = fc.integer({ min: 0, max: 5_000 });

    test("the blocks of a connection are read as they were written, whatever the table does", () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(list, fc.array(size, { maxLength: 3 })), { maxLength: 8 }),
          (blocks) => {
            const encoder = new TestEncoder();
            const decoder = new HpackDecoder(TABLE_OCTETS);
            for (const [fields, sizes] of blocks) {
              for (const octets of sizes) encoder.hpack.limitTable(octets);
              const lines = fields.map(([fieldName, text]) => `${fieldName}: ${text}`);
              expect(linesOf(decoder, encoder.encode(...fields.flat()))).toEqual(lines);
            }
          },
        ),
      );
    });

    test("random octets are fields, or end the connection", () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
          try {
            decode(new HpackDecoder(TABLE_OCTETS), Buffer.from(octets), new FieldRecorder());
          } catch (error) {
            expect(error).toBeInstanceOf(H2ConnectionError);
          }
        }),
        { numRuns: 2_000 },
      );
    });
  });
});
