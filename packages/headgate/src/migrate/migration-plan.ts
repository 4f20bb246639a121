/** What a migration would do, as plain data. */
import type { MarkerName } from "./markers";

export interface MigrationPlan {
  /** Files that change. */
  readonly files: readonly PlannedFile[];
  /** By file and line. */
  readonly markers: readonly PlannedMarker[];
  /** What gets no marker, and why. */
  readonly left: readonly LeftClass[];
  /** Of what was left, methods that are simple enough to be begun with. */
  readonly skeletons: readonly Skeleton[];
}

/** Somewhere in the program. */
export interface Place {
  /** Relative to the working directory, with slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface PlannedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface PlannedMarker extends Place {
  readonly resource: string;
  readonly marker: MarkerName;
}

export interface LeftClass extends Place {
  readonly resource: string;
  /** Absent: the class as a whole can't be read. */
  readonly marker?: MarkerName;
  readonly method?: string;
  /** It does read the body; or nobody can tell by reading the code. */
  readonly kind: "reads" | "unclear";
  /** What it does, and where. */
  readonly reason: string;
  /** Of a render method that reads: why there is no skeleton for it. */
  readonly notSimple?: string;
}

export interface Skeleton extends Place {
  readonly resource: string;
  /** "PUT" */
  readonly method: string;
  /** A member of the class. With it goes the marker: static readonly [STREAMING] = ["PUT"]. */
  readonly code: string;
}
