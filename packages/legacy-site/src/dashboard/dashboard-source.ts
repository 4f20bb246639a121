/** Where the dashboard has its numbers from: a legacy Site, or a test. */
import type { ExchangeInfo } from "@headgate/core";
import type { MigrationReportData } from "../migration/migration-report";

export interface IDashboardSource {
  migrationReport(): MigrationReportData;
  exchanges(): readonly ExchangeInfo[];
}
