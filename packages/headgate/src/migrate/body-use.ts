/**
 * Whether code may come to touch the body of a request: reads a function, and whatever it calls that can be read.
 *
 * A request is whatever has the type of one, and the parameters that are known to be one. Of it only what
 * `request-members.ts` lists is safe, in the places listed here; anything else is a finding, read or not
 * understood, and one finding is enough.
 */
import {
  Node,
  SyntaxKind,
  type CallExpression,
  type NewExpression,
  type ObjectBindingPattern,
  type PropertyDeclaration,
  type Symbol as TsSymbol,
} from "ts-morph";
import { type Callee, type Callees, type FunctionNode } from "./callees";
import { isClass, isWritten } from "./class-nodes";
import type { Framework } from "./framework";
import { isWrapper, unwrapped } from "./named-uses";
import { placeOfRequest } from "./request-place";
import { useOfMember } from "./request-members";
import { usedNames } from "./used-names";

export interface Finding {
  /** It reads the body; or nobody can tell by reading. */
  readonly kind: "reads" | "unclear";
  /** What it does: "reads request.content". */
  readonly what: string;
  readonly at: Node;
}

/** What calling a method of ours amounts to. */
export type StandardMethod = (owner: NonNullable<Callee["standard"]>, at: Node) => Finding | undefined;

export interface BodyUseOptions {
  readonly framework: Framework;
  readonly callees: Callees;
  /** Of the requests that come to this code, where they are all of one. */
  readonly httpMethod: string | undefined;
  /** A member of Request that the program overrides, in a subclass or later. */
  readonly overridden: (name: string) => boolean;
  readonly standard: StandardMethod;
}

export class BodyUse {
  readonly #options: BodyUseOptions;
  readonly #read = new Set<string>();

  constructor(options: BodyUseOptions) {
    this.#options = options;
  }

  /** @param requests which of its parameters are given the request */
  in(code: FunctionNode, requests: readonly number[]): Finding | undefined {
    const key = `${code.getSourceFile().getFilePath()}:${code.getPos()}:${requests.join()}`;
    if (this.#read.has(key)) return undefined;
    this.#read.add(key);
    const tracked = new Set<TsSymbol>();
    const parameters = code.getParameters().filter((parameter) => parameter.getName() !== "this");
    for (const index of requests) {
      const parameter = parameters[index] ?? parameters.find((last) => last.isRestParameter());
      if (parameter === undefined) continue;
      if (parameter.isRestParameter()) return unclear("takes the request among others", parameter);
      if (parameter.isParameterProperty()) return unclear("stores the request in a field", parameter);
      const found = this.#bind(parameter.getNameNode(), tracked);
      if (found !== undefined) return found;
    }
    this.#trackAliases(code, tracked);
    return this.#scan(code, tracked, requests.length > 0);
  }

  /** A field that is set when an object is made: no request is given to it. */
  #field(field: PropertyDeclaration): Finding | undefined {
    const key = `${field.getSourceFile().getFilePath()}:${field.getPos()}`;
    if (this.#read.has(key)) return undefined;
    this.#read.add(key);
    return this.#scan(field, new Set(), false);
  }

  /** A name that is a request from here on, or names for parts of one. */
  #bind(name: Node, tracked: Set<TsSymbol>): Finding | undefined {
    if (Node.isObjectBindingPattern(name)) return this.#parts(name);
    const symbol = Node.isIdentifier(name) ? name.getSymbol() : undefined;
    if (symbol === undefined) return unclear("takes the request apart", name);
    tracked.add(symbol);
    return undefined;
  }

  #parts(pattern: ObjectBindingPattern): Finding | undefined {
    for (const element of pattern.getElements()) {
      const name = element.getPropertyNameNode() ?? element.getNameNode();
      const isPlain = Node.isIdentifier(name) && element.getDotDotDotToken() === undefined;
      if (!isPlain) return unclear("takes the request apart", element);
      const found = this.#member(name.getText(), element, false);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `const r = request`, however far that goes. */
  #trackAliases(code: Node, tracked: Set<TsSymbol>): void {
    const declarations = code.getDescendantsOfKind(SyntaxKind.VariableDeclaration);
    for (let size = -1; size !== tracked.size;) {
      size = tracked.size;
      for (const declaration of declarations) {
        const value = declaration.getInitializer();
        const symbol = declaration.getNameNode().getSymbol();
        if (value && symbol && this.#isTracked(unwrapped(value), tracked)) tracked.add(symbol);
      }
    }
  }

  #isTracked(node: Node, tracked: ReadonlySet<TsSymbol>): boolean {
    if (!Node.isIdentifier(node)) return false;
    const parent = node.getParent();
    const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : node.getSymbol();
    return symbol !== undefined && tracked.has(symbol);
  }

  #isRequest(node: Node, tracked: ReadonlySet<TsSymbol>): boolean {
    if (!Node.isExpression(node) || Node.isSuperExpression(node)) return false;
    // Has the type of its elements, which are not used yet.
    if (Node.isSpreadElement(node)) return false;
    return this.#isTracked(node, tracked) || this.#options.framework.isRequest(node.getType());
  }

  #scan(code: Node, tracked: ReadonlySet<TsSymbol>, hasRequest: boolean): Finding | undefined {
    return code.forEachChild((node) => {
      if (Node.isTypeNode(node) && !Node.isExpressionWithTypeArguments(node)) return undefined;
      return this.#look(node, tracked, hasRequest) ?? this.#scan(node, tracked, hasRequest);
    });
  }

  #look(node: Node, tracked: ReadonlySet<TsSymbol>, hasRequest: boolean): Finding | undefined {
    if (hasRequest && Node.isIdentifier(node) && ["arguments", "eval"].includes(node.getText())) {
      return unclear(`uses ${node.getText()}`, node);
    }
    if (Node.isCallExpression(node) || Node.isNewExpression(node)) {
      const found = this.#follow(node, tracked);
      if (found !== undefined) return found;
    }
    const hidden = this.#hidden(node, tracked) ?? this.#unseenCode(node);
    if (hidden !== undefined) return hidden;
    if (Node.isObjectBindingPattern(node) && this.#options.framework.isRequest(node.getType())) {
      return this.#parts(node);
    }
    const isUsed = !isWrapper(node) && !isName(node) && this.#isRequest(node, tracked);
    return isUsed ? this.#judge(node, tracked) : undefined;
  }

  /** A request may hide behind `any`, or a type that only has its body: it is known by the names of its members. */
  #hidden(node: Node, tracked: ReadonlySet<TsSymbol>): Finding | undefined {
    const used = usedNames(node);
    if (used === undefined || this.#isTracked(used.object, tracked)) return undefined;
    const { framework } = this.#options;
    const type = used.object.getType();
    // Judged as what it is.
    if (framework.isRequest(type)) return undefined;
    const isUntyped = type.isAny() || type.isUnknown();
    if (isUntyped && used.names.includes(undefined)) {
      return unclear("uses a computed name of what has no type", node);
    }
    const name = used.names.find((name) => name !== undefined && isOfBody(name));
    if (name === undefined) return undefined;
    if (isUntyped) return unclear(`uses .${name} of what has no type`, node);
    const isLikeRequest = framework.fitsRequest(type);
    return isLikeRequest ? unclear(`uses .${name} of what may be a request`, node) : undefined;
  }

  /** Code that runs, or may be run, without a call here: accessors, and functions that are handed on. */
  #unseenCode(node: Node): Finding | undefined {
    if (isName(node)) return undefined;
    for (const code of this.#options.callees.unseen(node)) {
      const found = this.in(code, []);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #judge(request: Node, tracked: ReadonlySet<TsSymbol>): Finding | undefined {
    const place = placeOfRequest(request);
    switch (place.kind) {
      case "member":
        return this.#member(place.name, place.at, this.#isTracked(request, tracked));
      case "parts":
        return this.#parts(place.at);
      case "escape":
        return unclear(place.what, request);
      case "harmless":
        return undefined;
    }
  }

  #member(name: string, at: Node, isTracked: boolean): Finding | undefined {
    const { httpMethod, overridden } = this.#options;
    if (overridden(name)) return unclear(`uses request.${name}, which the application overrides`, at);
    const use = useOfMember(name, isWritten(at), isTracked ? httpMethod : undefined);
    if (use === "safe") return undefined;
    if (use === "body") return { kind: "reads", what: `reads request.${name}`, at };
    return unclear(`${isWritten(at) ? "sets" : "uses"} request.${name}`, at);
  }

  #follow(call: CallExpression | NewExpression, tracked: ReadonlySet<TsSymbol>): Finding | undefined {
    const given = call.getArguments();
    const requests = given.flatMap((argument, index) =>
      this.#isRequest(unwrapped(argument), tracked) ? [index] : [],
    );
    const isSpread = given.some((argument) => Node.isSpreadElement(argument));
    if (isSpread && requests.length > 0) return unclear("gives the request among others", call);
    const { functions, standard, problem } = this.#options.callees.of(call);
    for (const code of functions) {
      const found = this.in(code, requests);
      if (found !== undefined) return found;
    }
    for (const field of this.#options.callees.initialized(call)) {
      const found = this.#field(field);
      if (found !== undefined) return found;
    }
    if (problem !== undefined && requests.length > 0) return unclear(`gives the request to ${problem}`, call);
    const callee = unwrapped(call.getExpression());
    if (Node.isElementAccessExpression(callee) && Node.isThisExpression(callee.getExpression())) {
      return unclear(`calls ${callee.getText()}`, call);
    }
    return standard && this.#options.standard(standard, call);
  }
}

function isOfBody(name: string): boolean {
  return useOfMember(name, false, undefined) === "body";
}

/** A name that is declared or labelled here, not a use of what it names. */
function isName(node: Node): boolean {
  if (!Node.isIdentifier(node) && !Node.isPrivateIdentifier(node)) return false;
  const parent = node.getParent();
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() === node;
  if (Node.isShorthandPropertyAssignment(parent)) return false;
  if (Node.isBindingElement(parent)) return parent.getInitializer() !== node;
  if (Node.isVariableDeclaration(parent) || Node.isParameterDeclaration(parent))
    return parent.getNameNode() === node;
  if (Node.isPropertyAssignment(parent) || Node.isPropertyDeclaration(parent))
    return parent.getNameNode() === node;
  return Node.isMethodDeclaration(parent) || Node.isFunctionDeclaration(parent) || isClass(parent);
}

export function unclear(what: string, at: Node): Finding {
  return { kind: "unclear", what, at };
}
