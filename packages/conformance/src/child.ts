/**
 * TypeScript programs in processes of their own: a server under test, whose memory, descriptors and death can be
 * watched from outside. The program says `tellParent` when it listens.
 */
import { execFile, spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "../../..");

export interface ChildLimits {
  /** `ulimit -n`. */
  readonly maxDescriptors?: number;
  /** A descriptor of ours that is the child's descriptor 4. */
  readonly descriptor?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The child's side of `ask`. */
type Answers = Readonly<Record<string, () => unknown>>;

export class Child {
  readonly process: ChildProcess;
  /** What it has written to stdout and stderr. */
  output = "";
  #port = 0;

  constructor(program: string, args: readonly string[] = [], limits: ChildLimits = {}) {
    const node = [
      ...["-C", "@headgate/source", join(ROOT, "node_modules/ts-node/dist/bin.js")],
      ...["--project", join(ROOT, "examples/tsconfig.json"), program, ...args],
    ];
    const stdio: StdioOptions = ["ignore", "pipe", "pipe", "ipc", limits.descriptor ?? "ignore"];
    const options = { stdio, env: { ...process.env, ...limits.env } };
    this.process =
      limits.maxDescriptors === undefined
        ? spawn(process.execPath, node, options)
        : spawn(
            "sh",
            ["-c", `ulimit -n ${limits.maxDescriptors} && exec "$0" "$@"`, process.execPath, ...node],
            options,
          );
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (octets: Buffer) => (this.output += octets.toString()));
    }
  }

  /** Waits until it has told its port: by `tellParent`, or by printing its URL. */
  static async listening(program: string, args?: readonly string[], limits?: ChildLimits): Promise<Child> {
    const child = new Child(program, args, limits);
    child.#port = await new Promise((resolve, reject) => {
      child.process.once("message", ({ port }: { port: number }) => resolve(port));
      child.process.stdout?.on("data", () => {
        const [, port] = /https?:\/\/127\.0\.0\.1:(\d+)/.exec(child.output) ?? [];
        if (port !== undefined) resolve(Number(port));
      });
      child.process.once("exit", () => reject(new Error(`${program} ended:\n${child.output}`)));
    });
    return child;
  }

  get port(): number {
    return this.#port;
  }

  /** One question at a time. */
  async ask<T>(question: string): Promise<T> {
    this.process.send(question);
    const [answer] = (await once(this.process, "message")) as [T];
    return answer;
  }

  /** Resident memory in octets. */
  async memory(): Promise<number> {
    const { pid = 0 } = this.process;
    const kilobytes = (await memoryInProc(pid)) ?? (await memoryByPs(pid));
    return kilobytes * 1024;
  }

  /** Resolves with its exit code when it has ended. */
  async exit(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode === null && signalCode === null) await once(this.process, "exit");
    return this.process.exitCode;
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exit();
  }
}

/** kB; undefined where the system has no /proc. */
async function memoryInProc(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "latin1");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}

async function memoryByPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout);
}

/** For the program: says where it listens, answers questions, and ends with its parent. */
export function tellParent(port: number, answers: Answers = {}): void {
  process.on("message", (question: string) => process.send?.(answers[question]?.() ?? null));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
}
