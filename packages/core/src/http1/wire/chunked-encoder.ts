/** The chunked transfer coding, outgoing (RFC 9112 section 7.1). */
import type { Headers } from "../../fields/headers";
import { isNeverSentAsTrailer } from "../../fields/trailer-fields";

/** What stands before a chunk's data; CRLF stands after it. */
export function chunkSizeLine(octets: number): string {
  return octets.toString(16) + "\r\n";
}

const LAST_CHUNK = "0\r\n\r\n";

/** The last chunk with a trailer section; fields that can't be trailers are left out. */
export function lastChunk(trailers: Headers | undefined): string {
  if (trailers === undefined) return LAST_CHUNK;
  let text = "0\r\n";
  trailers.forEachLine((name, value, spelled) => {
    if (!isNeverSentAsTrailer(name)) text += `${spelled}: ${value}\r\n`;
  });
  return text + "\r\n";
}
