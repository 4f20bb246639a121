/**
 * Lets in whoever a portal knows, to the resource that the realm has for them (twisted.web.guard). It looks at the head
 * alone, so a 401 goes out before the body is asked for; and it takes no part in what comes behind: a resource that
 * streams, or one of core, answers there as it does anywhere.
 */
import { ClientGone, HeadgateError } from "@headgate/core";
import { NOT_DONE_YET } from "../constants";
import { LoginFailed, Unauthorized } from "../cred/cred-errors";
import { Anonymous } from "../cred/credentials";
import type { Avatar, Portal } from "../cred/portal";
import type { Deferred } from "../deferred";
import type { Failure } from "../failure";
import { CONTENT_BLIND, RENDERS_BLIND } from "../markers";
import type { Request } from "../request";
import { ErrorPage, IResource, type AnyResource, type ILegacyResource, type Rendered } from "../resource";
import { maybeDeferred } from "../settled-deferreds";
import { getChildForRequest } from "../walk";
import type { ICredentialFactory } from "./credential-factory";
import { UnauthorizedResource } from "./unauthorized-resource";

export class HTTPAuthSessionWrapper implements ILegacyResource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  readonly isLeaf = false;
  readonly #portal: Portal;
  readonly #factories: readonly ICredentialFactory[];

  constructor(portal: Portal, credentialFactories: Iterable<ICredentialFactory>) {
    this.#portal = portal;
    this.#factories = [...credentialFactories];
  }

  /** Gives the segment back: whoever was let in finds the path as if this were not here. */
  getChildWithDefault(name: string, request: Request): Deferred<AnyResource> {
    request.postpath.unshift(request.prepath.pop() ?? name);
    return this.#authorizedResource(request);
  }

  /** A leaf that renders this one leaves the rest of the path to whoever was let in. */
  render(request: Request): Rendered {
    request.channel?.answerFrom(() =>
      this.#authorizedResource(request).addCallback((resource) => getChildForRequest(resource, request)),
    );
    return NOT_DONE_YET;
  }

  putChild(): never {
    throw new Error("a guard has no children of its own");
  }

  /** What this client may see: the avatar of whom it says it is, or the page that asks who it is. */
  #authorizedResource(request: Request): Deferred<AnyResource> {
    return maybeDeferred(() => this.#credentialsOf(request))
      .addCallback((credentials: unknown) => this.#portal.login(credentials, null, IResource))
      .addCallback((avatar: Avatar) => this.#loggedIn(request, avatar))
      .addErrback((failure) => this.#refused(request, failure));
  }

  #credentialsOf(request: Request): unknown {
    const field = request.getHeader("authorization");
    if (!field) return new Anonymous();
    const [scheme = "", ...response] = field.split(" ");
    let reason = new LoginFailed(`there is no such scheme here: ${scheme}`);
    for (const factory of this.#factories) {
      if (factory.scheme !== scheme.toLowerCase()) continue;
      try {
        return factory.decode(response.join(" "), request);
      } catch (error) {
        // Another of this scheme may have asked: with another realm, with another algorithm.
        if (!(error instanceof LoginFailed)) throw error;
        reason = error;
      }
    }
    throw reason;
  }

  #loggedIn(request: Request, [, avatar, logout]: Avatar): AnyResource {
    if (logout) request.notifyFinish().addBoth(() => logout());
    return avatar as AnyResource;
  }

  #refused(request: Request, failure: Failure): AnyResource {
    const { value } = failure;
    if (value instanceof LoginFailed || value instanceof Unauthorized) {
      return new UnauthorizedResource(this.#factories);
    }
    // For core's table of outcomes: who threw it has said what the client is to be told.
    if (value instanceof ClientGone || (value instanceof HeadgateError && value.status !== undefined))
      throw value;
    request.channel?.logError("a guard could not log in whoever asked", value);
    return new ErrorPage(500, "Internal Error", "");
  }
}
