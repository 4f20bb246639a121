/** Real Twisted: an app of `answers/apps` in a Python process of its own, on a loopback port. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { ANSWERS } from "./store";

/** Debian's own, which sees python3-twisted; another python3 on the PATH may not. */
const PYTHON = process.env["PYTHON"] ?? "/usr/bin/python3";
const VERSION = "import twisted.web.server, twisted; print(twisted.__version__)";

/** @throws Error that says why there is no Twisted. */
export async function twistedVersion(): Promise<string> {
  try {
    return (await promisify(execFile)(PYTHON, ["-c", VERSION])).stdout.trim();
  } catch (error) {
    const [why] = String(error instanceof Error ? error.message : error)
      .trim()
      .split("\n")
      .slice(-1);
    throw new Error(`${PYTHON} has no Twisted (apt-get install python3-twisted): ${why ?? ""}`, {
      cause: error,
    });
  }
}

export class TwistedProcess {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
  }

  static async start(app: string, files: string): Promise<TwistedProcess> {
    const child = spawn(PYTHON, ["-B", join(ANSWERS, "serve.py"), app, files], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
    });
    for await (const line of createInterface({ input: child.stdout })) {
      return new TwistedProcess(child, Number(line));
    }
    throw new Error(`answers/apps/${app}.py does not start: try ${PYTHON} answers/serve.py ${app} ${files}`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.kill();
    await once(this.#process, "exit");
  }
}
