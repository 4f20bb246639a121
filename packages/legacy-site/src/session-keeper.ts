/**
 * The part of a site that keeps sessions (twisted.web.server.Site). Made for subclassing: sites with sessions of their
 * own override `makeSession` and `getSession`.
 */
import type { IClock, ILog } from "@headgate/core";
import { isHardenedByDefault } from "./hardened-by-default";
import { Session, UnknownSession, type ISessionSite } from "./session";
import { newSessionId } from "./session-id";
import { DEFAULT_MAX_SESSIONS, SessionStore, type ISessionStore } from "./session-store";

/** Called with the site, whatever class that is. */
export type SessionFactory = new (site: never, uid: string) => Session;

export interface SessionOptions {
  /** The class of the sessions, in place of `Session`. */
  readonly sessionFactory?: SessionFactory | undefined;
  /** Where they are kept. Default: in memory, up to `maxSessions`. */
  readonly sessionStore?: ISessionStore<Session> | undefined;
  /** The oldest are expired to make room. Default 100,000. */
  readonly maxSessions?: number | undefined;
  /** Session cookies are HttpOnly, and SameSite=Lax. */
  readonly hardened?: boolean | undefined;
}

export abstract class SessionKeeper implements ISessionSite {
  /** The clock that sessions live by. */
  readonly reactor: IClock;
  /** Id -> session. */
  readonly sessions: ISessionStore<Session>;
  sessionFactory: SessionFactory;
  /** Sessions that were made. */
  counter = 0;
  /** There for what reads it; nothing depends on it. */
  sessionCheckTime = 1800;
  /** Departs from twisted.web where that is safer. */
  readonly hardened: boolean;
  readonly #log: ILog;

  constructor(options: SessionOptions, { clock, log }: { readonly clock: IClock; readonly log: ILog }) {
    this.reactor = clock;
    this.#log = log;
    this.sessionFactory = options.sessionFactory ?? Session;
    this.sessions =
      options.sessionStore ?? new SessionStore<Session>(options.maxSessions ?? DEFAULT_MAX_SESSIONS);
    this.hardened = options.hardened ?? isHardenedByDefault();
  }

  /** A new session, which the site keeps from now on. */
  makeSession(): Session {
    this.counter += 1;
    const session = new this.sessionFactory(this as never, newSessionId());
    this.sessions.set(session.uid, session);
    session.startCheckingExpiration();
    return session;
  }

  /** @throws UnknownSession */
  getSession(uid: string): Session {
    const session = this.sessions.get(uid);
    if (session === undefined) throw new UnknownSession("there is no session of that id");
    return session;
  }

  logError(message: string, error: unknown): void {
    this.#log.error(message, error);
  }
}
