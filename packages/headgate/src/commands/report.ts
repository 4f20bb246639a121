/** `headgate report`: what to migrate next, of a site that runs elsewhere or of one that is run for it. */
import { formatMigrationReport, type MigrationReportData } from "@headgate/legacy-site";
import { isLegacySite } from "../apps/app-of";
import { loadApp } from "../apps/load-app";
import type { Arguments } from "../command-line/arguments";
import type { Command } from "../command-line/command";
import { FAILED, NotUsable, OK, UsageError } from "../command-line/exit-codes";
import { parseOctets } from "../command-line/octets";
import type { Terminal } from "../command-line/terminal";
import { fetchReport } from "../report/fetch-report";
import { checkServeOptions, SERVE_OPTIONS, serveUntilStopped } from "../serving/serve-until-stopped";
import { APP_NOTES } from "./run";

export const report: Command = {
  name: "report",
  summary: "Tells which resources had bodies buffered, and what to migrate next.",
  usage: "URL | --run APP [options]",
  options: {
    run: { type: "string", value: "APP", help: "serves it, and reports when it is stopped" },
    json: { type: "boolean", help: "in place of a table" },
    "max-buffered": {
      type: "string",
      value: "OCTETS",
      help: "exit code 1 if more was buffered in all, as 500kB, 10MB or 1GiB",
    },
    ...SERVE_OPTIONS,
  },
  notes: [
    "URL is that of a dashboard: where `site.dashboard()` is, or `headgate run APP --dashboard PATH` has put it.",
    "Exit code 2: there is no report there. The options on how to serve are for --run.",
    "",
    ...APP_NOTES,
  ],
  async run(args, terminal) {
    const bound = boundFrom(args);
    const app = args.text("run");
    const data = app === undefined ? await reportOf(args) : await reportOfRun(app, args, terminal);
    terminal.out(args.has("json") ? `${JSON.stringify(data, null, 2)}\n` : formatMigrationReport(data));
    if (bound === undefined || data.totals.octets <= bound.octets) return OK;
    const { octets } = data.totals;
    terminal.err(
      `headgate: ${octets} octets were buffered, and --max-buffered ${bound.text} allows ${bound.octets}\n`,
    );
    return FAILED;
  },
};

interface Bound {
  readonly text: string;
  readonly octets: number;
}

function boundFrom(args: Arguments): Bound | undefined {
  const text = args.text("max-buffered");
  return text === undefined ? undefined : { text, octets: parseOctets(text) };
}

async function reportOf(args: Arguments): Promise<MigrationReportData> {
  const url = args.atMostOne("URL");
  if (url === undefined) throw new UsageError("a URL is missing, or --run APP");
  const other = Object.keys(SERVE_OPTIONS).find((name) => args.has(name));
  if (other !== undefined) throw new UsageError(`--${other} is for --run APP: ${url} is served already`);
  return fetchReport(url);
}

/** All that is said meanwhile goes to stderr, so that the report can be piped. */
async function reportOfRun(file: string, args: Arguments, terminal: Terminal): Promise<MigrationReportData> {
  const [url] = args.operands;
  if (url !== undefined) throw new UsageError(`--run reports of an app that it serves; what is ${url} for?`);
  checkServeOptions(args);
  const server = await loadApp(file);
  if (!isLegacySite(server)) {
    throw new NotUsable(
      `${file} exports a site of core, which keeps no report. Where legacy trees are bridged into it, give them a ` +
        `MigrationEvidence, put dashboardOf(it) into the tree, run it, and report its URL`,
    );
  }
  const quiet: Terminal = { out: (text) => terminal.err(text), err: (text) => terminal.err(text) };
  await serveUntilStopped(server, `runs ${file} and reports at the end`, args, quiet);
  return server.migrationReport();
}
