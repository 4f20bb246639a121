/** The Date field (RFC 9110 section 6.6.1), formatted once a second: formatting costs more than a small request. */
export class DateField {
  #value = "";
  #line = "";
  #second = -1;

  /** `Sun, 22 Nov 2026 09:29:44 GMT`. */
  get value(): string {
    this.#update();
    return this.#value;
  }

  /** The whole line, with CRLF. */
  get line(): string {
    this.#update();
    return this.#line;
  }

  #update(): void {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second === this.#second) return;
    this.#second = second;
    this.#value = new Date(now).toUTCString();
    this.#line = `Date: ${this.#value}\r\n`;
  }
}
