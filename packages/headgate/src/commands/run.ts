/** `headgate run app.ts`: what a module exports, served. */
import type { Command } from "../command-line/command";
import { OK } from "../command-line/exit-codes";
import { loadApp } from "../apps/load-app";
import { checkServeOptions, SERVE_OPTIONS, serveUntilStopped } from "../serving/serve-until-stopped";
import { keepRestarting } from "../watch/keep-restarting";
import { watchedProcess } from "../watch/watched-process";

export const APP_NOTES: readonly string[] = [
  "APP exports a Site, new or legacy, or a resource, or a function that returns one, or a promise of one: as",
  "its default, or as site, resource, root or app. A resource is put into a Site of its own. Legacy sites are",
  "hardened, unless they say { hardened: false }. TypeScript is compiled on the way, without looking at types.",
  "APP does not listen itself.",
];

export const run: Command = {
  name: "run",
  summary: "Serves the site or the resource that a module exports, in TypeScript or JavaScript.",
  usage: "APP [options]",
  options: {
    watch: { type: "boolean", short: "w", help: "begins again when a file that was loaded changes" },
    ...SERVE_OPTIONS,
  },
  notes: APP_NOTES,
  async run(args, terminal) {
    const file = args.one("APP");
    checkServeOptions(args);
    if (args.has("watch") && watchedProcess === undefined) return keepRestarting(file, terminal);
    await serveUntilStopped(await loadApp(file), `runs ${file}`, args, terminal);
    return OK;
  },
};
