/**
 * Which code a call may run. A method called on `this` is whichever the object has: that of the class which is
 * looked at, or of one below it.
 */
import {
  Node,
  type ArrowFunction,
  type CallExpression,
  type ConstructorDeclaration,
  type FunctionDeclaration,
  type FunctionExpression,
  type GetAccessorDeclaration,
  type MethodDeclaration,
  type NewExpression,
  type PropertyDeclaration,
  type SetAccessorDeclaration,
} from "ts-morph";
import { isClass, isConst, ownMember, type ClassNode, type MemberNode } from "./class-nodes";
import type { Classes } from "./classes";
import type { Framework } from "./framework";
import { accessorsOf, isAccessor, isCalled, unwrapped, usedSymbol } from "./named-uses";
import { isSafeFunction } from "./request-members";

export type FunctionNode =
  | ArrowFunction
  | ConstructorDeclaration
  | FunctionDeclaration
  | FunctionExpression
  | GetAccessorDeclaration
  | MethodDeclaration
  | SetAccessorDeclaration;

export interface Callee {
  /** Code that can be read. */
  readonly functions: readonly FunctionNode[];
  /** A method that one of our classes defines, called on the object itself. */
  readonly standard?: { readonly owner: ClassNode; readonly name: string };
  /** Why that is not all, or not known to be all. */
  readonly problem?: string;
}

const SAFE: Callee = { functions: [] };

export class Callees {
  readonly #framework: Framework;
  readonly #classes: Classes;
  readonly #receiver: ClassNode;
  /** Methods for which a class below would take the marker back. */
  readonly #revoking: ReadonlySet<string>;

  constructor(framework: Framework, classes: Classes, receiver: ClassNode, revoking: ReadonlySet<string>) {
    this.#framework = framework;
    this.#classes = classes;
    this.#receiver = receiver;
    this.#revoking = revoking;
  }

  of(call: CallExpression | NewExpression): Callee {
    const callee = unwrapped(call.getExpression());
    if (Node.isNewExpression(call)) return this.#declared(callee, call);
    if (Node.isSuperExpression(callee)) return this.#declared(callee, call);
    if (!Node.isPropertyAccessExpression(callee)) return this.#declared(callee, call);
    const object = unwrapped(callee.getExpression());
    const name = callee.getName();
    if (Node.isSuperExpression(object)) return this.#inherited(callee, name);
    const declaring = this.#declaringClass(callee);
    if (declaring === undefined) return this.#declared(callee, call);
    if (name.startsWith("#")) return this.#members([ownMember(declaring, name)]);
    const isOwn = Node.isThisExpression(object) && this.#above.includes(declaring);
    // A method of ours on another object: that one may be anything.
    if (!isOwn && !this.#framework.isReadable(declaring)) return this.#declared(callee, call);
    return this.dispatched(isOwn ? this.#receiver : declaring, name);
  }

  /** What `name` is in objects of `from`, and of classes below it. */
  dispatched(from: ClassNode, name: string): Callee {
    const { nodes } = this.#classes.chainOf(from);
    const owner = nodes.find((node) => ownMember(node, name) !== undefined);
    const below = this.#revoking.has(name) ? [] : this.#classes.below(from);
    const members = below.map((node) => ownMember(node, name)).filter((member) => member !== undefined);
    if (owner === undefined) return this.#members(members);
    if (!this.#framework.owns(owner)) return this.#members([ownMember(owner, name), ...members]);
    const overriding = this.#members(members, true);
    return nodes.includes(this.#receiver) ? { ...overriding, standard: { owner, name } } : overriding;
  }

  /** Code that `node` runs though it calls nothing, or hands to somebody who may: accessors, functions by name. */
  unseen(node: Node): FunctionNode[] {
    const symbol = isCalled(node) ? undefined : usedSymbol(node);
    return (symbol?.getDeclarations() ?? []).flatMap((declaration) => {
      const owner = declaration.getParent();
      if (!isClass(owner)) return this.#handedOn(declaration);
      const name = symbol?.getName();
      const overriding = this.#classes.below(owner).flatMap((other) => accessorsOf(other, name));
      return [...this.#handedOn(declaration), ...overriding];
    });
  }

  /** Fields with a value, of the object that a call makes. */
  initialized(call: CallExpression | NewExpression): PropertyDeclaration[] {
    if (!Node.isNewExpression(call)) return [];
    const made = this.#classes.classNamedBy(unwrapped(call.getExpression()));
    if (made === undefined) return [];
    return this.#classes
      .chainOf(made)
      .nodes.filter((node) => this.#framework.isReadable(node))
      .flatMap((node) => node.getInstanceProperties())
      .filter((member) => Node.isPropertyDeclaration(member));
  }

  #handedOn(declaration: Node): FunctionNode[] {
    if (!this.#framework.isReadable(declaration)) return [];
    if (isAccessor(declaration)) return [declaration];
    const code = Node.isPropertyDeclaration(declaration) ? undefined : this.#codeOf(declaration);
    return code === undefined ? [] : [code];
  }

  get #above(): readonly ClassNode[] {
    return this.#classes.chainOf(this.#receiver).nodes;
  }

  #inherited(callee: Node, name: string): Callee {
    const from = callee.getFirstAncestor(isClass);
    const above = from && this.#classes.chainOf(from);
    if (above?.isKnown !== true) return { functions: [], problem: `super.${name}, which can't be followed` };
    const owner = above.nodes.slice(1).find((node) => ownMember(node, name) !== undefined);
    if (owner === undefined) return { functions: [], problem: `super.${name}, which can't be found` };
    if (this.#framework.owns(owner)) return { functions: [], standard: { owner, name } };
    return this.#members([ownMember(owner, name)]);
  }

  /** Of an instance member; statics are what they are declared as. */
  #declaringClass(callee: Node): ClassNode | undefined {
    const declaration = callee.getSymbol()?.getDeclarations()[0];
    const owner = declaration?.getParent();
    const isStatic = Node.isStaticable(declaration) && declaration.isStatic();
    if (isStatic || !isClass(owner)) return undefined;
    if (this.#framework.isReadable(owner) || this.#above.includes(owner)) return owner;
    return undefined;
  }

  #declared(callee: Node, call: CallExpression | NewExpression): Callee {
    const symbol = callee.getSymbol();
    const isConstructed = Node.isNewExpression(call) || Node.isSuperExpression(callee);
    const declaration = isConstructed
      ? this.#constructorOf(call)
      : (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations()[0];
    const problem = `${callee.getText()}, which can't be followed`;
    if (declaration === undefined) return { functions: [], problem };
    if (this.#framework.owns(declaration)) {
      const name = (symbol?.getAliasedSymbol() ?? symbol)?.getName() ?? "";
      return isSafeFunction(name) ? SAFE : { functions: [], problem: callee.getText() };
    }
    if (!this.#framework.isReadable(declaration))
      return { functions: [], problem: `${callee.getText()} of a library` };
    const code = this.#codeOf(declaration);
    return code === undefined ? { functions: [], problem } : { functions: [code] };
  }

  #constructorOf(call: CallExpression | NewExpression): Node | undefined {
    const signature = call.getProject().getTypeChecker().getResolvedSignature(call);
    // None of its own, and none above: nothing that could be given something.
    return signature?.getDeclaration();
  }

  #members(members: readonly (MemberNode | undefined)[], isComplete = false): Callee {
    const functions: FunctionNode[] = [];
    for (const member of members) {
      const code = member && this.#codeOf(member);
      if (code !== undefined) functions.push(code);
      else if (member === undefined || !isAbstract(member)) {
        return { functions, problem: `${member?.getName() ?? "a method"}, which can't be followed` };
      }
    }
    // Declared, and defined by nobody who is known.
    if (functions.length === 0 && !isComplete) return { functions, problem: "a method without code" };
    return { functions };
  }

  /** The code that stays behind a name: nothing that could be set to something else. */
  #codeOf(declaration: Node): FunctionNode | undefined {
    if (this.#classes.isChanged(declaration)) return undefined;
    if (Node.isDecoratable(declaration) && declaration.getDecorators().length > 0) return undefined;
    if (Node.isFunctionDeclaration(declaration))
      return declaration.getImplementation() ?? withBody(declaration);
    if (Node.isMethodDeclaration(declaration)) {
      // Of a class. In an object it is a property like others.
      return isClass(declaration.getParent())
        ? withBody(declaration.getImplementation() ?? declaration)
        : undefined;
    }
    if (Node.isConstructorDeclaration(declaration))
      return withBody(declaration.getImplementation() ?? declaration);
    if (Node.isVariableDeclaration(declaration))
      return isConst(declaration) ? functionIn(declaration) : undefined;
    if (!Node.isPropertyDeclaration(declaration)) return undefined;
    return declaration.isReadonly() || declaration.getName().startsWith("#")
      ? functionIn(declaration)
      : undefined;
  }
}

function withBody<T extends FunctionDeclaration | MethodDeclaration | ConstructorDeclaration>(
  node: T,
): T | undefined {
  return node.getBody() === undefined ? undefined : node;
}

function functionIn(node: { getInitializer(): Node | undefined }): FunctionNode | undefined {
  const value = node.getInitializer();
  const code = value && unwrapped(value);
  return Node.isArrowFunction(code) || Node.isFunctionExpression(code) ? code : undefined;
}

function isAbstract(member: MemberNode): boolean {
  return Node.isAbstractable(member) && member.isAbstract();
}
