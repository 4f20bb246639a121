/** A plan as a unified diff, as `git apply` and `patch -p1` take it. */
import { formatPatch, structuredPatch, FILE_HEADERS_ONLY } from "diff";
import type { MigrationPlan, PlannedFile } from "./migration-plan";

/** Empty, where nothing changes. */
export function formatDiff(plan: Pick<MigrationPlan, "files">): string {
  return plan.files.map(diffOf).join("");
}

function diffOf({ path, before, after }: PlannedFile): string {
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  return formatPatch(patch, FILE_HEADERS_ONLY);
}
