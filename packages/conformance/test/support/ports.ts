/** The ports of Twisted applications, as their readers start them: `npm run example:NAME`. */
import { join } from "node:path";
import packageJson from "../../../../package.json";
import { Child } from "../../src/child";

const ROOT = join(__dirname, "../../../..");
const SCRIPTS: Readonly<Record<string, string>> = packageJson.scripts;

/** By what the scripts of the root are called. */
export const PORTS = Object.keys(SCRIPTS).flatMap((script) => script.split(/^example:/)[1] ?? []);

/** Runs the program of that script on a free port. */
export async function startPort(name: string, scheme: "http" | "https"): Promise<Child> {
  const [program = ""] = /\S+$/.exec(SCRIPTS[`example:${name}`] ?? "") ?? [];
  return Child.listening(join(ROOT, program), [], { env: { PORT: "0", TLS: scheme === "https" ? "1" : "" } });
}
