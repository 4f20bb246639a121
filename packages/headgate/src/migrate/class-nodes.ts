/** Small questions about classes and members, as they are written. */
import {
  Node,
  SyntaxKind,
  VariableDeclarationKind,
  type ClassDeclaration,
  type ClassExpression,
  type Type,
} from "ts-morph";

export type ClassNode = ClassDeclaration | ClassExpression;
export type MemberNode = ReturnType<ClassNode["getInstanceMembers"]>[number];

export function isClass(node: Node | undefined): node is ClassNode {
  return Node.isClassDeclaration(node) || Node.isClassExpression(node);
}

/** What its objects are. */
export function instanceTypeOf(node: ClassNode): Type {
  const type = node.getType();
  return type.getConstructSignatures()[0]?.getReturnType() ?? type;
}

/** As a person would call it. */
export function nameOf(node: ClassNode): string {
  const parent = node.getParent();
  const name = node.getName() ?? (Node.isVariableDeclaration(parent) ? parent.getName() : undefined);
  return name ?? "(a class without a name)";
}

/** The member of objects of the class itself; of overloads, the one with the code. */
export function ownMember(node: ClassNode, name: string): MemberNode | undefined {
  return node.getInstanceMembers().find((member) => memberName(member) === name);
}

export function memberName(member: MemberNode): string {
  const name = Node.isParameterDeclaration(member) ? undefined : member.getNameNode();
  const computed = Node.isComputedPropertyName(name) ? name.getExpression() : name;
  return Node.isStringLiteral(computed) ? computed.getLiteralValue() : member.getName();
}

export function isConst(node: Node): boolean {
  const statement = node.getFirstAncestorByKind(SyntaxKind.VariableDeclarationList);
  return statement?.getDeclarationKind() === VariableDeclarationKind.Const;
}

/** The target of an assignment, of `delete`, `++` or `--`, or of a destructuring. */
export function isWritten(node: Node): boolean {
  const parent = node.getParent();
  if (Node.isBinaryExpression(parent)) {
    const { kind } = parent.getOperatorToken().compilerNode;
    const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
    return assigns && parent.getLeft() === node;
  }
  if (Node.isPrefixUnaryExpression(parent) || Node.isPostfixUnaryExpression(parent)) {
    const operator = parent.getOperatorToken();
    return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
  }
  if (Node.isPropertyAssignment(parent)) return isWritten(parent.getParent());
  return Node.isDeleteExpression(parent) || (Node.isArrayLiteralExpression(parent) && isWritten(parent));
}
