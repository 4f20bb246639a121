/** The command line as a whole, as far as nothing is listened on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../src/commands/table";
import { runCommandLine } from "../src/command-line/run-command-line";
import { RecordedTerminal } from "./support/recorded-terminal";

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function outcomeOf(...words: string[]): Promise<Outcome> {
  const terminal = new RecordedTerminal();
  const code = await runCommandLine(words, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

test.each([["--help"], ["-h"], ["help"]])("%s shows every command", async (word) => {
  const { code, stdout, stderr } = await outcomeOf(word);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Usage: headgate COMMAND [options]");
  for (const { name, summary } of COMMANDS) expect(stdout).toContain(`${name.padEnd(9)}${summary}`);
});

describe.each(COMMANDS.map((command) => [command.name, command] as const))("%s", (name, command) => {
  test.each([[[name, "--help"]], [["help", name]], [[name, "-h", "whatever"]]])("%j", async (words) => {
    const { code, stdout, stderr } = await outcomeOf(...words);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: headgate ${name} ${command.usage}\n`);
    for (const option of Object.keys(command.options)) expect(stdout).toContain(`--${option}`);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
  });
});

test.each([["--version"], ["-V"]])("%s is that of package.json", async (word) => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8")) as {
    version: string;
  };
  expect(await outcomeOf(word)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("no word at all: the help, but as an error", async () => {
  const { code, stdout, stderr } = await outcomeOf();
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Usage: headgate COMMAND");
});

const NOWHERE = join(__dirname, "nowhere");

const WRONG: readonly (readonly [words: readonly string[], says: string, help: string | undefined])[] = [
  [["sevre"], "unknown command sevre. Did you mean serve?", "headgate --help"],
  [["help", "repotr"], "unknown command repotr. Did you mean report?", "headgate --help"],
  [["--wach"], "unknown option --wach.", "headgate --help"],
  [["--pth", "."], "unknown option --pth. Did you mean --path?", "headgate --help"],
  [["--listen", "tcp:8080"], "a command is missing, or --path DIR", "headgate --help"],
  [["serve"], "DIR is missing", "headgate serve --help"],
  [["serve", "a", "b"], "one DIR is enough, but b is given too", "headgate serve --help"],
  [["serve", ".", "--path", "."], "DIR and --path are the same", "headgate serve --help"],
  [["serve", NOWHERE], `${NOWHERE} is no folder`, undefined],
  [["serve", __filename], `${__filename} is no folder`, undefined],
  [["--path", NOWHERE], `${NOWHERE} is no folder`, undefined],
  [["serve", __dirname, "--listen", "tcp:http"], "http, in tcp:http, is no number", "headgate serve --help"],
  [["serve", __dirname, "--grace", "soon"], "--grace takes seconds, not soon", "headgate serve --help"],
  [["serve", __dirname, "--logfile", join(NOWHERE, "log")], "the access log can't be opened", undefined],
  [["serve", __dirname, "--https", "0", "-c", NOWHERE], "the certificate can't be read", undefined],
  [["run"], "APP is missing", "headgate run --help"],
  [["run", NOWHERE], `there is no file ${NOWHERE}`, undefined],
  [["run", __dirname], `${__dirname} is a folder: which file in it?`, undefined],
  [["run", join(__dirname, "../package.json")], "is neither TypeScript nor JavaScript", undefined],
  [["run", __filename, "--port", "http"], "http is no place to listen on", "headgate run --help"],
  [["report", "--run", __filename, "--grace", "x"], "--grace takes seconds", "headgate report --help"],
  [["run", __filename, "--watch", "--port", "http"], "http is no place to listen on", "headgate run --help"],
  [["run", __filename, "--watch", "--grace", "soon"], "--grace takes seconds", "headgate run --help"],
  [
    ["serve", __dirname, "--https", "0", "-c", __filename],
    `there is no certificate in ${__filename}, in PEM`,
    undefined,
  ],
  [["run", "--wacth", "a.ts"], "unknown option --wacth. Did you mean --watch?", "headgate run --help"],
  [["report"], "a URL is missing, or --run APP", "headgate report --help"],
  [["report", "localhost:80/d"], "Did you mean http://localhost:80/d?", "headgate report --help"],
  [["report", "ftp://a/"], "ftp://a/ is no URL of http: or https:.", "headgate report --help"],
  [["report", "http://a/", "--port", "1"], "--port is for --run APP", "headgate report --help"],
  [["report", "http://a/", "--run", "a.ts"], "what is http://a/ for?", "headgate report --help"],
  [
    ["report", "http://a/", "--max-buffered", "much"],
    "much is no number of octets",
    "headgate report --help",
  ],
];

test.each(WRONG)("%j: %s", async (words, says, help) => {
  const { code, stdout, stderr } = await outcomeOf(...words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^headgate: /);
  expect(stderr).toContain(says);
  if (help === undefined) expect(stderr).not.toContain("--help");
  else expect(stderr).toContain(`\`${help}\` says how it is used.\n`);
});
