/** Octets that arrived and were not used yet: whole chunks as the transport gave them, and a place in the first. */
export class Inbox {
  /** The chunk to go on with. */
  first: Buffer | undefined = undefined;
  /** The first octet of it that was not used. */
  offset = 0;
  #later: Buffer[] | undefined = undefined;
  #laterOctets = 0;

  get octets(): number {
    return (this.first === undefined ? 0 : this.first.length - this.offset) + this.#laterOctets;
  }

  put(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.first === undefined) {
      this.first = chunk;
      return;
    }
    (this.#later ??= []).push(chunk);
    this.#laterOctets += chunk.length;
  }

  /** Everything before `offset` of the first chunk was used. */
  consumeTo(offset: number): void {
    this.offset = offset;
    if (this.first !== undefined && offset < this.first.length) return;
    this.offset = 0;
    this.first = this.#later?.shift();
    this.#laterOctets -= this.first?.length ?? 0;
  }

  clear(): void {
    this.first = undefined;
    this.offset = 0;
    this.#later = undefined;
    this.#laterOctets = 0;
  }

  /** Takes everything out of the first chunk. */
  take(): Buffer | undefined {
    const rest = this.first?.subarray(this.offset);
    if (this.first !== undefined) this.consumeTo(this.first.length);
    return rest;
  }
}
