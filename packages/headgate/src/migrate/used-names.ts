/** Members of objects, and the names that they are used by. */
import { Node, type BindingElement, type ObjectBindingPattern } from "ts-morph";
import { unwrapped } from "./named-uses";

/** An object, and the names of its members that are used here; undefined: a name that is computed. */
export interface UsedNames {
  readonly object: Node;
  readonly names: readonly (string | undefined)[];
}

/** undefined: `node` uses no member. */
export function usedNames(node: Node): UsedNames | undefined {
  if (Node.isPropertyAccessExpression(node)) {
    return { object: unwrapped(node.getExpression()), names: [node.getName()] };
  }
  if (Node.isElementAccessExpression(node)) {
    return { object: unwrapped(node.getExpression()), names: namesOf(node.getArgumentExpression()) };
  }
  if (!Node.isObjectBindingPattern(node)) return undefined;
  return { object: takenApart(node), names: node.getElements().flatMap(namesOfElement) };
}

/** A parameter, or a part of something, is known by its pattern. */
function takenApart(pattern: ObjectBindingPattern): Node {
  const parent = pattern.getParent();
  const value = Node.isVariableDeclaration(parent) ? parent.getInitializer() : undefined;
  return value === undefined ? pattern : unwrapped(value);
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
