/**
 * `--watch`: the same command in a process of its own, replaced whenever a file that it loaded changes. The next one
 * begins as soon as the last has stopped listening, and does not wait for its answers to end.
 */
import { fork, type ChildProcess } from "node:child_process";
import { relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { OK } from "../command-line/exit-codes";
import type { Terminal } from "../command-line/terminal";
import { StopRequests } from "../serving/stop-requests";
import { LEFT, STOP, WATCHED_VARIABLE } from "./watched-process";
import { WatchedFiles } from "./watched-files";

/** Node tells the parent of a process with this variable what it loads, as for `node --watch`. */
const REPORTS_FILES = { WATCH_REPORT_DEPENDENCIES: "1" };

/** @param file the app. Resolves with the exit code when it is asked to stop. */
export async function keepRestarting(file: string, terminal: Terminal): Promise<number> {
  const supervisor = new Supervisor(resolve(file), terminal);
  const stopping = new StopRequests(() => supervisor.kill());
  supervisor.start();
  await stopping.first;
  await supervisor.stop();
  stopping.end();
  return OK;
}

class Supervisor {
  readonly #file: string;
  readonly #terminal: Terminal;
  readonly #files: WatchedFiles;
  /** All that have not ended. */
  readonly #processes = new Map<ChildProcess, Promise<void>>();
  /** The one that serves, or is about to. */
  #current: ChildProcess | undefined;
  #isStopping = false;

  constructor(file: string, terminal: Terminal) {
    this.#file = file;
    this.#terminal = terminal;
    this.#files = new WatchedFiles((changed) => this.#restart(changed));
    this.#files.add(file);
  }

  start(): void {
    if (this.#isStopping) return;
    const child = fork(process.argv[1]!, process.argv.slice(2), {
      env: { ...process.env, ...REPORTS_FILES, [WATCHED_VARIABLE]: "1" },
    });
    this.#current = child;
    child.on("message", (message) => this.#told(child, message));
    const ended = new Promise<void>((end) => {
      child.on("error", (error) => {
        this.#terminal.err(`headgate: ${error.message}\n`);
        end();
      });
      child.on("exit", (code, signal) => {
        this.#ended(child, signal ?? code);
        end();
      });
    });
    this.#processes.set(child, ended);
  }

  /** Resolves when all have ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#files.close();
    for (const child of this.#processes.keys()) ask(child);
    await Promise.all(this.#processes.values());
  }

  kill(): void {
    for (const child of this.#processes.keys()) child.kill("SIGKILL");
  }

  #restart(changed: string): void {
    this.#terminal.err(`headgate: ${relative("", changed)} has changed\n`);
    if (this.#current === undefined) this.start();
    else ask(this.#current);
  }

  #told(child: ChildProcess, message: unknown): void {
    if (message === LEFT) this.#replace(child);
    for (const file of filesIn(message)) {
      if (!file.includes(`${sep}node_modules${sep}`)) this.#files.add(file);
    }
  }

  #replace(child: ChildProcess): void {
    if (child !== this.#current) return;
    this.#current = undefined;
    this.start();
  }

  #ended(child: ChildProcess, how: number | string | null): void {
    this.#processes.delete(child);
    if (child !== this.#current || this.#isStopping) return;
    this.#current = undefined;
    // One that was asked to stop before it served.
    if (how === 0) return this.start();
    this.#terminal.err(
      `headgate: it ended with ${how ?? "nothing"}, and begins again when ${relative("", this.#file)} or what it loads changes\n`,
    );
  }
}

function ask(child: ChildProcess): void {
  if (child.connected) child.send(STOP, () => {});
}

/** Of Node's own messages about what was loaded. */
function filesIn(message: unknown): string[] {
  if (typeof message !== "object" || message === null) return [];
  const reports = message as Readonly<Record<string, unknown>>;
  return [...textsIn(reports["watch:require"]), ...textsIn(reports["watch:import"])].flatMap((name) => {
    if (name.startsWith("file:")) return [fileURLToPath(name)];
    return name.includes(":") && !/^[A-Za-z]:[\\/]/.test(name) ? [] : [name];
  });
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
