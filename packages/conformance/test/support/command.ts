/** The `headgate` command, installed for the tests of a file, and a new folder for each of them. */
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import { get, request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { leaf, respond } from "@headgate/core";
import { Installation, type CommandProcess } from "./installation";
import { serve } from "./servers";
import { until } from "./until";

const children: CommandProcess[] = [];
let installation: Installation;
let folder: string;

beforeAll(async () => {
  installation = await Installation.make();
});

afterAll(() => installation.remove());

beforeEach(async () => {
  folder = await installation.folder();
});

afterEach(() => Promise.all(children.splice(0).map((child) => child.stop())));

/** A path in the folder of this test, which is beside the packages; without a name, the folder. */
export function at(name = ""): string {
  return join(folder, name);
}

/** Starts the command with these words; it is stopped when the test is over. */
export function start(...words: string[]): CommandProcess {
  const child = installation.start(words);
  children.push(child);
  return child;
}

/** A copy of the application, beside the packages that it imports. */
export async function legacyApp(): Promise<string> {
  const app = at("legacy-app.ts");
  await copyFile(join(__dirname, "../children/legacy-app.ts"), app);
  return app;
}

/** Also when it has ended: what is awaited in vain is not awaited for ever. */
export function untilOr(child: CommandProcess, isTrue: () => boolean): Promise<void> {
  return until(() => isTrue() || child.process.exitCode !== null || child.process.signalCode !== null);
}

/** The port is in the banner, on whichever stream. */
export async function listening(child: CommandProcess): Promise<number> {
  await untilOr(child, () => child.output.includes("Ctrl-C"));
  const [, port] = /https?:\/\/127\.0\.0\.1:(\d+)\//.exec(child.output) ?? [];
  if (port === undefined) throw new Error(`it does not listen:\n${child.output}`);
  return Number(port);
}

export async function textOf(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of answer.setEncoding("utf8")) text += piece as string;
  return text;
}

export async function textAt(url: string): Promise<string> {
  const [answer] = (await once(get(url, { agent: false }), "response")) as [IncomingMessage];
  return textOf(answer);
}

export async function post(url: string, body: string): Promise<string> {
  const [answer] = (await once(request(url, { method: "POST", agent: false }).end(body), "response")) as [
    IncomingMessage,
  ];
  return textOf(answer);
}

/** One that was free a moment ago: the process begins again on the same. */
export async function freePort(): Promise<number> {
  const { port, endpoint } = await serve(leaf(() => respond(200)));
  await endpoint.close();
  return port;
}
