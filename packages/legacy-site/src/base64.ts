/** Base64 as Python's binascii reads it. */

/** Other characters are skipped, padding must be there, and nothing counts behind it. */
export function decodeBase64(text: string): Buffer | undefined {
  const [, digits = "", padding = ""] = /^([^=]*)(=*)/.exec(text.replace(/[^\w+/=-]|[_-]/g, "")) ?? [];
  const isWhole =
    digits.length % 4 === 0 || (digits.length % 4 >= 2 && (digits.length % 4) + padding.length >= 4);
  return isWhole ? Buffer.from(digits, "base64") : undefined;
}
