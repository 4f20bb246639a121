/** The octets that every HTTP/2 client sends first, before its SETTINGS (RFC 9113 section 3.4). */
export const CONNECTION_PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

/** Whether octets[from..] go on like the preface, of which `matched` octets were there already. */
export function continuesPreface(octets: Buffer, from: number, matched: number): boolean {
  const count = Math.min(octets.length - from, CONNECTION_PREFACE.length - matched);
  return octets.compare(CONNECTION_PREFACE, matched, matched + count, from, from + count) === 0;
}
