/** How the list of old members is written: for each class, or module, the names by what became of them. */
export interface Owner {
  /** The module of Twisted, without `twisted.`. */
  readonly module: string;
  /** The class, or nothing for what the module itself has. */
  readonly name?: string;
  /** The entry point that has it here: a subpath of the package, or nothing for its root. */
  readonly entry?: string;
  /** What is there and means what it did, separated by blanks. */
  readonly same?: string;
  /** What is there and is not quite the same, and how it differs. */
  readonly differs?: Readonly<Record<string, string>>;
  /** Interfaces that are types here, and nothing at run time. */
  readonly types?: string;
  /** What is not there, and why. */
  readonly absent?: Readonly<Record<string, string>>;
}

export type Verdict = "same" | "differs" | "absent";

export interface Row {
  readonly member: string;
  readonly verdict: Verdict;
  readonly why: string;
}

export function names(text = ""): string[] {
  return text.split(/\s+/).filter((name) => name !== "");
}

/** What became of each member, in the order of the list. */
export function rowsOf({ same, differs = {}, types, absent = {} }: Owner): Row[] {
  return [
    ...names(same).map((member): Row => ({ member, verdict: "same", why: "" })),
    ...names(types).map((member): Row => ({ member, verdict: "differs", why: "an interface of TypeScript" })),
    ...Object.entries(differs).map(([member, why]): Row => ({ member, verdict: "differs", why })),
    ...Object.entries(absent).map(([member, why]): Row => ({ member, verdict: "absent", why })),
  ];
}
