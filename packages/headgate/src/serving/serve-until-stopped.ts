/** A server's whole life in this process: listen, say so, wait to be asked to stop, let answers end. */
import type { IServer } from "@headgate/core";
import type { Arguments } from "../command-line/arguments";
import type { OptionTable } from "../command-line/option-table";
import { UsageError } from "../command-line/exit-codes";
import type { Terminal } from "../command-line/terminal";
import { LISTEN_OPTIONS, placesFrom } from "../listening/listen-options";
import { openPlaces } from "../listening/open-place";
import { watchedProcess } from "../watch/watched-process";
import { AccessLog } from "./access-log";
import { banner } from "./banner";
import { mountDashboard } from "./mount-dashboard";
import { StopRequests } from "./stop-requests";
import { outliveClients } from "./uncaught-errors";

export const SERVE_OPTIONS: OptionTable = {
  ...LISTEN_OPTIONS,
  logfile: {
    type: "string",
    short: "l",
    value: "FILE",
    help: "appends the access log to it, in the combined format; - is the terminal",
  },
  dashboard: {
    type: "string",
    value: "PATH",
    help: "puts the dashboard of a legacy Site there, as /dashboard",
  },
  grace: {
    type: "string",
    value: "SECONDS",
    help: "for answers under way, when it is to end; 10, if nothing is said",
  },
};

const DEFAULT_GRACE_S = "10";

/** Before there is anything to serve. @throws UsageError */
export function checkServeOptions(args: Arguments): void {
  placesFrom(args);
  graceFrom(args);
}

/** @param does for the banner, as in "serves /srv/www" */
export async function serveUntilStopped(
  server: IServer,
  does: string,
  args: Arguments,
  terminal: Terminal,
): Promise<void> {
  const places = placesFrom(args);
  const graceMs = graceFrom(args);
  const dashboard = args.text("dashboard");
  if (dashboard !== undefined) mountDashboard(server, dashboard);
  const logfile = args.text("logfile");
  const accessLog = logfile === undefined ? undefined : AccessLog.to(logfile, terminal);
  const stopping = new StopRequests();
  const endOutliving = outliveClients(terminal);
  try {
    const endpoints = await openPlaces(places, server);
    terminal.out(banner(does, places, endpoints, dashboard));
    watchedProcess?.obey(() => stopping.request());
    await stopping.first;
    const closed = endpoints.map((endpoint) => endpoint.close({ graceMs }));
    watchedProcess?.leftItsPlaces();
    await Promise.all(closed);
  } finally {
    endOutliving();
    stopping.end();
    accessLog?.close();
  }
}

function graceFrom(args: Arguments): number {
  const { grace = DEFAULT_GRACE_S } = { grace: args.text("grace") };
  if (!/^\d+(?:\.\d+)?$/.test(grace)) throw new UsageError(`--grace takes seconds, not ${grace}`);
  return Number(grace) * 1000;
}
