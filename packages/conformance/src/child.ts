/**
 * TypeScript programs in processes of their own: a server under test, whose memory, descriptors and death can be
 * watched from outside. The program says `tellParent` when it listens.
 */
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

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

  /** Waits until it listens. */
  static async listening(program: string, args?: readonly string[], limits?: ChildLimits): Promise<Child> {
    const child = new Child(program, args, limits);
    const ended = once(child.process, "exit").then(() => {
      throw new Error(`${program} ended before it listened:\n${child.output}`);
    });
    const [told] = (await Promise.race([once(child.process, "message"), ended])) as [{ port: number }];
    ended.catch(() => undefined);
    child.#port = told.port;
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
    const octets = statusField(this.process.pid, "VmRSS");
    return octets ?? this.ask<number>("memory");
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

/** A field of /proc/<pid>/status that is given in kB; undefined where there is none. */
function statusField(pid: number | undefined, name: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, "latin1");
    const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** For the program: says where it listens, answers questions, and ends with its parent. */
export function tellParent(port: number, answers: Answers = {}): void {
  const all: Answers = { memory: () => process.memoryUsage().rss, ...answers };
  process.on("message", (question: string) => process.send?.(all[question]?.() ?? null));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
}
