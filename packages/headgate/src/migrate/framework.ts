/** Which of the declarations that a program uses are ours, and which types are requests of ours. */
import { dirname, join } from "node:path";
import type { Node } from "ts-morph";
import { type Project, type SourceFile, type Symbol as TsSymbol, type Type } from "ts-morph";
import { isClass } from "./class-nodes";

const PACKAGE = "@headgate/legacy-site";
/** Modules that have the old names, the entries of the package included. */
const SPECIFIER = /^(?:@headgate\/legacy-site(?:\/.+)?|headgate\/legacy)$/;
const REQUESTS: ReadonlySet<string> = new Set(["Request", "HttpRequest", "IncomingRequest", "DummyRequest"]);

export class Framework {
  readonly #project: Project;
  /** Folder -> the name of the package that it is in. */
  readonly #packages = new Map<string, string | undefined>();
  readonly #requests = new Map<Node, boolean>();
  /** Types of our classes of requests, as far as the program knows them. */
  #ownRequests: readonly Type[] | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  static isSpecifier(specifier: string): boolean {
    return SPECIFIER.test(specifier);
  }

  /** Declared in the legacy site. */
  owns(node: Node): boolean {
    return this.#packageOf(dirname(node.getSourceFile().getFilePath())) === PACKAGE;
  }

  /** Declared where its code can be read: neither ours nor of a library. */
  isReadable(node: Node): boolean {
    const file = node.getSourceFile();
    return !file.isDeclarationFile() && !file.isInNodeModules() && !this.owns(node);
  }

  /** That name of ours, wherever it was imported from. */
  isNamed(symbol: TsSymbol | undefined, name: string): boolean {
    const actual = symbol?.getAliasedSymbol() ?? symbol;
    return actual?.getName() === name && actual.getDeclarations().some((node) => this.owns(node));
  }

  isRequest(type: Type): boolean {
    if (type.isUnion()) return type.getUnionTypes().some((part) => this.isRequest(part));
    if (type.isIntersection()) return type.getIntersectionTypes().some((part) => this.isRequest(part));
    const constraint = type.isTypeParameter() ? type.getConstraint() : undefined;
    if (constraint !== undefined) return this.isRequest(constraint);
    const declarations = type.getSymbol()?.getDeclarations() ?? [];
    return declarations.some((node) => isClass(node) && this.#isRequestClass(node, type));
  }

  /** A request of ours may be kept under this type, though it does not say so. */
  fitsRequest(type: Type): boolean {
    if (type.isUnion()) return type.getUnionTypes().some((part) => this.fitsRequest(part));
    const checker = this.#project.getTypeChecker();
    return this.#requestTypes.some((request) => checker.isTypeAssignableTo(request, type));
  }

  get #requestTypes(): readonly Type[] {
    return (this.#ownRequests ??= this.#project
      .getSourceFiles()
      .filter((file) => this.owns(file))
      .flatMap((file) => file.getClasses())
      .filter((found) => REQUESTS.has(found.getName() ?? ""))
      .map((found) => found.getType()));
  }

  #isRequestClass(node: Node, type: Type): boolean {
    const known = this.#requests.get(node);
    if (known !== undefined) return known;
    const isOurs = REQUESTS.has(type.getSymbol()?.getName() ?? "") && this.owns(node);
    const isRequest = isOurs || type.getBaseTypes().some((base) => this.isRequest(base));
    this.#requests.set(node, isRequest);
    return isRequest;
  }

  #packageOf(folder: string): string | undefined {
    if (this.#packages.has(folder)) return this.#packages.get(folder);
    const name =
      this.#nameIn(folder) ?? (dirname(folder) === folder ? undefined : this.#packageOf(dirname(folder)));
    this.#packages.set(folder, name);
    return name;
  }

  #nameIn(folder: string): string | undefined {
    const files = this.#project.getFileSystem();
    const path = join(folder, "package.json");
    if (!files.fileExistsSync(path)) return undefined;
    const { name } = JSON.parse(files.readFileSync(path)) as { name?: string };
    return name;
  }
}

/** The imports of a file that lead to the old names. */
export function importsOfFramework(file: SourceFile): ReturnType<SourceFile["getImportDeclarations"]> {
  return file.getImportDeclarations().filter((found) => SPECIFIER.test(found.getModuleSpecifierValue()));
}
