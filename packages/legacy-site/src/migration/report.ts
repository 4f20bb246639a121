/** From evidence to the report. */
import type { Evidence } from "./evidence";
import { formatMigrationReport } from "./format-report";
import type {
  MigrationReportData,
  MigrationRow,
  MigrationTotals,
  MigrationWarning,
  ResourceNode,
} from "./migration-report";
import { resourceTree } from "./resource-tree";

/** Plain data, but for how it shows itself as text. */
export class MigrationReport implements MigrationReportData {
  readonly version = 1;
  readonly since: string;
  readonly until: string;
  readonly totals: MigrationTotals;
  readonly rows: readonly MigrationRow[];
  readonly tree: ResourceNode;
  readonly warnings: readonly MigrationWarning[];
  readonly untold: number;

  constructor(evidence: Evidence, root: object) {
    this.since = evidence.since.toISOString();
    this.until = new Date().toISOString();
    this.totals = evidence.totals;
    this.rows = evidence.rows();
    this.tree = resourceTree(root, evidence.nodes, this.rows);
    this.warnings = evidence.warnings.all;
    this.untold = evidence.untold;
  }

  /** A table, with the advice. */
  toString(): string {
    return formatMigrationReport(this);
  }
}
