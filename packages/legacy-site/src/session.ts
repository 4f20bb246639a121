/**
 * What a site remembers of one user between requests (twisted.web.server.Session). It ends by itself when it was not
 * touched for a while; the site's clock says when, so that tests can move it.
 */
import type { IClock, IDelayedCall } from "@headgate/core";
import { secondsOn } from "./clock-seconds";
import { Components, type IComponentized, type InterfaceToken } from "./components";
import { newSessionId } from "./session-id";
import type { ISessionStore } from "./session-store";

/** There is no session of that id (in Python: a KeyError). */
export class UnknownSession extends Error {
  override readonly name = "UnknownSession";
  readonly code = "UNKNOWN_SESSION";
}

/** The session has ended (in Twisted: AlreadyCalled, AlreadyCancelled). */
export class SessionExpired extends Error {
  override readonly name = "SessionExpired";
  readonly code = "SESSION_EXPIRED";
}

/** What a session needs of its site. */
export interface ISessionSite {
  readonly reactor: IClock;
  readonly sessions: ISessionStore;
  logError(message: string, error: unknown): void;
}

export class Session implements IComponentized {
  /** Seconds without a touch. Of a subclass, or of all; an object may have its own. */
  static sessionTimeout = 900;
  /** Seconds in all, however often it is touched. */
  static sessionLifetime = Infinity;

  sessionTimeout: number = (this.constructor as typeof Session).sessionTimeout;
  sessionLifetime: number = (this.constructor as typeof Session).sessionLifetime;
  readonly site: ISessionSite;
  /** What the client's cookie says: 64 hexadecimal digits. */
  uid: string;
  /** Seconds: when it was last touched. */
  lastModified = 0;
  expireCallbacks: (() => void)[] = [];
  /** For the application. */
  readonly sessionNamespaces: Record<string, unknown> = {};
  readonly #clock: IClock;
  readonly #components = new Components(this);
  readonly #bornMs: number;
  #touchedMs = 0;
  #timer: { readonly call: IDelayedCall; readonly dueMs: number } | undefined;
  #isExpired = false;

  /** @param reactor the clock; default: that of the site */
  constructor(site: ISessionSite, uid: string, reactor: IClock = site.reactor) {
    this.site = site;
    this.uid = uid;
    this.#clock = reactor;
    this.#bornMs = reactor.now();
    this.touch();
  }

  /** From now on it ends by itself. */
  startCheckingExpiration(): void {
    this.#arm();
  }

  /** Calls `callback`, without arguments, when the session ends. */
  notifyOnExpire(callback: () => void): void {
    this.expireCallbacks.push(callback);
  }

  /** Ends the session: a logout. @throws UnknownSession the second time */
  expire(): void {
    this.#timer?.call.cancel();
    this.#timer = undefined;
    const wasKnown = this.site.sessions.delete(this.uid);
    if (!wasKnown || this.#isExpired) throw new UnknownSession("the session has expired already");
    this.#isExpired = true;
    this.#tell();
  }

  /** It is in use: it has all of its time again. @throws SessionExpired */
  touch(): void {
    if (this.#isExpired) throw new SessionExpired("the session has expired");
    this.#touchedMs = this.#clock.now();
    this.lastModified = secondsOn(this.#clock);
    if (this.#timer !== undefined && this.#dueMs < this.#timer.dueMs) this.#arm();
  }

  /**
   * Gives the session another id, for when its user becomes somebody else: at a login. Whoever knows the old one knows
   * nothing any more. The cookie goes out with the answer to each request that holds the session.
   *
   * @returns the new id
   * @throws SessionExpired
   */
  regenerate(): string {
    const { sessions } = this.site;
    if (this.#isExpired || !sessions.delete(this.uid)) throw new SessionExpired("the session has expired");
    this.uid = newSessionId();
    sessions.set(this.uid, this);
    return this.uid;
  }

  getComponent<T = unknown>(token: InterfaceToken<T>): T | null;
  getComponent<T = unknown, F = null>(token: InterfaceToken<T>, fallback: F): T | F;
  getComponent(token: InterfaceToken, fallback: unknown = null): unknown {
    return this.#components.get(token, fallback);
  }

  setComponent(token: InterfaceToken, component: unknown): void {
    this.#components.set(token, component);
  }

  unsetComponent(token: InterfaceToken): void {
    this.#components.unset(token);
  }

  /** Each of them, whatever the others do. */
  #tell(): void {
    const callbacks = this.expireCallbacks;
    this.expireCallbacks = [];
    for (const callback of callbacks) {
      try {
        callback();
      } catch (error) {
        this.site.logError("what a session called when it expired has failed", error);
      }
    }
  }

  get #dueMs(): number {
    const idle = this.#touchedMs + this.sessionTimeout * 1000;
    return Math.min(idle, this.#bornMs + this.sessionLifetime * 1000);
  }

  /** A touch only moves what is due; the timer looks again when it fires. */
  #arm(): void {
    this.#timer?.call.cancel();
    const dueMs = this.#dueMs;
    const delayMs = Math.min(Math.max(dueMs - this.#clock.now(), 0), MAX_DELAY_MS);
    this.#timer = { call: this.#clock.callLater(delayMs, () => this.#timeIsUp()), dueMs };
  }

  #timeIsUp(): void {
    if (this.#clock.now() < this.#dueMs) {
      this.#arm();
      return;
    }
    this.#timer = undefined;
    // The site may have let go of it already.
    if (this.site.sessions.has(this.uid)) this.expire();
  }
}

/** What Node's timers hold. */
const MAX_DELAY_MS = 2 ** 31 - 1;
