/** Lines that a class gets: markers in front of its members, a method behind them. */
import { Node, SyntaxKind } from "ts-morph";
import { type ClassNode } from "./class-nodes";
import { styleOf } from "./file-style";
import type { Insertion } from "./insertions";

/** Statics, as the first members of `node`. */
export function insertFirst(node: ClassNode, lines: readonly string[]): Insertion {
  const text = node.getSourceFile().getFullText();
  const opening = node.getFirstChildByKindOrThrow(SyntaxKind.OpenBraceToken).getEnd();
  const end = text.indexOf("\n", opening);
  const [first] = node.getMembersWithComments();
  const isOnOneLine = end === -1 || first === undefined || first.getStart() < end;
  // Between members on one line a semicolon is needed, whatever the file does elsewhere.
  if (isOnOneLine) return { at: opening, text: lines.map((line) => ` ${line.replace(/;?$/, ";")}`).join("") };
  const { lineEnd: eol } = styleOf(node.getSourceFile());
  const block = lines.map((line) => `${indentOf(node)}${line}${eol}`).join("");
  return { at: end + 1, text: isField(node) ? block : `${block}${eol}` };
}

/** A member, behind all others. */
export function insertLast(node: ClassNode, code: string): Insertion {
  const { lineEnd } = styleOf(node.getSourceFile());
  const last = node.getMembersWithComments().at(-1);
  const at = last?.getEnd() ?? node.getFirstChildByKindOrThrow(SyntaxKind.OpenBraceToken).getEnd();
  return { at, text: `${lineEnd}${lineEnd}${code}` };
}

/** What stands in front of the members. */
export function indentOf(node: ClassNode): string {
  const first = node.getMembersWithComments()[0];
  const text = node.getSourceFile().getFullText();
  const start = first?.getStart(true) ?? 0;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^\s*$/.test(line) ? line : "  ";
}

/** Fields stand together; a method is set apart. */
function isField(node: ClassNode): boolean {
  const first = node.getMembers()[0];
  return Node.isPropertyDeclaration(first);
}
