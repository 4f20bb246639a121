/** What markers say about a class, by the rules of the legacy site: they count at or below who owns the methods. */
import { Node } from "ts-morph";
import { ownMember, type ClassNode } from "./class-nodes";
import type { Classes } from "./classes";
import type { Framework } from "./framework";

export type MarkerName = "CONTENT_BLIND" | "RENDERS_BLIND";

export class Markers {
  readonly #framework: Framework;
  readonly #classes: Classes;
  /** Those that the migration adds. */
  readonly #planned = new Map<ClassNode, Set<MarkerName>>();

  constructor(framework: Framework, classes: Classes) {
    this.#framework = framework;
    this.#classes = classes;
  }

  plan(node: ClassNode, marker: MarkerName): void {
    this.#planned.set(node, (this.#planned.get(node) ?? new Set()).add(marker));
  }

  plannedFor(node: ClassNode): MarkerName[] {
    return [...(this.#planned.get(node) ?? [])];
  }

  /** The class itself carries it, whatever it says. */
  isWritten(node: ClassNode, marker: MarkerName | "STREAMING"): boolean {
    return this.valueOf(node, marker) !== undefined;
  }

  /** The text of its value. */
  valueOf(node: ClassNode, marker: MarkerName | "STREAMING"): string | undefined {
    const found = node.getStaticProperties().find((property) => {
      const name = Node.isPropertyDeclaration(property) ? property.getNameNode() : undefined;
      const expression = Node.isComputedPropertyName(name) ? name.getExpression() : undefined;
      return this.#framework.isNamed(expression?.getSymbol(), marker);
    });
    // A declaration of types has the type in its place.
    return found && (initializerOf(found) ?? found.getType().getText());
  }

  /** Somebody has spoken of all of these methods, in `node` or above: no more is to be said. */
  covers(node: ClassNode, marker: MarkerName, methods: readonly string[]): boolean {
    for (const owner of this.#classes.chainOf(node).nodes) {
      if (this.isWritten(owner, marker) || this.#planned.get(owner)?.has(marker) === true) return true;
      if (methods.some((method) => ownMember(owner, method) !== undefined)) return false;
    }
    return false;
  }

  /** A class above has it, or gets it: what is written here overrides that. */
  isInherited(node: ClassNode, marker: MarkerName): boolean {
    const above = this.#classes.chainOf(node).nodes.slice(1);
    return above.some(
      (owner) => this.isWritten(owner, marker) || this.#planned.get(owner)?.has(marker) === true,
    );
  }

  /** The compiler would refuse `true` where a class above says otherwise. */
  isContradicted(node: ClassNode, marker: MarkerName): boolean {
    const values = this.#classes
      .chainOf(node)
      .nodes.slice(1)
      .map((owner) => this.valueOf(owner, marker));
    return values.some((value) => value !== undefined && value !== "true");
  }
}

function initializerOf(node: Node): string | undefined {
  return Node.isInitializerExpressionGetable(node) ? node.getInitializer()?.getText() : undefined;
}
