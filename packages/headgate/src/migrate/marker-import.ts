/** By which names a file can speak of markers, and what it has to import for that. */
import { SyntaxKind, type ImportDeclaration, type ImportSpecifier, type SourceFile } from "ts-morph";
import { styleOf } from "./file-style";
import { importsOfFramework, type Framework } from "./framework";
import type { Insertion } from "./insertions";

export interface NamesInFile {
  /** Name of the export -> what to write for it here: "CONTENT_BLIND", "web.CONTENT_BLIND". */
  readonly written: ReadonlyMap<string, string>;
  readonly insertions: readonly Insertion[];
  /** These can't be imported, since the file has something else of that name. */
  readonly taken: readonly string[];
}

/** @param names exports of the legacy site, in the order in which they are to be imported */
export function importNames(file: SourceFile, names: readonly string[], framework: Framework): NamesInFile {
  const written = new Map<string, string>();
  const missing: string[] = [];
  const taken: string[] = [];
  for (const name of names) {
    const known = importedAs(file, name, framework);
    if (known !== undefined) written.set(name, known);
    else if (isTaken(file, name, framework)) taken.push(name);
    else missing.push(name);
  }
  for (const name of missing) written.set(name, name);
  return { written, insertions: missing.length === 0 ? [] : insertionsFor(file, missing), taken };
}

function importedAs(file: SourceFile, name: string, framework: Framework): string | undefined {
  for (const found of importsOfFramework(file)) {
    if (found.isTypeOnly()) continue;
    const specifier = found.getNamedImports().find((one) => one.getName() === name && !one.isTypeOnly());
    const node = specifier?.getAliasNode() ?? specifier?.getNameNode();
    if (specifier && node && framework.isNamed(node.getSymbol(), name)) {
      return specifier.getAliasNode()?.getText() ?? name;
    }
    const namespace = found.getNamespaceImport();
    if (namespace !== undefined && doesExport(found, name)) return `${namespace.getText()}.${name}`;
  }
  return undefined;
}

/** Anywhere in the file: a name inside a function could hide the import. */
function isTaken(file: SourceFile, name: string, framework: Framework): boolean {
  return file
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .some((node) => node.getText() === name && !framework.isNamed(node.getSymbol(), name));
}

function doesExport(found: ImportDeclaration, name: string): boolean {
  const module = found.getModuleSpecifierSourceFile();
  return module?.getExportSymbols().some((symbol) => symbol.getName() === name) ?? false;
}

function insertionsFor(file: SourceFile, names: readonly string[]): Insertion[] {
  const able = importsOfFramework(file).find(
    (found) =>
      !found.isTypeOnly() &&
      found.getNamedImports().length > 0 &&
      names.every((name) => doesExport(found, name)),
  );
  if (able !== undefined) return names.map((name) => amongSpecifiers(able.getNamedImports(), name));
  return [newImport(file, names)];
}

/** Where it belongs by the alphabet, types aside. */
function amongSpecifiers(specifiers: readonly ImportSpecifier[], name: string): Insertion {
  const values = specifiers.filter((specifier) => !specifier.isTypeOnly());
  const next = values.find((value) => value.getName().toLowerCase() > name.toLowerCase());
  const before = next ?? (values.length === 0 ? specifiers[0] : undefined);
  if (before !== undefined) return { at: before.getStart(), text: `${name},${gapBefore(before)}` };
  const last = values[values.length - 1]!;
  return { at: last.getEnd(), text: `,${gapBefore(last)}${name}` };
}

/** On one line, or each on its own. */
function gapBefore(specifier: ImportSpecifier): string {
  const gap = /\s*$/.exec(specifier.getSourceFile().getFullText().slice(0, specifier.getStart()))?.[0] ?? " ";
  return gap.includes("\n") ? gap.slice(gap.lastIndexOf("\n") - (gap.includes("\r\n") ? 1 : 0)) : " ";
}

/** Only the whole package exports the markers; the modules of twisted.web had none. */
function newImport(file: SourceFile, names: readonly string[]): Insertion {
  const ours = importsOfFramework(file);
  const isShort = ours.some((found) => found.getModuleSpecifierValue().startsWith("headgate/"));
  const imports = file.getImportDeclarations();
  const { quote, end, lineEnd } = styleOf(file);
  const specifier = isShort ? "headgate/legacy" : "@headgate/legacy-site";
  const line = `import { ${names.join(", ")} } from ${quote}${specifier}${quote}${end}`;
  const before = ours[0] ?? imports.find((found) => found.getModuleSpecifierValue().startsWith("."));
  if (before !== undefined) return { at: before.getStart(), text: `${line}${lineEnd}` };
  const last = imports.at(-1);
  if (last !== undefined) return { at: last.getEnd(), text: `${lineEnd}${line}` };
  return { at: file.getStatements()[0]?.getStart() ?? 0, text: `${line}${lineEnd}` };
}
