/** The classes of a program and how they derive from each other, as far as that can be read. */
import { Node, SyntaxKind, type Project } from "ts-morph";
import { instanceTypeOf, isConst, isWritten, type ClassNode } from "./class-nodes";
import type { Framework } from "./framework";

/** A class with all above it. `isKnown` is false where it extends what is no class that could be found. */
export interface Chain {
  readonly nodes: readonly ClassNode[];
  readonly isKnown: boolean;
}

export class Classes {
  readonly #framework: Framework;
  /** All that can be read, in the order of files. */
  readonly all: readonly ClassNode[];
  readonly #chains = new Map<ClassNode, Chain>();
  /** What the program does to prototypes and methods after the classes were written. */
  readonly #changed = new Set<Node>();

  constructor(project: Project, framework: Framework) {
    this.#framework = framework;
    const files = project.getSourceFiles().filter((file) => framework.isReadable(file));
    this.all = files.flatMap((file) => [
      ...file.getDescendantsOfKind(SyntaxKind.ClassDeclaration),
      ...file.getDescendantsOfKind(SyntaxKind.ClassExpression),
    ]);
    for (const file of files) this.#noteChanges(file);
  }

  chainOf(node: ClassNode): Chain {
    const known = this.#chains.get(node);
    if (known !== undefined) return known;
    // What extends itself is not code that compiles; it ends here.
    this.#chains.set(node, { nodes: [node], isKnown: false });
    const extended = node.getExtends()?.getExpression();
    const base = extended && this.#classNamedBy(extended);
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
    return this.#changed.has(node);
  }

  /** Who may inherit from `node`: what can't be followed may inherit from anything. */
  below(node: ClassNode): ClassNode[] {
    return this.all.filter((other) => {
      if (other === node) return false;
      const { nodes, isKnown } = this.chainOf(other);
      return nodes.includes(node) || !isKnown;
    });
  }

  #classNamedBy(expression: Node): ClassNode | undefined {
    if (!Node.isIdentifier(expression) && !Node.isPropertyAccessExpression(expression)) return undefined;
    const symbol = expression.getSymbol();
    const declaration = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations()[0];
    if (declaration === undefined) return undefined;
    if (Node.isClassDeclaration(declaration)) return declaration;
    if (!Node.isVariableDeclaration(declaration) || !isConst(declaration)) return undefined;
    const value = declaration.getInitializer();
    if (Node.isClassExpression(value)) return value;
    return value && this.#classNamedBy(value);
  }

  #noteChanges(file: Node): void {
    for (const access of file.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression)) {
      if (access.getName() === "prototype") this.#noteChanged(this.#classNamedBy(access.getExpression()));
      if (isWritten(access))
        for (const node of access.getSymbol()?.getDeclarations() ?? []) this.#noteChanged(node);
    }
  }

  #noteChanged(node: Node | undefined): void {
    if (node !== undefined) this.#changed.add(node);
  }
}
