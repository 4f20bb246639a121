/** Octets that arrived and were not used yet: whole chunks as the transport gave them, and a place in the first. */
import { OctetQueue } from "../body/octet-queue";

export class Inbox {
  /** The chunk to go on with. */
  first: Buffer | undefined = undefined;
  /** The first octet of it that was not used. */
  offset = 0;
  #later: OctetQueue | undefined = undefined;

  get octets(): number {
    const inFirst = this.first === undefined ? 0 : this.first.length - this.offset;
    return this.#later === undefined ? inFirst : inFirst + this.#later.octets;
  }

  put(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.first === undefined) this.first = chunk;
    else (this.#later ??= new OctetQueue()).push(chunk);
  }

  /** Everything before `offset` of the first chunk was used. */
  consumeTo(offset: number): void {
    this.offset = offset;
    if (this.first !== undefined && offset < this.first.length) return;
    this.offset = 0;
    this.first = this.#later?.shift();
  }

  clear(): void {
    this.first = undefined;
    this.offset = 0;
    this.#later = undefined;
  }

  /** Takes everything out of the first chunk. */
  take(): Buffer | undefined {
    const rest = this.first?.subarray(this.offset);
    if (this.first !== undefined) this.consumeTo(this.first.length);
    return rest;
  }
}
