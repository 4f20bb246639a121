/**
 * A failure as HTML, with its stack and the lines of source around each frame (twisted.web.util.formatFailure).
 * For the eyes of developers: shown to clients only where `displayTracebacks` is set.
 */
import fs from "node:fs";
import type { Failure } from "./failure";
import { escapeHtml } from "./html";

interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

const STYLE = `
    div.error { color: red; font-family: Verdana, Arial, helvetica, sans-serif; font-weight: bold; }
    div.frame { padding: 1em; background: white; border-bottom: thin black dashed; }
    div.frame:first-child { border-top: thin black dashed; }
    div.snippet { margin: 0 0 0.5em 1em; background: #FFFFDD; }
    div.snippetHighlightLine { color: red; }
    span.function, code.code { font-family: "Courier New", courier, monospace; white-space: pre; }
  `;

/** ASCII only: what is beyond comes as character references, so that the page needs no charset. */
export function formatFailure(failure: Failure): string {
  const { value } = failure;
  const type = value instanceof Error ? value.name : typeof value;
  const error = `<div class="error"><span>${escapeHtml(type)}</span>: <span>${escapeHtml(failure.getErrorMessage())}</span></div>`;
  // The outermost frame comes first, the one that threw last.
  const frames = value instanceof Error ? framesOf(value).reverse().map(formatFrame).join("") : "";
  return withCharacterReferences(`<div>
  <style type="text/css">${STYLE}</style>
  ${error}
  <div class="stackTrace">${frames}</div>
  ${error}
</div>`);
}

/** The message is left out first: it may hold, from a client, lines that look like frames of any file. */
function framesOf(error: Error): Frame[] {
  const stack = error.stack ?? "";
  const message = stack.indexOf(error.message);
  if (message === -1) return [];
  const lines = stack.slice(message + error.message.length).split("\n");
  return lines.flatMap((text) => {
    const match = /^ {4}at (?:(.*) \()?(?:file:\/\/)?(\/[^()]*):(\d+):\d+\)?$/.exec(text);
    return match ? [{ function: match[1] ?? "<anonymous>", file: match[2]!, line: Number(match[3]) }] : [];
  });
}

function formatFrame(frame: Frame): string {
  return `
    <div class="frame">
      <div class="location">
        <span>${escapeHtml(frame.file)}</span>:<span>${frame.line}</span> in
        <span class="function">${escapeHtml(frame.function)}</span>
      </div>
      <div class="snippet">${snippetOf(frame)}</div>
    </div>`;
}

/** The line and its neighbours; nothing where the source can't be read. */
function snippetOf({ file, line }: Frame): string {
  let source: string[];
  try {
    source = fs.readFileSync(file, "utf8").split("\n");
  } catch {
    return "";
  }
  return [line - 1, line, line + 1]
    .filter((number) => number >= 1 && number <= source.length)
    .map((number) => {
      const style = number === line ? "snippetHighlightLine" : "snippetLine";
      const code = `<code class="code">${escapeHtml(source[number - 1]!)}</code>`;
      return `<div class="${style}"><span class="lineno">${number}</span> ${code}</div>`;
    })
    .join("");
}

function withCharacterReferences(html: string): string {
  return html.replace(/[^\0-\x7f]/gu, (char) => `&#${char.codePointAt(0) ?? 0};`);
}
