/** Names and members as values: what they name, and whether they are called there. */
import {
  Node,
  type AsExpression,
  type GetAccessorDeclaration,
  type NonNullExpression,
  type ParenthesizedExpression,
  type SatisfiesExpression,
  type SetAccessorDeclaration,
  type Symbol as TsSymbol,
  type TypeAssertion,
} from "ts-morph";
import { type ClassNode } from "./class-nodes";

type Accessor = GetAccessorDeclaration | SetAccessorDeclaration;

export function isAccessor(node: Node): node is Accessor {
  return Node.isGetAccessorDeclaration(node) || Node.isSetAccessorDeclaration(node);
}

export function accessorsOf(node: ClassNode, name: string | undefined): Accessor[] {
  return node
    .getInstanceMembers()
    .filter((member) => isAccessor(member) && member.getName() === name) as Accessor[];
}

/** What `node` names, if it is a name, a member, or a part that is taken out of an object. */
export function usedSymbol(node: Node): TsSymbol | undefined {
  if (Node.isBindingElement(node)) {
    const name = node.getPropertyNameNode() ?? node.getNameNode();
    const pattern = node.getParentOrThrow();
    return Node.isObjectBindingPattern(pattern) ? pattern.getType().getProperty(name.getText()) : undefined;
  }
  const isUse = Node.isIdentifier(node) || Node.isPropertyAccessExpression(node);
  if (!isUse && !Node.isElementAccessExpression(node)) return undefined;
  const parent = node.getParent();
  const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : node.getSymbol();
  return symbol?.getAliasedSymbol() ?? symbol;
}

/** Which is followed with what it is given. */
export function isCalled(node: Node): boolean {
  const parent = node.getParent();
  if (isWrapper(parent)) return isCalled(parent);
  return (Node.isCallExpression(parent) || Node.isNewExpression(parent)) && parent.getExpression() === node;
}

type Wrapper =
  AsExpression | NonNullExpression | ParenthesizedExpression | SatisfiesExpression | TypeAssertion;

/** Without parentheses, casts and `!`. */
export function unwrapped(node: Node): Node {
  return isWrapper(node) ? unwrapped(node.getExpression()) : node;
}

export function isWrapper(node: Node | undefined): node is Wrapper {
  if (Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node)) return true;
  return Node.isAsExpression(node) || Node.isSatisfiesExpression(node) || Node.isTypeAssertion(node);
}
