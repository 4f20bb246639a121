/** How a file is written, as far as lines that are added should look the same. */
import type { SourceFile } from "ts-morph";

export interface FileStyle {
  readonly lineEnd: "\n" | "\r\n";
  readonly quote: "'" | '"';
  /** Behind a statement. */
  readonly end: ";" | "";
}

export function styleOf(file: SourceFile): FileStyle {
  const imports = file.getImportDeclarations().map((found) => found.getText());
  const hasQuote = imports.some((text) => text.includes("'"));
  const hasEnd = imports.length === 0 || imports.some((text) => text.endsWith(";"));
  return {
    lineEnd: file.getFullText().includes("\r\n") ? "\r\n" : "\n",
    quote: hasQuote ? "'" : '"',
    end: hasEnd ? ";" : "",
  };
}
