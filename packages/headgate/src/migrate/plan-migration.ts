/**
 * `headgate migrate`: reads a program, and plans the markers that are safe.
 *
 * Added are only markers that change nothing but when code runs: a body that nobody would have read is no longer
 * waited for. What is not surely so is listed, with the line that decided it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Node, SourceFile } from "ts-morph";
import { insertFirst } from "./class-edits";
import { nameOf, type ClassNode } from "./class-nodes";
import { Classes } from "./classes";
import { Decisions, type Refusal } from "./decide";
import { styleOf } from "./file-style";
import { Framework } from "./framework";
import { insertInto, type Insertion } from "./insertions";
import { importNames } from "./marker-import";
import { Markers } from "./markers";
import type { LeftClass, MigrationPlan, Place, PlannedFile, PlannedMarker, Skeleton } from "./migration-plan";
import { openProgram } from "./program";

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
  readonly #skeletons: Skeleton[] = [];

  constructor(options: MigrationOptions) {
    this.#cwd = options.cwd ?? process.cwd();
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
    return { ...this.#placeOf(node), resource: nameOf(node), marker, method, kind: finding.kind, reason };
  }

  #edited(file: SourceFile, own: readonly ClassNode[]): PlannedFile | undefined {
    const marked = own.filter(
      (node) => node.getSourceFile() === file && this.#markers.plannedFor(node).length > 0,
    );
    const names = new Set(marked.flatMap((node) => this.#markers.plannedFor(node)));
    if (names.size === 0) return undefined;
    const { written, insertions, taken } = importNames(file, [...names].sort(), this.#framework);
    const { end } = styleOf(file);
    const edits: Insertion[] = [...insertions];
    for (const node of marked) {
      const lines = this.#markers.plannedFor(node).flatMap((marker) => {
        const name = written.get(marker);
        const place = { ...this.#placeOf(node), resource: nameOf(node), marker };
        if (name === undefined) {
          const reason = `the file has another ${taken.join(" and ")}`;
          this.#left.push({ ...place, kind: "unclear", reason });
          return [];
        }
        this.#planned.push(place);
        const override = this.#markers.isInherited(node, marker) ? "override " : "";
        return [`static ${override}readonly [${name}] = true${end}`];
      });
      if (lines.length > 0) edits.push(insertFirst(node, lines));
    }
    if (edits.length === 0) return undefined;
    const before = readFileSync(file.getFilePath(), "utf8");
    // The compiler counts from behind a byte order mark.
    const offset = before.length - file.getFullText().length;
    const after = insertInto(
      before,
      edits.map(({ at, text }) => ({ at: at + offset, text })),
    );
    return { path: this.#pathOf(file), before, after };
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
