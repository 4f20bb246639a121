/** What the code around an expression does with it, where that expression is a request. */
import { Node, SyntaxKind, type ObjectBindingPattern } from "ts-morph";
import { isWritten } from "./class-nodes";
import { isWrapper } from "./named-uses";

export type Place =
  | { readonly kind: "harmless" }
  | { readonly kind: "member"; readonly name: string; readonly at: Node }
  /** `const { method } = request` */
  | { readonly kind: "parts"; readonly at: ObjectBindingPattern }
  | { readonly kind: "escape"; readonly what: string };

const HARMLESS: Place = { kind: "harmless" };
const COMPARISONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.InstanceOfKeyword,
]);

export function placeOfRequest(request: Node): Place {
  let node = request;
  let parent = node.getParent();
  while (isWrapper(parent)) {
    node = parent;
    parent = node.getParent();
  }
  if (isWritten(node)) return escape(`stores a request in ${node.getText()}`);
  if (Node.isPropertyAccessExpression(parent)) return { kind: "member", name: parent.getName(), at: parent };
  if (Node.isElementAccessExpression(parent)) return elementOf(parent, node);
  if (Node.isVariableDeclaration(parent)) return initializing(parent.getNameNode());
  // Judged with the call.
  if (Node.isCallExpression(parent) || Node.isNewExpression(parent)) {
    return parent.getExpression() === node ? escape("calls the request") : HARMLESS;
  }
  return Node.isBinaryExpression(parent) ? operand(parent) : elsewhere(parent, node);
}

function elementOf(access: Node, request: Node): Place {
  if (!Node.isElementAccessExpression(access) || access.getExpression() !== request) {
    return escape("uses the request as a name");
  }
  const argument = access.getArgumentExpression();
  if (!Node.isStringLiteral(argument)) return escape("uses a member of the request by a computed name");
  return { kind: "member", name: argument.getLiteralValue(), at: access };
}

function initializing(name: Node): Place {
  if (Node.isObjectBindingPattern(name)) return { kind: "parts", at: name };
  return Node.isIdentifier(name) ? HARMLESS : escape("takes the request apart");
}

function operand(parent: Node): Place {
  if (!Node.isBinaryExpression(parent)) return escape("computes with the request");
  const operator = parent.getOperatorToken().getKind();
  if (COMPARISONS.has(operator)) return HARMLESS;
  if (operator === SyntaxKind.EqualsToken) return escape(`stores a request in ${parent.getLeft().getText()}`);
  return escape("computes with the request");
}

function elsewhere(parent: Node | undefined, request: Node): Place {
  switch (parent?.getKind()) {
    case SyntaxKind.TypeOfExpression:
    case SyntaxKind.VoidExpression:
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.ExpressionStatement:
    case SyntaxKind.IfStatement:
      return HARMLESS;
    case SyntaxKind.ConditionalExpression:
      return Node.isConditionalExpression(parent) && parent.getCondition() === request
        ? HARMLESS
        : escape("chooses between requests");
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ArrowFunction:
      return escape("returns the request");
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.ShorthandPropertyAssignment:
    case SyntaxKind.SpreadAssignment:
      return escape("puts the request into an object");
    default:
      return escape("uses the request in a way that this can't read");
  }
}

function escape(what: string): Place {
  return { kind: "escape", what };
}
