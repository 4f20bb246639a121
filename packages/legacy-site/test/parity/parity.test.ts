import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json";
import { DOCUMENTED } from "./documented";
import { OWNERS } from "./members";
import { names, rowsOf, type Owner } from "./owner";
import { specimens } from "./specimens";

type Exports = Readonly<Record<string, unknown>>;

const ENTRIES: Readonly<Record<string, { readonly "@headgate/source"?: string } | string>> =
  packageJson.exports;
const classes = OWNERS.filter(({ name }) => name !== undefined);
const modules = OWNERS.filter(({ name }) => name === undefined);

function titleOf({ module, name }: Owner): string {
  return name === undefined ? module : `${module}.${name}`;
}

/** The source of the entry point of an owner. */
function sourceOf({ entry }: Owner): string {
  const found = ENTRIES[entry === undefined ? "." : `./${entry}`];
  if (typeof found !== "object") throw new Error(`no entry point ${String(entry)}`);
  return join(__dirname, "../..", found["@headgate/source"] ?? "");
}

function exportsOf(owner: Owner): Exports {
  return jest.requireActual<Exports>(sourceOf(owner));
}

/** The objects in which a member of the class may be found: one of it, and the class itself for what is static. */
function placesOf(owner: Owner, known: Readonly<Record<string, object>>): object[] {
  const specimen = known[titleOf(owner)];
  if (specimen === undefined) throw new Error(`no specimen of ${titleOf(owner)}`);
  const type = owner.entry === undefined && owner.name === "HTTPChannel" ? undefined : classOf(owner);
  return type === undefined ? [specimen] : [specimen, type];
}

function classOf(owner: Owner): object {
  const type = exportsOf(owner)[owner.name ?? ""];
  if (typeof type !== "function") throw new Error(`no class ${titleOf(owner)}`);
  return type;
}

function expected(owner: Owner): string[] {
  return [...names(owner.same), ...Object.keys(owner.differs ?? {})];
}

describe("every documented member of twisted.web", () => {
  it.each(Object.entries(DOCUMENTED))("of %s has a row", (title, documented) => {
    const rows = OWNERS.filter((owner) => titleOf(owner) === title).flatMap(rowsOf);
    const known = new Set(rows.map(({ member }) => member));
    expect(names(documented).filter((member) => !known.has(member))).toEqual([]);
  });

  it("has one row, which says why where something is not the same", () => {
    const rows = OWNERS.flatMap((owner) =>
      rowsOf(owner).map((row) => ({ ...row, member: `${titleOf(owner)} ${row.member}` })),
    );
    const members = rows.map(({ member }) => member);
    expect(members.filter((member, index) => members.indexOf(member) !== index)).toEqual([]);
    expect(rows.filter(({ verdict, why }) => (why.trim() === "") !== (verdict === "same"))).toEqual([]);
  });
});

describe("a member that is said to be here is, and one that is said to be absent is not", () => {
  it.each(modules.map((owner) => [titleOf(owner), owner] as const))("%s", (_title, owner) => {
    // What has no entry point of its own is at the root.
    const exported = exportsOf(owner);
    expect(expected(owner).filter((name) => !(name in exported))).toEqual([]);
    expect(Object.keys(owner.absent ?? {}).filter((name) => name in exported)).toEqual([]);
    const source = names(owner.types).length === 0 ? "" : readFileSync(sourceOf(owner), "utf8");
    const types = new Set(
      [...source.matchAll(/export type \{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(/[\s,]+/)),
    );
    expect(names(owner.types).filter((name) => !types.has(name))).toEqual([]);
  });

  it.each(classes.map((owner) => [titleOf(owner), owner] as const))("%s", (_title, owner) => {
    const places = placesOf(owner, specimens());
    const isThere = (member: string): boolean => places.some((place) => member in place);
    expect(expected(owner).filter((member) => !isThere(member))).toEqual([]);
    expect(Object.keys(owner.absent ?? {}).filter(isThere)).toEqual([]);
  });
});
