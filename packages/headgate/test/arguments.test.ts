/** Words of a command line: what they come to, and what is said about those that make no sense. */
import { parseArguments } from "../src/command-line/arguments";
import type { OptionTable } from "../src/command-line/option-table";
import { parseOctets } from "../src/command-line/octets";
import { nearest } from "../src/command-line/nearest";

const TABLE: OptionTable = {
  port: { type: "string", short: "p", value: "PORT", help: "" },
  listen: { type: "string", value: "PLACE", multiple: true, help: "" },
  logfile: { type: "string", help: "" },
  watch: { type: "boolean", short: "w", help: "" },
};

test("options may stand anywhere, by their name or their letter", () => {
  const args = parseArguments(
    ["-w", "app.ts", "--listen", "8080", "-p1", "--listen=unix:/a", "--logfile", "-"],
    TABLE,
  );
  expect(args.operands).toEqual(["app.ts"]);
  expect(args.has("watch")).toBe(true);
  expect(args.all("listen")).toEqual(["8080", "unix:/a"]);
  expect(args.text("port")).toBe("1");
  expect(args.text("logfile")).toBe("-");
});

test("what was not given is absent", () => {
  const args = parseArguments([], TABLE);
  expect([args.has("watch"), args.text("port"), args.all("listen"), args.operands]).toEqual([
    false,
    undefined,
    [],
    [],
  ]);
});

test("behind -- nothing is an option", () => {
  expect(parseArguments(["--", "--watch"], TABLE).operands).toEqual(["--watch"]);
});

const WRONG: readonly (readonly [words: readonly string[], says: string])[] = [
  [["--prot", "1"], "unknown option --prot. Did you mean --port?"],
  [["--zzzzzzzz"], "unknown option --zzzzzzzz."],
  [["-x"], "unknown option -x."],
  [["--toString"], "unknown option --toString."],
  [["--__proto__"], "unknown option --__proto__."],
  [["--port"], "--port needs a value: --port PORT"],
  [["--port="], "--port needs a value: --port PORT"],
  [["--port", "--watch"], "--port needs a value: --port PORT"],
  [["--logfile"], "--logfile needs a value: --logfile VALUE"],
  [["--watch=yes"], "--watch takes no value, but yes is given"],
  [["--port", "1", "-p", "2"], "-p is given twice"],
];

test.each(WRONG)("%j: %s", (words, says) => {
  expect(() => parseArguments(words, TABLE)).toThrow(new Error(says));
});

test("operands: one, at most one", () => {
  const none = parseArguments([], TABLE);
  const two = parseArguments(["a", "b"], TABLE);
  expect(none.atMostOne("DIR")).toBeUndefined();
  expect(() => none.one("DIR")).toThrow("DIR is missing");
  expect(() => two.one("DIR")).toThrow("one DIR is enough, but b is given too");
  expect(parseArguments(["a"], TABLE).one("DIR")).toBe("a");
});

describe("octets", () => {
  const AMOUNTS: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["4096", 4096],
    ["500kB", 500_000],
    ["10MB", 10_000_000],
    ["10 mb", 10_000_000],
    ["1.5GB", 1_500_000_000],
    ["1KiB", 1024],
    ["2 GiB", 2 * 1024 ** 3],
  ];

  test.each(AMOUNTS)("%s is %d", (text, octets) => {
    expect(parseOctets(text)).toBe(octets);
  });

  test.each(["", "MB", "-1", "ten", "10 parsecs", "1e3", "1,5MB", "0x10"])("%j is none", (text) => {
    expect(() => parseOctets(text)).toThrow(`${text} is no number of octets`);
  });
});

describe("the nearest name", () => {
  const NAMES = ["serve", "run", "report"];
  const ROWS: readonly (readonly [string, string | undefined])[] = [
    ["sevre", "serve"],
    ["server", "serve"],
    ["reprot", "report"],
    ["rnu", "run"],
    ["x", undefined],
    ["publish", undefined],
    ["", undefined],
  ];

  test.each(ROWS)("to %j is %j", (given, name) => {
    expect(nearest(given, NAMES)).toBe(name);
  });
});
