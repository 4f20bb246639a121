/** What a skeleton needs of the streaming core, imported into its file. */
import { SyntaxKind, type ImportDeclaration, type SourceFile } from "ts-morph";
import { styleOf } from "./file-style";
import { importsOfFramework } from "./framework";
import type { Insertion } from "./insertions";
import type { SkeletonCode } from "./skeleton";

const CORE: ReadonlySet<string> = new Set(["@headgate/core", "headgate"]);

/** A name that the file has for something else. */
export function takenName(file: SourceFile, { values, types }: SkeletonCode): string | undefined {
  const known = new Set(coreImports(file).flatMap(importedNames));
  const found = new Set(file.getDescendantsOfKind(SyntaxKind.Identifier).map((node) => node.getText()));
  return [...values, ...types].find((name) => found.has(name) && !known.has(name));
}

export function importOfCore(file: SourceFile, skeletons: readonly SkeletonCode[]): Insertion[] {
  const ofValues = coreImports(file).filter((found) => !found.isTypeOnly());
  const knownValues = new Set(ofValues.flatMap(importedNames));
  const knownTypes = new Set(coreImports(file).flatMap(importedNames));
  const values = new Set(skeletons.flatMap((one) => one.values).filter((name) => !knownValues.has(name)));
  const types = new Set(skeletons.flatMap((one) => one.types).filter((name) => !knownTypes.has(name)));
  const names = [...[...values].sort(), ...[...types].sort().map((name) => `type ${name}`)];
  const at = file.getImportDeclarations()[0]?.getStart();
  if (names.length === 0 || at === undefined) return [];
  const { quote, end, lineEnd } = styleOf(file);
  const isShort = importsOfFramework(file).some((one) =>
    one.getModuleSpecifierValue().startsWith("headgate/"),
  );
  const specifier = isShort ? "headgate" : "@headgate/core";
  return [{ at, text: `import { ${names.join(", ")} } from ${quote}${specifier}${quote}${end}${lineEnd}` }];
}

function coreImports(file: SourceFile): ImportDeclaration[] {
  return file.getImportDeclarations().filter((found) => CORE.has(found.getModuleSpecifierValue()));
}

function importedNames(found: ImportDeclaration): string[] {
  return found.getNamedImports().map((one) => one.getName());
}
