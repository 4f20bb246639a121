/** One of the servers of `server.ts`, in a process of its own, and the processor time that it has used. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(__dirname, "../../../..");
/** Without these, glibc returns and faults in the 64 KiB of every read, or doesn't, by chance. */
const MALLOC = {
  MALLOC_TRIM_THRESHOLD_: "1073741824",
  MALLOC_TOP_PAD_: "67108864",
  MALLOC_MMAP_THRESHOLD_: "1073741824",
};

export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** @param file what serves; it is told `kind`, and tells its port and its processor time */
  static async start(kind: string, file = "server.ts"): Promise<ServerProcess> {
    const child = fork(
      join(ROOT, "node_modules/ts-node/dist/bin.js"),
      ["--project", join(ROOT, "examples/tsconfig.json"), join(__dirname, file), kind],
      { execArgv: ["-C", "@headgate/source"], env: { ...process.env, ...MALLOC } },
    );
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new ServerProcess(child, port);
  }

  /** Seconds of processor time used so far, by the process and in the kernel for it. */
  async cpu(): Promise<number> {
    this.#child.send("cpu");
    const [used] = (await once(this.#child, "message")) as [NodeJS.CpuUsage];
    return (used.user + used.system) / 1e6;
  }

  stop(): void {
    this.#child.kill();
  }
}
