/** Methods of resources by name, and what makes one not be what is written. */
import { Node, TypeFlags, type MethodDeclaration } from "ts-morph";
import { unclear, type Finding } from "./body-use";
import { memberName, type MemberNode } from "./class-nodes";

export const RENDER_METHOD = /^render_(.+)$/;

/** The methods that may come to run for a request of that method. */
export function renderNames(httpMethod: string): string[] {
  return httpMethod === "HEAD" ? ["render_HEAD", "render_GET"] : [`render_${httpMethod}`];
}

export function isRender(name: string): boolean {
  return name === "render" || RENDER_METHOD.test(name);
}

export function isMethod(member: MemberNode | undefined): member is MethodDeclaration {
  return Node.isMethodDeclaration(member);
}

export function oddity(member: MemberNode, names: readonly string[], isRun: boolean): Finding | undefined {
  const name = Node.isParameterDeclaration(member) ? undefined : member.getNameNode();
  if (Node.isComputedPropertyName(name)) {
    const type = name.getExpression().getType();
    const isKnown = type.isStringLiteral() || (type.getFlags() & TypeFlags.UniqueESSymbol) !== 0;
    if (!isKnown) return unclear("has a method with a computed name", member);
  }
  if (!names.includes(memberName(member))) return undefined;
  const called = memberName(member);
  if (!isMethod(member)) {
    return unclear(`${called} is a field or a getter, for which a marker of the class may not count`, member);
  }
  if (member.getDecorators().length > 0) return unclear(`${called} is decorated`, member);
  if (isRun && member.isAbstract()) return unclear(`${called} is abstract`, member);
  return undefined;
}
