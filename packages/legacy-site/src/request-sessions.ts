/**
 * The sessions of one request: found by the client's cookie, or made; one for what goes over TLS, one for what does
 * not (twisted.web.server.Request.getSession). An id that the site does not know is never taken over.
 */
import type { CookieOptions } from "./cookies";
import { SessionExpired, UnknownSession, type Session } from "./session";

/** What is asked of the request. */
export interface ISessionRequest {
  readonly cookies: string[];
  readonly sitepath: readonly string[];
  getCookie(name: string): string | null;
  addCookie(name: string, value: string, options: CookieOptions): void;
}

/** What is asked of its site. */
export interface ISessionKeeper {
  readonly hardened?: boolean;
  makeSession(): Session;
  getSession(uid: string): Session | null | undefined;
}

interface Held {
  readonly session: Session;
  /** The id that the client has, or will have been told. */
  uid: string;
  /** As it stands in `request.cookies`. */
  cookie: string | undefined;
}

export class RequestSessions {
  readonly #request: ISessionRequest;
  readonly #held: { secure?: Held; insecure?: Held } = {};

  constructor(request: ISessionRequest) {
    this.#request = request;
  }

  /** The one that this request has been using. */
  held(isSecure: boolean): Session | null {
    return this.#held[kindOf(isSecure)]?.session ?? null;
  }

  /** Touched, if this request held it before. */
  get(site: ISessionKeeper, isSecure: boolean): Session {
    const kind = kindOf(isSecure);
    const held = this.#held[kind];
    if (held !== undefined && isAlive(held.session)) return held.session;
    const found = this.#find(site, isSecure);
    const session = found ?? site.makeSession();
    const cookie = found === undefined ? this.#tell(site, session, isSecure) : undefined;
    this.#held[kind] = { session, uid: session.uid, cookie };
    return session;
  }

  /** The head leaves: clients of sessions with a new id are told it. */
  announce(site: ISessionKeeper): void {
    for (const isSecure of [true, false]) {
      const held = this.#held[kindOf(isSecure)];
      if (held === undefined || held.uid === held.session.uid) continue;
      const { cookies } = this.#request;
      const at = held.cookie === undefined ? -1 : cookies.indexOf(held.cookie);
      if (at !== -1) cookies.splice(at, 1);
      held.uid = held.session.uid;
      held.cookie = this.#tell(site, held.session, isSecure);
    }
  }

  #find(site: ISessionKeeper, isSecure: boolean): Session | undefined {
    const uid = this.#request.getCookie(this.#cookieName(isSecure));
    if (!uid) return undefined;
    try {
      return site.getSession(uid) ?? undefined;
    } catch (error) {
      if (error instanceof UnknownSession) return undefined;
      throw error;
    }
  }

  #cookieName(isSecure: boolean): string {
    const name = isSecure ? "TWISTED_SECURE_SESSION" : "TWISTED_SESSION";
    return [name, ...this.#request.sitepath].join("_");
  }

  #tell(site: ISessionKeeper, session: Session, isSecure: boolean): string | undefined {
    const hardening: CookieOptions = site.hardened === true ? { httpOnly: true, sameSite: "lax" } : {};
    const options = { path: "/", secure: isSecure, ...hardening };
    const { cookies } = this.#request;
    const count = cookies.length;
    this.#request.addCookie(this.#cookieName(isSecure), session.uid, options);
    return cookies[count];
  }
}

function kindOf(isSecure: boolean): "secure" | "insecure" {
  return isSecure ? "secure" : "insecure";
}

function isAlive(session: Session): boolean {
  try {
    session.touch();
    return true;
  } catch (error) {
    if (error instanceof SessionExpired) return false;
    throw error;
  }
}
