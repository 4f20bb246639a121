/** The Date field (RFC 9110 section 6.6.1), formatted once a second: formatting costs more than a small request. */
export class DateField {
  #line = "";
  #second = -1;

  /** `Date: Sun, 22 Nov 2026 09:29:44 GMT` and CRLF. */
  get line(): string {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#line = `Date: ${new Date(now).toUTCString()}\r\n`;
    }
    return this.#line;
  }
}
