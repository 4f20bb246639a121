/**
 * What a running site has seen of bodies, and what to migrate next: plain data, as `site.migrationReport()` gives
 * it and the dashboard sends it as JSON. Only requests with content are counted: the others wait for nobody.
 */

/** What one method of one class did at one place of the tree. */
export interface MigrationRow {
  /** Name of the class. */
  readonly resource: string;
  /** Where it stands: "/upload/*"; `*` is a segment that a getChild took, `...` more of them. */
  readonly route: string;
  /** "getChild", "render_PUT", "process", "getResourceFor", ..., or "stream" of a resource that streams. */
  readonly hook: string;
  /** Requests with content that came to it. */
  readonly requests: number;
  /** Of them, those whose content was collected because of it. */
  readonly collected: number;
  /** Content collected because of it, in all. */
  readonly octets: number;
  /** Of the largest request that came by, if it was collected, for whomever. */
  readonly maxOctets: number;
  /** Part of `octets` that went through a temporary file. */
  readonly spooledOctets: number;
  /** Milliseconds that it waited for the content, in all. */
  readonly waitedMs: number;
  /** What the advice would save of `octets` and of `waitedMs`: nobody further down would have it collected. */
  readonly avoidableOctets: number;
  readonly avoidableMs: number;
  /** Requests in which it asked for request.content, and for request.args. */
  readonly touchedContent: number;
  readonly touchedArgs: number;
  /** Of those that asked for content: it was read once, from front to back. */
  readonly readInOrder: number;
  /** Who needed no collected content, and got it so because of this hook. */
  readonly forced: readonly ForcedResource[];
  /** Of "stream": because of whom it got the body only when all of it was in. */
  readonly forcedBy?: readonly ForcedResource[];
  /** One sentence: what was seen, and what to do. */
  readonly advice: string;
  /** The marker to add to the class, where there is one to add. */
  readonly marker?: "CONTENT_BLIND" | "RENDERS_BLIND" | "STREAMING";
  /** Lines to begin with, where the advice is to stream. */
  readonly skeleton?: string;
}

export interface ForcedResource {
  readonly resource: string;
  readonly route: string;
  readonly requests: number;
}

/**
 * - streaming: gets the live body
 * - buffered: its own code has the body collected
 * - replayed: it streams, but something above had the body collected
 * - forced: it needs no body, but something above had it collected
 * - blind: it needs no body, and nothing was collected
 */
export type BodyState = "streaming" | "buffered" | "replayed" | "forced" | "blind";

/** A node of the tree as it stands now, with the children that were only seen in requests. */
export interface ResourceNode {
  /** The segment: "" for a root or an index, `*` for what a getChild made. */
  readonly name: string;
  readonly route: string;
  /** Name of the class. */
  readonly resource: string;
  readonly kind: "legacy" | "core";
  readonly state: BodyState;
  /** Requests with content that it answered, and their octets. */
  readonly requests: number;
  readonly octets: number;
  readonly waitedMs: number;
  /** Class and route of what had the body collected, where the state is replayed or forced. */
  readonly forcedBy?: string;
  readonly children: readonly ResourceNode[];
}

/** Said once per resource. */
export interface MigrationWarning {
  readonly resource: string;
  readonly route: string;
  readonly message: string;
}

/** Of requests with content. */
export interface MigrationTotals {
  readonly requests: number;
  readonly streamed: number;
  readonly buffered: number;
  readonly replayed: number;
  /** Nobody took the body, and nobody waited for it. */
  readonly unread: number;
  /** Octets collected, and those of them that went through a temporary file. */
  readonly octets: number;
  readonly spooledOctets: number;
  readonly waitedMs: number;
}

export interface MigrationReportData {
  readonly version: 1;
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly totals: MigrationTotals;
  /** Most to gain first. */
  readonly rows: readonly MigrationRow[];
  readonly tree: ResourceNode;
  readonly warnings: readonly MigrationWarning[];
  /** Requests that are in the totals only, since the evidence keeps a bounded number of rows. */
  readonly untold: number;
}
