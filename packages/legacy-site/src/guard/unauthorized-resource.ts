/** The 401 of a guard: asks for credentials in each way that it understands. Stands for every child. */
import { CONTENT_BLIND, RENDERS_BLIND } from "../markers";
import type { Request } from "../request";
import type { ILegacyResource, Rendered } from "../resource";
import type { ICredentialFactory } from "./credential-factory";

export class UnauthorizedResource implements ILegacyResource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  readonly isLeaf = true;
  readonly #factories: readonly ICredentialFactory[];

  constructor(factories: readonly ICredentialFactory[]) {
    this.#factories = factories;
  }

  render(request: Request): Rendered {
    request.setResponseCode(401);
    for (const factory of this.#factories) {
      const parameters = Object.entries(factory.getChallenge(request)).map(
        ([name, value]) => `${name}=${quoted(value)}`,
      );
      request.responseHeaders.addRawHeader("www-authenticate", `${factory.scheme} ${parameters.join(", ")}`);
    }
    return request.method === "HEAD" ? "" : "Unauthorized";
  }

  getChildWithDefault(_name: string, _request: Request): ILegacyResource {
    return this;
  }

  putChild(): never {
    throw new Error("a 401 has no children");
  }
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
