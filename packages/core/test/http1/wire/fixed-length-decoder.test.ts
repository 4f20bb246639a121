import { FixedLengthDecoder } from "../../../src/http1/wire/fixed-length-decoder";
import { everySplit } from "../../support/every-split";
import { octets } from "../../support/octets";
import { readContent } from "../../support/read-content";

describe("FixedLengthDecoder", () => {
  test("reads that many octets in every split, and leaves what follows", () => {
    for (const slices of everySplit(octets`helloGET`)) {
      const read = readContent(slices, new FixedLengthDecoder(5));
      expect(read).toEqual({ content: "hello", trailers: [], isEnded: true, rest: "GET" });
    }
  });

  test("tells how many octets are missing", () => {
    const decoder = new FixedLengthDecoder(5);
    expect(decoder.decode(octets`abc`, 1)?.toString()).toBe("bc");
    expect(decoder.remaining).toBe(3);
    expect(decoder.isEnded).toBe(false);
  });

  test("is ended at once for no octets", () => {
    const decoder = new FixedLengthDecoder(0);
    expect(decoder.isEnded).toBe(true);
    expect(decoder.decode(octets`abc`, 1)).toBeUndefined();
    expect(decoder.position).toBe(1);
  });

  test("passes a whole read on as it is", () => {
    const read = octets`abc`;
    expect(new FixedLengthDecoder(9).decode(read, 0)).toBe(read);
  });
});
