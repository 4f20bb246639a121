/** What has no type, `any` or `unknown`, and by which names its members are used. */
import { Node, type BindingElement } from "ts-morph";
import { unwrapped } from "./named-uses";

/** What has no type, and the names that are used of it; undefined: a name that is computed. */
export function namesOfUntyped(node: Node): {
  readonly object?: Node;
  readonly names: readonly (string | undefined)[];
} {
  if (Node.isPropertyAccessExpression(node)) return ofUntyped(node.getExpression(), () => [node.getName()]);
  if (Node.isElementAccessExpression(node)) {
    return ofUntyped(node.getExpression(), () => namesOf(node.getArgumentExpression()));
  }
  const value = Node.isVariableDeclaration(node) ? node.getInitializer() : undefined;
  const pattern = Node.isVariableDeclaration(node) ? node.getNameNode() : undefined;
  if (value === undefined || !Node.isObjectBindingPattern(pattern)) return { names: [] };
  return ofUntyped(value, () => pattern.getElements().flatMap(namesOfElement));
}

function ofUntyped(
  expression: Node,
  names: () => readonly (string | undefined)[],
): ReturnType<typeof namesOfUntyped> {
  const object = unwrapped(expression);
  const type = object.getType();
  return type.isAny() || type.isUnknown() ? { object, names: names() } : { names: [] };
}

function namesOf(key: Node | undefined): (string | undefined)[] {
  const type = key?.getType();
  if (type === undefined || type.isNumber() || type.isNumberLiteral()) return [];
  const name = type.isStringLiteral() ? type.getLiteralValue() : undefined;
  return [typeof name === "string" ? name : undefined];
}

function namesOfElement(element: BindingElement): (string | undefined)[] {
  const name = element.getPropertyNameNode() ?? element.getNameNode();
  // What is left may be all of it, and is judged where it is used.
  if (element.getDotDotDotToken() !== undefined) return [];
  if (Node.isComputedPropertyName(name)) return namesOf(name.getExpression());
  return [Node.isStringLiteral(name) ? name.getLiteralValue() : name.getText()];
}
