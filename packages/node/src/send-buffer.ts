/**
 * What was written to a connection and has not left: gathered over a turn, then handed to the socket at once.
 *
 * Small pieces are glued into one latin1 string, by far the cheapest way to one write; from 1 KiB up a piece keeps
 * its identity and leaves by writev, never copied. The socket holds a bounded part of it, so that a slow reader
 * shows as progress.
 */
import type { Socket } from "node:net";

/** From here on a copy costs more than an entry of a writev. */
const LARGE_PIECE_OCTETS = 1024;
/** What the socket may hold. More would be written no sooner, and hide how far the peer has got. */
const MAX_HANDED_OCTETS = 256 * 1024;

type Piece = Uint8Array | string;

export class SendBuffer {
  readonly #socket: Socket;
  /** What stands before `#text`; undefined while there is none, which is nearly always. */
  #pieces: Piece[] | undefined;
  #text = "";
  /** Octets in `#pieces` and `#text`. */
  #octets = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Octets that the kernel has not accepted, whether the socket has them or not. */
  get unsentOctets(): number {
    return this.#octets + this.#socket.writableLength;
  }

  /** The socket has got everything. */
  get isEmpty(): boolean {
    return this.#octets === 0;
  }

  append(data: Uint8Array): void {
    if (data.length < LARGE_PIECE_OCTETS) {
      this.appendLatin1(latin1Of(data));
      return;
    }
    this.#setTextAside().push(data);
    this.#octets += data.length;
  }

  appendLatin1(octets: string): void {
    this.#text += octets;
    this.#octets += octets.length;
  }

  /** Hands the socket as much as it may hold, in one write. */
  flush(): void {
    if (this.#octets === 0) return;
    const room = MAX_HANDED_OCTETS - this.#socket.writableLength;
    if (this.#pieces !== undefined || this.#octets > room) {
      if (room > 0) this.#flushPieces(room);
      return;
    }
    const text = this.#text;
    this.clear();
    this.#socket.write(text, "latin1");
  }

  clear(): void {
    this.#pieces = undefined;
    this.#text = "";
    this.#octets = 0;
  }

  #flushPieces(room: number): void {
    const socket = this.#socket;
    const pieces = this.#setTextAside();
    let left = room;
    let handed = 0;
    socket.cork();
    for (; handed < pieces.length && left > 0; handed++) {
      const piece = pieces[handed]!;
      if (piece.length > left) {
        write(socket, part(piece, 0, left));
        pieces[handed] = part(piece, left);
        left = 0;
        break;
      }
      write(socket, piece);
      left -= piece.length;
    }
    socket.uncork();
    this.#octets -= room - left;
    if (handed === pieces.length) this.#pieces = undefined;
    else pieces.splice(0, handed);
  }

  /** Gives `#text` its place in the row. */
  #setTextAside(): Piece[] {
    const pieces = (this.#pieces ??= []);
    if (this.#text !== "") {
      pieces.push(this.#text);
      this.#text = "";
    }
    return pieces;
  }
}

function write(socket: Socket, piece: Piece): void {
  if (typeof piece === "string") socket.write(piece, "latin1");
  else socket.write(piece);
}

function part(piece: Piece, start: number, end?: number): Piece {
  return typeof piece === "string" ? piece.slice(start, end) : piece.subarray(start, end);
}

function latin1Of(data: Uint8Array): string {
  const octets = data instanceof Buffer ? data : Buffer.from(data.buffer, data.byteOffset, data.length);
  return octets.toString("latin1");
}
