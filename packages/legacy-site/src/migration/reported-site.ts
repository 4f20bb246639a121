/** The site of core that a legacy one is made of: what it warns of stands in the migration report as well. */
import { Site as CoreSite, type IRequest, type IResource, type SiteOptions } from "@headgate/core";
import type { MigrationWarnings } from "./migration-warnings";

export class ReportedSite extends CoreSite {
  readonly #warnings: MigrationWarnings;

  constructor(root: IResource, options: SiteOptions, warnings: MigrationWarnings) {
    super(root, options);
    this.#warnings = warnings;
  }

  override warnUnclaimed(request: IRequest, resource: string, message: string): void {
    super.warnUnclaimed(request, resource, message);
    this.#warnings.note(resource, request.path, message, `unclaimed ${resource}`);
  }
}
