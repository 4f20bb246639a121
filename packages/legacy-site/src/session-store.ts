/**
 * Where a site keeps its sessions. Bounded: whoever asks for session after session without ever coming back with one
 * pushes out other sessions of that kind first, and those of users who did come back only when none is left.
 */
import { InvalidOption } from "@headgate/core";

/** What a store needs of a session. */
export interface IStoredSession {
  readonly uid: string;
  /** Removes itself from its store. */
  expire(): void;
}

/** Any object with these methods of a Map serves. */
export interface ISessionStore<S extends IStoredSession = IStoredSession> {
  readonly size: number;
  /** A client came back with this id. */
  get(uid: string): S | undefined;
  has(uid: string): boolean;
  /** May end other sessions to make room. */
  set(uid: string, session: S): unknown;
  /** false: there was none. */
  delete(uid: string): boolean;
}

export class SessionStore<S extends IStoredSession = IStoredSession> implements ISessionStore<S> {
  readonly #maxSessions: number;
  /** In the order of use, the oldest first. */
  readonly #newcomers = new Map<string, S>();
  readonly #regulars = new Map<string, S>();

  constructor(maxSessions = DEFAULT_MAX_SESSIONS) {
    if (!(maxSessions >= 1)) throw new InvalidOption("maxSessions must be 1 at least");
    this.#maxSessions = maxSessions;
  }

  get size(): number {
    return this.#newcomers.size + this.#regulars.size;
  }

  get(uid: string): S | undefined {
    const session = this.#newcomers.get(uid) ?? this.#regulars.get(uid);
    if (session === undefined) return undefined;
    this.delete(uid);
    this.#regulars.set(uid, session);
    return session;
  }

  has(uid: string): boolean {
    return this.#newcomers.has(uid) || this.#regulars.has(uid);
  }

  set(uid: string, session: S): this {
    this.delete(uid);
    while (this.size >= this.#maxSessions) this.#dropOne();
    this.#newcomers.set(uid, session);
    return this;
  }

  delete(uid: string): boolean {
    return this.#newcomers.delete(uid) || this.#regulars.delete(uid);
  }

  *keys(): Generator<string> {
    for (const [uid] of this) yield uid;
  }

  *values(): Generator<S> {
    for (const [, session] of this) yield session;
  }

  *[Symbol.iterator](): Generator<[uid: string, session: S]> {
    yield* this.#newcomers;
    yield* this.#regulars;
  }

  #dropOne(): void {
    const [oldest] = this.#newcomers.size > 0 ? this.#newcomers : this.#regulars;
    if (oldest === undefined) return;
    const [uid, session] = oldest;
    try {
      session.expire();
    } finally {
      this.delete(uid);
    }
  }
}

/** Some hundred octets each. */
export const DEFAULT_MAX_SESSIONS = 100_000;
