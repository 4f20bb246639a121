/**
 * Octets of a message, written readably: each line of the template is a line of the message, without indentation.
 *
 *     crlf`
 *       GET / HTTP/1.1
 *       Host: a
 *
 *       `
 *
 * The first line break is the template's; what stands in the last line (content, or nothing) gets no CRLF.
 */
export function crlf(template: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const text = String.raw({ raw: template.map((part) => part.replace(/\n[ ]*/g, "\n")) }, ...values);
  return text.replace(/^\n/, "").replaceAll("\n", "\r\n");
}
