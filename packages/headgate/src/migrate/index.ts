/** Adds the markers that are safe by reading the code. The command is `headgate migrate`. */
export { formatDiff } from "./format-diff";
export { formatPlan } from "./format-plan";
export type { LeftClass, MigrationPlan, Place, PlannedFile, PlannedMarker, Skeleton } from "./migration-plan";
export type { MarkerName } from "./markers";
export { planMigration, writeMigration } from "./plan-migration";
export type { MigrationOptions } from "./plan-migration";
export { MigrateInputError } from "./program";
export { runMigrate } from "./run-migrate";
export type { Output, RunOptions } from "./run-migrate";
