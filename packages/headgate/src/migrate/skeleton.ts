/**
 * A `responseForRequest` to begin with, of a render method that reads the whole content once and returns a body. It
 * does what the method did, on the live request; to take the content as it comes is for a person to write.
 */
import { Node, SyntaxKind, type MethodDeclaration, type ReturnStatement } from "ts-morph";
import { indentOf } from "./class-edits";
import type { ClassNode } from "./class-nodes";
import { styleOf } from "./file-style";
import { rewrite, type Replacement } from "./insertions";

export interface SkeletonCode {
  readonly method: string;
  /** The member of the class, indented as it stands there. */
  readonly code: string;
  /** What it needs of @headgate/core. */
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** Why a method is not simple. */
export interface NotSimple {
  readonly reason: string;
}

const TYPES = ["IRequest", "IResponse"];
const LOOPS: ReadonlySet<SyntaxKind> = new Set([
  ...[SyntaxKind.ForStatement, SyntaxKind.ForOfStatement, SyntaxKind.ForInStatement],
  ...[SyntaxKind.WhileStatement, SyntaxKind.DoStatement],
]);

export function skeletonOf(node: ClassNode, method: MethodDeclaration): SkeletonCode | NotSimple {
  const [parameter, ...others] = method.getParameters();
  const name = parameter?.getNameNode();
  const body = method.getBody();
  if (!Node.isIdentifier(name) || others.length > 0 || !Node.isBlock(body)) {
    return { reason: "its parameters are not one request" };
  }
  if (method.isGenerator()) return { reason: "it is a generator" };
  const uses = body
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((use) => use.getSymbol() === name.getSymbol());
  const replacements: Replacement[] = [];
  const seen = new Set<string>();
  for (const use of uses) {
    const known = useIn(use, method);
    if (known === undefined) return { reason: `it uses ${use.getParentOrThrow().getText()}` };
    if (known.kind === "content" && seen.has("content"))
      return { reason: "it reads the content more than once" };
    seen.add(known.kind);
    if (known.replacement !== undefined) replacements.push(known.replacement);
  }
  if (!seen.has("content")) return { reason: "it does not read the content with content.read()" };
  const own = body.getDescendantsOfKind(SyntaxKind.Identifier).map((found) => found.getText());
  const taken = ["headers", "code", "readBody", "respond", "Headers"].find((word) => own.includes(word));
  if (taken !== undefined) return { reason: `it has a name of its own, ${taken}` };
  const code = seen.has("code") ? "code" : "200";
  const headers = seen.has("headers") ? "headers" : '{ "Content-Type": "text/html" }';
  for (const returned of returnsOf(method)) {
    const expression = returned.getExpression();
    if (expression === undefined || !isBody(expression)) return { reason: "it returns no body" };
    replacements.push({
      from: expression.getStart(),
      to: expression.getStart(),
      text: `respond(${code}, ${headers}, `,
    });
    replacements.push({ from: expression.getEnd(), to: expression.getEnd(), text: ")" });
  }
  const { lineEnd, end } = styleOf(node.getSourceFile());
  const indent = indentOf(node);
  const inner = `${indent}${indent.startsWith("\t") ? "\t" : "  "}`;
  const httpMethod = method.getName().slice("render_".length);
  const lines = [
    `${indent}/** ${method.getName()}, with the live request. To take the content as it comes: iterate(${name.getText()}). */`,
    `${indent}override async responseForRequest(${name.getText()}: IRequest): Promise<IResponse> {`,
    ...(seen.has("headers")
      ? [`${inner}const headers = new Headers({ "Content-Type": "text/html" })${end}`]
      : []),
    ...(seen.has("code") ? [`${inner}let code = 200${end}`] : []),
  ];
  const source = node.getSourceFile().getFullText();
  const rest = rewrite(source, body.getStart() + 1, body.getEnd(), replacements);
  return {
    method: httpMethod,
    code: `${lines.join(lineEnd)}${rest}`,
    values: ["readBody", "respond", ...(seen.has("headers") ? ["Headers"] : [])],
    types: TYPES,
  };
}

interface KnownUse {
  readonly kind: "content" | "headers" | "code" | "head";
  readonly replacement?: Replacement;
}

function useIn(use: Node, method: MethodDeclaration): KnownUse | undefined {
  const member = use.getParent();
  if (!Node.isPropertyAccessExpression(member) || member.getExpression() !== use) return undefined;
  const name = member.getName();
  if (["method", "uri", "path"].includes(name)) return { kind: "head" };
  const isNested =
    use.getFirstAncestor((node) => Node.isFunctionLikeDeclaration(node) || Node.isArrowFunction(node)) !==
    method;
  if (isNested) return undefined;
  if (name === "content") return contentRead(use, member);
  const call = member.getParent();
  if (!Node.isCallExpression(call) || !Node.isExpressionStatement(call.getParent())) return undefined;
  const [first, second, ...more] = call.getArguments();
  const text = (node: Node | undefined): string => node?.getText() ?? "";
  const at = { from: member.getStart(), to: member.getEnd() };
  if (name === "setHeader" && first && second && isText(first) && isText(second) && more.length === 0) {
    return { kind: "headers", replacement: { ...at, text: "headers.set" } };
  }
  if (name === "setResponseCode" && first && second === undefined) {
    return {
      kind: "code",
      replacement: { from: call.getStart(), to: call.getEnd(), text: `code = ${text(first)}` },
    };
  }
  return undefined;
}

function contentRead(use: Node, member: Node): KnownUse | undefined {
  const read = member.getParent();
  const call = read?.getParent();
  const isRead =
    Node.isPropertyAccessExpression(read) && read.getName() === "read" && Node.isCallExpression(call);
  if (!isRead || call.getArguments().length > 0) return undefined;
  if (use.getAncestors().some((node) => LOOPS.has(node.getKind()))) return undefined;
  const text = `(await readBody(${use.getText()}))`;
  return { kind: "content", replacement: { from: call.getStart(), to: call.getEnd(), text } };
}

function returnsOf(method: MethodDeclaration): ReturnStatement[] {
  return method
    .getDescendantsOfKind(SyntaxKind.ReturnStatement)
    .filter(
      (found) =>
        found.getFirstAncestor(
          (node) => Node.isFunctionLikeDeclaration(node) || Node.isArrowFunction(node),
        ) === method,
    );
}

function isText(node: Node): boolean {
  const type = node.getType();
  return type.isString() || type.isStringLiteral();
}

function isBody(node: Node): boolean {
  const type = node.getType();
  const parts = type.isUnion() ? type.getUnionTypes() : [type];
  return parts.every((part) => {
    const name = part.getSymbol()?.getName() ?? "";
    return part.isString() || part.isStringLiteral() || name === "Buffer" || name === "Uint8Array";
  });
}
