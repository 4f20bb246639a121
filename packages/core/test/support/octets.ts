/**
 * Messages as they read, and as they go over the wire.
 *
 * A line break in the template is CRLF, and the indentation behind it is not there; a break directly behind the
 * opening backtick neither. Everything else is written as an escape: `\n` is a bare LF, `\x20` a leading space.
 */
export function octets(template: TemplateStringsArray, ...values: (string | number)[]): Buffer {
  let text = "";
  template.raw.forEach((raw, i) => {
    const lines = i === 0 ? raw.replace(/^\n */, "") : raw;
    text += unescape(lines.replace(/\n */g, "\r\n")) + String(values[i] ?? "");
  });
  return Buffer.from(text, "latin1");
}

const ESCAPES: Readonly<Record<string, string>> = { r: "\r", n: "\n", t: "\t", "0": "\0" };

function unescape(raw: string): string {
  return raw.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
}
