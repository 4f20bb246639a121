/**
 * Text made safe inside HTML (twisted.web.html, and the serializer of twisted.web.template).
 */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};

/** Safe in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** Safe in content only: quotes stay, as in what twisted.web's templates write. */
export function escapeContent(text: string): string {
  return text.replace(/[&<>]/g, (char) => ENTITIES[char]!);
}

/** Python's `pattern % values`, as far as templates use it. Values are HTML. */
export function fillIn(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/%(?:\((\w+)\)s|%)/g, (_match, name?: string) =>
    name === undefined ? "%" : (values[name] ?? ""),
  );
}
