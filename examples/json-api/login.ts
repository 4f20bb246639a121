/** Who the user is: a component of the session, which a login through the portal sets, and a logout ends. */
import { UsernamePassword } from "@headgate/legacy-site/cred/credentials";
import { LoginFailed } from "@headgate/legacy-site/cred/error";
import type { Portal } from "@headgate/legacy-site/cred/portal";
import * as http from "@headgate/legacy-site/http";
import type * as server from "@headgate/legacy-site/server";
import { NOT_DONE_YET } from "@headgate/legacy-site/server";
import { ApiError, asJson, jsonOf, JsonResource } from "./json-resource";

/** The avatar of a user. In Python an Interface, here a class: both serve as the name of a component. */
export class User {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** @throws ApiError for who has not logged in */
export function userOf(request: server.Request): User {
  const user = request.getSession(User);
  if (user === null) throw new ApiError(http.UNAUTHORIZED, "log in first");
  return user;
}

export class Login extends JsonResource {
  readonly #portal: Portal;

  constructor(portal: Portal) {
    super();
    this.#portal = portal;
  }

  render_GET(request: server.Request): Buffer {
    return asJson(request, { user: userOf(request).name });
  }

  render_POST(request: server.Request): typeof NOT_DONE_YET {
    const { user, password } = jsonOf(request);
    const credentials = new UsernamePassword(String(user), String(password));
    this.#portal
      .login(credentials, null, User)
      .addCallback(([, avatar]) => {
        const session = request.getSession();
        session.regenerate(); // not in Twisted: an id that somebody knew before the login is worth nothing now
        session.setComponent(User, avatar);
        return asJson(request, { user: (avatar as User).name });
      })
      .addErrback((failure) => {
        failure.trap(LoginFailed);
        return asJson(request, { error: "wrong user or password" }, http.FORBIDDEN);
      })
      .addCallback((body) => {
        request.write(body);
        request.finish();
      })
      .addErrback((failure) => request.processingFailed(failure));
    return NOT_DONE_YET;
  }

  render_DELETE(request: server.Request): Buffer {
    userOf(request);
    request.getSession().expire();
    return asJson(request, {});
  }
}
