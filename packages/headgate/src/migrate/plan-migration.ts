/**
 * `headgate migrate`: reads a program, and plans the markers that are safe.
 *
 * Added are only markers that change nothing but when code runs: a body that nobody would have read is no longer
 * waited for. What is not surely so is listed, with the line that decided it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Node, type SourceFile } from "ts-morph";
import { insertFirst, insertLast } from "./class-edits";
import { nameOf, ownMember, type ClassNode } from "./class-nodes";
import { Classes } from "./classes";
import { importOfCore, takenName } from "./core-import";
import { Decisions, type Refusal } from "./decide";
import { styleOf } from "./file-style";
import { Framework } from "./framework";
import { insertInto, type Insertion } from "./insertions";
import { importNames } from "./marker-import";
import { Markers } from "./markers";
import type { LeftClass, MigrationPlan, Place, PlannedFile, PlannedMarker, Skeleton } from "./migration-plan";
import { openProgram } from "./program";
import { skeletonOf, type SkeletonCode } from "./skeleton";

export interface MigrationOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Paths are relative to it, those of the plan too. Default: that of the process. */
  readonly cwd?: string;
  /** Default: the nearest tsconfig.json above the first path. */
  readonly tsconfig?: string;
  /** Also writes skeletons. They are for a person to finish. Default: false */
  readonly skeletons?: boolean;
}

/** Changes nothing. @throws MigrateInputError */
export function planMigration(options: MigrationOptions): MigrationPlan {
  return new Planning(options).plan();
}

/** @throws Error of the file system */
export function writeMigration(plan: MigrationPlan, cwd: string = process.cwd()): void {
  for (const { path, after } of plan.files) writeFileSync(resolve(cwd, path), after);
}

class Planning {
  readonly #cwd: string;
  readonly #files: readonly SourceFile[];
  readonly #framework: Framework;
  readonly #classes: Classes;
  readonly #markers: Markers;
  readonly #decisions: Decisions;
  readonly #planned: PlannedMarker[] = [];
  readonly #left: LeftClass[] = [];
  readonly #begun = new Map<ClassNode, SkeletonCode>();
  readonly #writesSkeletons: boolean;

  constructor(options: MigrationOptions) {
    this.#cwd = options.cwd ?? process.cwd();
    this.#writesSkeletons = options.skeletons === true;
    const { project, files } = openProgram(options.paths, this.#cwd, options.tsconfig);
    this.#files = files;
    this.#framework = new Framework(project);
    this.#classes = new Classes(project, this.#framework);
    this.#markers = new Markers(this.#framework, this.#classes);
    this.#decisions = new Decisions(this.#framework, this.#classes, this.#markers);
  }

  plan(): MigrationPlan {
    const own = this.#classes.all.filter((node) => this.#files.includes(node.getSourceFile()));
    const depth = (node: ClassNode): number => this.#classes.chainOf(node).nodes.length;
    // A marker above may cover what is below.
    for (const node of [...own].sort((a, b) => depth(a) - depth(b))) this.#decide(node);
    const files = this.#files.map((file) => this.#edited(file, own)).filter((file) => file !== undefined);
    return {
      files: files.sort(byPlace),
      markers: this.#planned.sort(byPlace),
      left: this.#left.sort(byPlace),
      skeletons: this.#skeletons.sort(byPlace),
    };
  }

  get #skeletons(): Skeleton[] {
    return [...this.#begun].map(([node, { method, code }]) => ({
      ...{ ...this.#placeOf(node), resource: nameOf(node), method, code },
    }));
  }

  #decide(node: ClassNode): void {
    if (this.#classes.isLostResource(node)) {
      const extended = node.getExtends()?.getText() ?? "something";
      const reason = `extends ${extended}, which can't be followed`;
      this.#left.push({ ...this.#placeOf(node), resource: nameOf(node), kind: "unclear", reason });
    } else if (this.#classes.isResource(node)) {
      for (const refusal of this.#decisions.decide(node)) {
        // Of what is inherited, the class above is told.
        if (this.#decisions.hasOwn(node, refusal.marker)) this.#left.push(this.#leftBy(node, refusal));
      }
    }
  }

  #leftBy(node: ClassNode, { marker, method, finding }: Refusal): LeftClass {
    const { path, line } = this.#placeOf(finding.at);
    const reason = `${finding.what} (${path}:${line})`;
    const left = {
      ...this.#placeOf(node),
      resource: nameOf(node),
      marker,
      method,
      kind: finding.kind,
      reason,
    };
    const notSimple =
      marker === "RENDERS_BLIND" && finding.kind === "reads" ? this.#begin(node, method) : undefined;
    return notSimple === undefined ? left : { ...left, notSimple };
  }

  /** Plans a skeleton, one for a class. @returns why there is none */
  #begin(node: ClassNode, method: string): string | undefined {
    const member = ownMember(node, method);
    if (!Node.isMethodDeclaration(member)) return undefined;
    const skeleton = skeletonOf(node, member);
    if ("reason" in skeleton) return skeleton.reason;
    const taken = takenName(node.getSourceFile(), skeleton);
    if (taken !== undefined) return `the file has another ${taken}`;
    if (this.#begun.has(node)) return "the class has one for another method";
    this.#begun.set(node, skeleton);
    return undefined;
  }

  #edited(file: SourceFile, own: readonly ClassNode[]): PlannedFile | undefined {
    const here = own.filter((node) => node.getSourceFile() === file);
    const begun = here.filter((node) => this.#writesSkeletons && this.#begun.has(node));
    const names = new Set<string>(here.flatMap((node) => this.#markers.plannedFor(node)));
    if (begun.length > 0) names.add("STREAMING");
    if (names.size === 0) return undefined;
    const { written, insertions, taken } = importNames(file, [...names].sort(), this.#framework);
    const skeletons = begun.flatMap((node) => this.#begun.get(node) ?? []);
    const members = here.flatMap((node) => this.#membersOf(node, written, taken));
    if (members.length === 0) return undefined;
    const edits = [...importOfCore(file, skeletons), ...insertions, ...members];
    const before = readFileSync(file.getFilePath(), "utf8");
    // The compiler counts from behind a byte order mark.
    const offset = before.length - file.getFullText().length;
    const after = insertInto(
      before,
      edits.map(({ at, text }) => ({ at: at + offset, text })),
    );
    return { path: this.#pathOf(file), before, after };
  }

  #membersOf(node: ClassNode, written: ReadonlyMap<string, string>, taken: readonly string[]): Insertion[] {
    const { end, quote } = styleOf(node.getSourceFile());
    const lines: string[] = [];
    for (const marker of this.#markers.plannedFor(node)) {
      const name = written.get(marker);
      const place = { ...this.#placeOf(node), resource: nameOf(node), marker };
      if (name === undefined) {
        this.#left.push({ ...place, kind: "unclear", reason: `the file has another ${taken.join(" and ")}` });
        continue;
      }
      this.#planned.push(place);
      const override = this.#markers.isInherited(node, marker) ? "override " : "";
      lines.push(`static ${override}readonly [${name}] = true${end}`);
    }
    const skeleton = this.#writesSkeletons ? this.#begun.get(node) : undefined;
    const streaming = written.get("STREAMING");
    if (skeleton === undefined || streaming === undefined)
      return lines.length === 0 ? [] : [insertFirst(node, lines)];
    lines.push(`static readonly [${streaming}] = [${quote}${skeleton.method}${quote}]${end}`);
    return [insertFirst(node, lines), insertLast(node, skeleton.code)];
  }

  #placeOf(node: Node): Place {
    return { path: this.#pathOf(node.getSourceFile()), line: node.getStartLineNumber() };
  }

  #pathOf(file: SourceFile): string {
    return relative(this.#cwd, file.getFilePath()).split(sep).join("/");
  }
}

function byPlace(a: { path: string; line?: number }, b: { path: string; line?: number }): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
