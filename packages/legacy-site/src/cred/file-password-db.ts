/** Users and passwords in the columns of a file, a line each (twisted.cred.checkers.FilePasswordDB). */
import { readFile, stat } from "node:fs/promises";
import type { InterfaceToken } from "../components";
import { Deferred } from "../deferred";
import { decodeBytes } from "../octets";
import { checkPassword, type ICredentialsChecker } from "./checkers";
import { UnauthorizedLogin } from "./cred-errors";
import { IUsernameHashedPassword, IUsernamePassword, type UsernamePassword } from "./credentials";
import { isSameSecret } from "./same-secret";

/** Makes of the password that was given what stands in the file, so that the two can be compared. */
export type PasswordHash = (username: string, given: string, stored: string) => string | PromiseLike<string>;

export interface FilePasswordOptions {
  /** Between columns. Default `:`. */
  readonly delim?: string;
  /** Columns, from 0. Default 0 and 1. */
  readonly usernameField?: number;
  readonly passwordField?: number;
  /** Default true. */
  readonly caseSensitive?: boolean;
  /** Absent: the file has passwords as they are. */
  readonly hash?: PasswordHash | undefined;
  /** Keeps what was read until the file is changed. Default false. */
  readonly cache?: boolean;
}

export class FilePasswordDB implements ICredentialsChecker {
  readonly credentialInterfaces: readonly InterfaceToken[];
  readonly filename: string;
  readonly #options: Required<FilePasswordOptions>;
  #known: { readonly changedMs: number; readonly users: ReadonlyMap<string, string> } | undefined;

  constructor(filename: string, options: FilePasswordOptions = {}) {
    this.filename = filename;
    this.#options = {
      delim: ":",
      usernameField: 0,
      passwordField: 1,
      caseSensitive: true,
      hash: undefined,
      cache: false,
      ...options,
    };
    this.credentialInterfaces = this.#options.hash
      ? [IUsernamePassword]
      : [IUsernamePassword, IUsernameHashedPassword];
  }

  requestAvatarId(credentials: UsernamePassword): Deferred<string> {
    const { hash, caseSensitive } = this.#options;
    const username = caseSensitive ? credentials.username : credentials.username.toLowerCase();
    const check = async (users: ReadonlyMap<string, string>): Promise<string> => {
      const stored = users.get(username);
      if (hash === undefined) return checkPassword(credentials, username, stored);
      // For who is not there, what somebody else has is as much work.
      const [anyStored] = users.values();
      const hashed = await hash(username, credentials.password, stored ?? anyStored ?? "");
      if (stored !== undefined && isSameSecret(hashed, stored)) return username;
      throw new UnauthorizedLogin("wrong user or password");
    };
    return Deferred.fromPromise(this.#load().then(check));
  }

  /** Name -> password. The first line of a name counts. */
  async #load(): Promise<ReadonlyMap<string, string>> {
    try {
      if (!this.#options.cache) return this.#parse(await readFile(this.filename));
      const { mtimeMs } = await stat(this.filename);
      if (this.#known?.changedMs !== mtimeMs) {
        this.#known = { changedMs: mtimeMs, users: this.#parse(await readFile(this.filename)) };
      }
      return this.#known.users;
    } catch (error) {
      throw new Error(`the password file ${this.filename} can't be read`, { cause: error });
    }
  }

  #parse(file: Buffer): Map<string, string> {
    const { delim, usernameField, passwordField, caseSensitive } = this.#options;
    const users = new Map<string, string>();
    for (const line of decodeBytes(file).split("\n")) {
      const columns = line.trimEnd().split(delim);
      const [name, password] = [columns[usernameField], columns[passwordField]];
      if (name === undefined || password === undefined) continue;
      const key = caseSensitive ? name : name.toLowerCase();
      if (!users.has(key)) users.set(key, password);
    }
    return users;
  }
}
