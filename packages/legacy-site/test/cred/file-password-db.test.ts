/** Passwords in a file: its columns, its hashes, its changes. */
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  FilePasswordDB,
  IUsernameHashedPassword,
  IUsernamePassword,
  UnauthorizedLogin,
  UsernamePassword,
  type FilePasswordOptions,
} from "../../src/index";

let directory: string;
let filename: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "passwords-"));
  filename = join(directory, "passwords");
});

afterEach(() => rm(directory, { recursive: true }));

async function database(lines: string, options?: FilePasswordOptions): Promise<FilePasswordDB> {
  await writeFile(filename, lines);
  return new FilePasswordDB(filename, options);
}

async function login(passwords: FilePasswordDB, username: string, password: string): Promise<string> {
  return passwords.requestAvatarId(new UsernamePassword(username, password));
}

test("a user and a password a line; what has no second column is none", async () => {
  const passwords = await database("alice:one\r\nbob:two:more\nbroken\n\nalice:later\nzoë:päss");
  expect(await login(passwords, "alice", "one")).toBe("alice");
  expect(await login(passwords, "bob", "two")).toBe("bob");
  expect(await login(passwords, "zoë", "päss")).toBe("zoë");
  for (const [user, password] of [
    ["alice", "later"],
    ["Alice", "one"],
    ["bob", "two:more"],
    ["broken", ""],
    ["", ""],
  ] as const) {
    await expect(login(passwords, user, password)).rejects.toBeInstanceOf(UnauthorizedLogin);
  }
});

test("columns, what is between them, and case are the application's choice", async () => {
  const options = { delim: "|", usernameField: 2, passwordField: 0, caseSensitive: false };
  const passwords = await database("one|x|Alice", options);
  expect(await login(passwords, "ALICE", "one")).toBe("alice");
  await expect(login(passwords, "alice", "ONE")).rejects.toThrow(UnauthorizedLogin);
});

test("hashed passwords are compared as they stand in the file; who is not there is as much work", async () => {
  const asked: string[] = [];
  const hash = (_username: string, given: string, stored: string): string => {
    asked.push(stored);
    return `${stored.slice(0, 1)}${given.toUpperCase()}`;
  };
  const passwords = await database("alice:sONE", { hash });
  expect(passwords.credentialInterfaces).toEqual([IUsernamePassword]);
  expect(new FilePasswordDB(filename).credentialInterfaces).toEqual([
    IUsernamePassword,
    IUsernameHashedPassword,
  ]);
  expect(await login(passwords, "alice", "one")).toBe("alice");
  await expect(login(passwords, "alice", "two")).rejects.toThrow(UnauthorizedLogin);
  await expect(login(passwords, "mallory", "one")).rejects.toThrow(UnauthorizedLogin);
  expect(asked).toEqual(["sONE", "sONE", "sONE"]);
  await expect(login(await database("", { hash }), "mallory", "")).rejects.toThrow(UnauthorizedLogin);
});

test("with a cache the file is read when it has changed", async () => {
  const passwords = await database("alice:one", { cache: true });
  await utimes(filename, 1_000, 1_000);
  expect(await login(passwords, "alice", "one")).toBe("alice");
  await writeFile(filename, "alice:two");
  await utimes(filename, 1_000, 1_000);
  expect(await login(passwords, "alice", "one")).toBe("alice");
  await utimes(filename, 1_001, 1_001);
  expect(await login(passwords, "alice", "two")).toBe("alice");
});

test.each([[true], [false]])(
  "a file that is not there is nobody's fault but ours (cache: %p)",
  async (cache) => {
    const passwords = new FilePasswordDB(join(directory, "missing"), { cache });
    await expect(login(passwords, "alice", "one")).rejects.toThrow("can't be read");
    await expect(login(passwords, "alice", "one")).rejects.not.toBeInstanceOf(UnauthorizedLogin);
  },
);
