/**
 * Which markers a class may carry: those for which all the code that they speak of was read, and none of it can come
 * to touch the body.
 */
import { type MethodDeclaration, type Node } from "ts-morph";
import { BodyUse, unclear, type Finding } from "./body-use";
import { Callees, type Callee } from "./callees";
import { instanceTypeOf, isClass, memberName, ownMember, type ClassNode } from "./class-nodes";
import type { Classes } from "./classes";
import type { Framework } from "./framework";
import type { Markers, MarkerName } from "./markers";
import { isMethod, isRender, oddity, RENDER_METHOD, renderNames } from "./methods";

const CHILD_METHODS = ["getChild", "getChildWithDefault"] as const;

/** Why a class doesn't get a marker: what one of its methods does. */
export interface Refusal {
  readonly marker: MarkerName;
  readonly method: string;
  readonly finding: Finding;
}

/** One question: may this class carry this marker, as far as requests of this method go? */
interface Question {
  readonly node: ClassNode;
  readonly marker: MarkerName;
  /** By which the marker is found, and taken back. */
  readonly names: readonly string[];
  readonly httpMethod: string | undefined;
}

export class Decisions {
  readonly #framework: Framework;
  readonly #classes: Classes;
  readonly #markers: Markers;
  /** Members of Request, in a subclass or later. */
  readonly #overridden: ReadonlySet<string>;

  /** Nothing is known of what their members do. */
  readonly #areRequestsChanged: boolean;

  /** Undefined: not looked for yet. */
  #byItself: { readonly found: Finding | undefined } | undefined;

  constructor(framework: Framework, classes: Classes, markers: Markers) {
    this.#framework = framework;
    this.#classes = classes;
    this.#markers = markers;
    this.#overridden = new Set(
      classes.all
        .filter((node) => framework.isRequest(instanceTypeOf(node)))
        .flatMap((node) => node.getInstanceMembers().map(memberName)),
    );
    this.#areRequestsChanged = [...classes.changed].some(
      (node) => isClass(node) && framework.isRequest(instanceTypeOf(node)),
    );
  }

  /** Plans what is safe for `node`; what is not is returned. Classes above come first. */
  decide(node: ClassNode): Refusal[] {
    return [...this.#decideChildren(node), ...this.#decideRenders(node)];
  }

  /** Of a class, where it has methods of its own that the marker speaks of. */
  hasOwn(node: ClassNode, marker: MarkerName): boolean {
    if (marker === "CONTENT_BLIND") return CHILD_METHODS.some((name) => ownMember(node, name) !== undefined);
    return node.getInstanceMembers().some((member) => isRender(memberName(member)));
  }

  #decideChildren(node: ClassNode): Refusal[] {
    const names = [...CHILD_METHODS];
    const marker = "CONTENT_BLIND";
    if (this.#isSettled(node, marker, names)) return [];
    const refusal = this.#about({ node, marker, names, httpMethod: undefined }, names);
    if (refusal === undefined) this.#markers.plan(node, marker);
    return refusal === undefined ? [] : [refusal];
  }

  #decideRenders(node: ClassNode): Refusal[] {
    const marker = "RENDERS_BLIND";
    if (this.#streams(node)) return [];
    const questions = this.#httpMethods(node).map((httpMethod) => {
      const names = ["render", ...(httpMethod === undefined ? [] : renderNames(httpMethod))];
      return { node, marker, names, httpMethod } as const;
    });
    if (questions.every(({ names }) => this.#isSettled(node, marker, names))) return [];
    // What renders is `render`; that of ours calls the other.
    const refusals = questions.map((question) => this.#about(question, ["render"]));
    const found = refusals.filter((refusal) => refusal !== undefined);
    if (found.length === 0) this.#markers.plan(node, marker);
    // What `render` itself does is said once, not for each that it may call.
    return found.filter(
      ({ finding }, index) => found.findIndex((one) => one.finding.at === finding.at) === index,
    );
  }

  /** Nothing of it is the application's, or somebody said what is to be said. */
  #isSettled(node: ClassNode, marker: MarkerName, names: readonly string[]): boolean {
    const isOwned = names.some((name) => {
      const owner = this.#ownerOf(node, name);
      return owner !== undefined && !this.#framework.owns(owner);
    });
    return !isOwned || this.#markers.covers(node, marker, names);
  }

  /** Methods with a `render_*`, and undefined: any other, where the application has its own `render`. */
  #httpMethods(node: ClassNode): (string | undefined)[] {
    const members = this.#classes.chainOf(node).nodes.flatMap((owner) => owner.getInstanceMembers());
    const named = members.map((member) => RENDER_METHOD.exec(memberName(member))?.[1]);
    return [undefined, ...new Set(named.filter((name) => name !== undefined))];
  }

  #streams(node: ClassNode): boolean {
    return this.#classes
      .chainOf(node)
      .nodes.filter((owner) => !this.#framework.owns(owner))
      .some((owner) => ownMember(owner, "responseForRequest") ?? this.#markers.isWritten(owner, "STREAMING"));
  }

  #about(question: Question, entries: readonly string[]): Refusal | undefined {
    const { marker } = question;
    const wrong = this.#unreadable(question) ?? this.#readByItself(question);
    if (wrong !== undefined)
      return { marker, method: this.#methodOf(question, entries[0] ?? ""), finding: wrong };
    const use = this.#useFor(question);
    for (const name of entries) {
      const finding = this.#entry(name, question, use);
      if (finding !== undefined) return { marker, method: this.#methodOf(question, name), finding };
    }
    return undefined;
  }

  #useFor(question: Question): BodyUse {
    const { node, names, httpMethod } = question;
    const callees = new Callees(this.#framework, this.#classes, node, new Set(names));
    const use: BodyUse = new BodyUse({
      ...{ framework: this.#framework, callees, httpMethod },
      overridden: (name) => this.#isOverridden(name),
      standard: (called, at) => this.#standard(called, at, question, use),
    });
    return use;
  }

  /** What runs by itself may run anywhere, so that no code could be said to be blind. */
  #readByItself(question: Question): Finding | undefined {
    if (this.#byItself === undefined) {
      const use = this.#useFor({ ...question, names: [], httpMethod: undefined });
      const found = this.#classes.runByThemselves.find((method) => use.in(method, []) !== undefined);
      this.#byItself = { found: found && unclear(`may run ${found.getName()}, which sees requests`, found) };
    }
    return this.#byItself.found;
  }

  #isOverridden(name: string): boolean {
    return this.#areRequestsChanged || this.#overridden.has(name) || this.#classes.isNameChanged(name);
  }

  #methodOf({ node, httpMethod }: Question, entry: string): string {
    const name = `render_${httpMethod ?? ""}`;
    return this.#ownerOf(node, name) === undefined ? entry : name;
  }

  /** The method of that name, which the framework calls. */
  #entry(name: string, question: Question, use: BodyUse): Finding | undefined {
    const owner = this.#ownerOf(question.node, name);
    if (owner === undefined) return undefined;
    if (this.#framework.owns(owner)) return this.#standard({ owner, name }, question.node, question, use);
    const member = ownMember(owner, name);
    if (!isMethod(member)) return undefined;
    return use.in(member, [name.startsWith("render") ? 0 : 1]);
  }

  /** A method of one of our classes. That of Resource is known; of another class its markers tell. */
  #standard(
    { owner, name }: NonNullable<Callee["standard"]>,
    at: Node,
    question: Question,
    use: BodyUse,
  ): Finding | undefined {
    if (this.#classes.isStandard(owner)) return this.#ofResource(name, at, question, use);
    const marker = isRender(name) ? "RENDERS_BLIND" : "CONTENT_BLIND";
    const isKnown = isRender(name) || (CHILD_METHODS as readonly string[]).includes(name);
    if (
      isKnown ? this.#markers.covers(owner, marker, [name]) : this.#markers.isWritten(owner, "RENDERS_BLIND")
    ) {
      return this.#hooks(question, use);
    }
    return unclear(`calls ${name} of ${owner.getName() ?? "a class"}`, at);
  }

  #ofResource(name: string, at: Node, question: Question, use: BodyUse): Finding | undefined {
    const { httpMethod } = question;
    switch (name) {
      case "render":
        return httpMethod === undefined ? undefined : this.#entry(`render_${httpMethod}`, question, use);
      case "render_HEAD":
        return this.#entry("render_GET", question, use);
      case "getChildWithDefault":
      case "getDynamicEntity":
        return this.#entry("getChild", question, use);
      case "responseForRequest":
        return unclear("calls responseForRequest of Resource", at);
      default:
        return undefined;
    }
  }

  /** Methods of ours that the application overrides, and that our code may call with the request. */
  #hooks({ node, names }: Question, use: BodyUse): Finding | undefined {
    const ours = this.#classes.chainOf(node).nodes.filter((owner) => this.#framework.owns(owner));
    const known = new Set(ours.flatMap((owner) => owner.getInstanceMembers().map(memberName)));
    const theirs = [...this.#classes.chainOf(node).nodes, ...this.#classes.below(node)].filter(
      (owner) => !this.#framework.owns(owner),
    );
    for (const member of theirs.flatMap((owner) => owner.getInstanceMembers())) {
      const name = memberName(member);
      if (!isMethod(member) || !known.has(name) || names.includes(name)) continue;
      if (isRender(name) || (CHILD_METHODS as readonly string[]).includes(name)) continue;
      const finding = use.in(member, this.#requestsAmong(member));
      if (finding !== undefined) return finding;
    }
    return undefined;
  }

  #requestsAmong(method: MethodDeclaration): number[] {
    return method
      .getParameters()
      .flatMap((parameter, index) => (this.#framework.isRequest(parameter.getType()) ? [index] : []));
  }

  #ownerOf(node: ClassNode, name: string): ClassNode | undefined {
    return this.#classes.chainOf(node).nodes.find((owner) => ownMember(owner, name) !== undefined);
  }

  /** What makes reading useless: the methods are not what is written there. */
  #unreadable({ node, names, marker }: Question): Finding | undefined {
    if (this.#markers.isContradicted(node, marker))
      return unclear(`a class above says that ${marker} is not so`, node);
    for (const owner of this.#classes.chainOf(node).nodes) {
      if (this.#classes.isChanged(owner)) return unclear("uses the prototype as a value", owner);
      if (this.#framework.owns(owner)) continue;
      if (owner.getDecorators().length > 0) return unclear("is decorated", owner);
      for (const member of owner.getInstanceMembers()) {
        const finding = oddity(member, names, this.#ownerOf(node, memberName(member)) === owner);
        if (finding !== undefined) return finding;
      }
    }
    return undefined;
  }
}
