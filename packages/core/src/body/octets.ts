/** What an application may give as a piece of content, and the octets that it stands for. */

/** Text stands for its UTF-8. */
export type Piece = Uint8Array | string;

/** Octets are not copied. @throws TypeError for anything else, such as what an object stream holds */
export function octetsOf(piece: Piece): Buffer {
  if (typeof piece === "string") return Buffer.from(piece);
  if (Buffer.isBuffer(piece)) return piece;
  if (piece instanceof Uint8Array) return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  throw new TypeError(`a piece of a body must be a string or a Uint8Array, not ${typeof piece}`);
}
