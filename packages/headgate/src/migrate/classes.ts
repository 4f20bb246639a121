/** The classes of a program and how they derive from each other, as far as that can be read. */
import { Node, SyntaxKind, type MethodDeclaration, type Project } from "ts-morph";
import { instanceTypeOf, isConst, isWritten, type ClassNode } from "./class-nodes";
import type { Framework } from "./framework";

/** A class with all above it. `isKnown` is false where it extends what is no class that could be found. */
export interface Chain {
  readonly nodes: readonly ClassNode[];
  readonly isKnown: boolean;
}

/** What the language calls by itself: in a template, a loop, an await. */
const BY_ITSELF = /^(?:toString|valueOf|toJSON|then|\[Symbol\.\w+\])$/;

const CHANGES_OBJECTS = /^(?:Object|Reflect)\.(?:assign|define\w+|set\w*)$/;

export class Classes {
  readonly #framework: Framework;
  /** All that can be read, in the order of files. */
  readonly all: readonly ClassNode[];
  /** Methods that run where no call is written, of classes and of objects. */
  readonly runByThemselves: readonly MethodDeclaration[];
  readonly #chains = new Map<ClassNode, Chain>();
  /** What the program does to prototypes and methods after the classes were written. */
  readonly #changed = new Set<Node>();
  readonly #changedNames = new Set<string>();

  constructor(project: Project, framework: Framework) {
    this.#framework = framework;
    const files = project.getSourceFiles().filter((file) => framework.isReadable(file));
    this.all = files.flatMap((file) => [
      ...file.getDescendantsOfKind(SyntaxKind.ClassDeclaration),
      ...file.getDescendantsOfKind(SyntaxKind.ClassExpression),
    ]);
    this.runByThemselves = files
      .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.MethodDeclaration))
      .filter((method) => BY_ITSELF.test(method.getName()));
    for (const file of files) this.#noteChanges(file);
  }

  chainOf(node: ClassNode): Chain {
    const known = this.#chains.get(node);
    if (known !== undefined) return known;
    // What extends itself is not code that compiles; it ends here.
    this.#chains.set(node, { nodes: [node], isKnown: false });
    const extended = node.getExtends()?.getExpression();
    const base = extended && this.classNamedBy(extended);
    const above = base && this.chainOf(base);
    const isKnown = above?.isKnown ?? extended === undefined;
    const chain = { nodes: [node, ...(above?.nodes ?? [])], isKnown };
    this.#chains.set(node, chain);
    return chain;
  }

  /** Extends Resource. */
  isResource(node: ClassNode): boolean {
    return this.chainOf(node).nodes.some((above) => this.isStandard(above));
  }

  /** Looks like a resource, but what it extends can't be followed. */
  isLostResource(node: ClassNode): boolean {
    const { isKnown } = this.chainOf(node);
    if (isKnown) return false;
    const type = instanceTypeOf(node);
    return ["getChildWithDefault", "putChild", "render"].every(
      (name) => type.getProperty(name) !== undefined,
    );
  }

  /** Resource itself. */
  isStandard(node: ClassNode): boolean {
    return node.getName() === "Resource" && this.#framework.owns(node);
  }

  isOurs(node: ClassNode): boolean {
    return this.#framework.owns(node);
  }

  /** The prototype, or one of the methods, is used as a value that can be changed. */
  isChanged(node: Node): boolean {
    return this.#changed.has(node) || (Node.hasName(node) && this.isNameChanged(node.getName()));
  }

  /** A member of that name is set, on an object of which nobody can tell what it is. */
  isNameChanged(name: string): boolean {
    return this.#changedNames.has(name);
  }

  /** What is changed after it was written. */
  get changed(): Iterable<Node> {
    return this.#changed;
  }

  /** Who may inherit from `node`: what can't be followed may inherit from anything. */
  below(node: ClassNode): ClassNode[] {
    return this.all.filter((other) => {
      if (other === node) return false;
      const { nodes, isKnown } = this.chainOf(other);
      return nodes.includes(node) || !isKnown;
    });
  }

  /** undefined: no class of the program, or not always the same. */
  classNamedBy(expression: Node): ClassNode | undefined {
    if (!Node.isIdentifier(expression) && !Node.isPropertyAccessExpression(expression)) return undefined;
    const symbol = expression.getSymbol();
    const declaration = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations()[0];
    if (declaration === undefined) return undefined;
    if (Node.isClassDeclaration(declaration)) return declaration;
    if (!Node.isVariableDeclaration(declaration) || !isConst(declaration)) return undefined;
    const value = declaration.getInitializer();
    if (Node.isClassExpression(value)) return value;
    return value && this.classNamedBy(value);
  }

  #noteChanges(file: Node): void {
    for (const access of file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression)) {
      if (access.getName() === "prototype") this.#noteChanged(this.classNamedBy(access.getExpression()));
      if (isWritten(access)) this.#noteWritten(access, access.getName());
    }
    for (const access of file.getDescendantsOfKind(SyntaxKind.ElementAccessExpression)) {
      const name = access.getArgumentExpression();
      if (isWritten(access) && Node.isStringLiteral(name)) this.#noteWritten(access, name.getLiteralValue());
    }
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      if (CHANGES_OBJECTS.test(call.getExpression().getText())) this.#noteReflected(call.getArguments());
    }
  }

  /** Without a type it may be a member of any object. */
  #noteWritten(access: Node, name: string): void {
    const declarations = access.getSymbol()?.getDeclarations() ?? [];
    if (declarations.length === 0) this.#changedNames.add(name);
    for (const node of declarations) this.#noteChanged(node);
  }

  /** Object.assign(page, { helper }), Object.defineProperty(page, "helper", ...), Object.setPrototypeOf(Page, ...) */
  #noteReflected(given: readonly Node[]): void {
    // That is a new object.
    if (Node.isObjectLiteralExpression(given[0])) return;
    for (const argument of given) {
      if (Node.isStringLiteral(argument)) this.#changedNames.add(argument.getLiteralValue());
      else if (Node.isIdentifier(argument)) this.#noteChanged(this.classNamedBy(argument));
      else if (Node.isObjectLiteralExpression(argument)) {
        for (const property of argument.getType().getProperties()) this.#changedNames.add(property.getName());
      }
    }
  }

  #noteChanged(node: Node | undefined): void {
    if (node !== undefined) this.#changed.add(node);
  }
}
