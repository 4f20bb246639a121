/** A resource that is in memory (twisted.web.static.Data). */
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import { encodeBytes } from "./octets";
import { forbidSniffing } from "./hardening";
import type { Request } from "./request";
import { Resource, type Rendered } from "./resource";

export class Data extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  /** Text is sent as UTF-8. */
  data: string | Uint8Array;
  /** Value of Content-Type. */
  type: string;

  constructor(data: string | Uint8Array, type: string) {
    super();
    this.data = data;
    this.type = type;
  }

  render_GET(request: Request): Rendered {
    const octets = typeof this.data === "string" ? encodeBytes(this.data) : this.data;
    request.setHeader("content-type", this.type);
    request.setHeader("content-length", `${octets.length}`);
    forbidSniffing(request);
    return request.method === "HEAD" ? "" : octets;
  }

  /** As there it is the render_GET of this class, whatever a subclass has of its own. */
  override render_HEAD(request: Request): Rendered {
    return Data.prototype.render_GET.call(this, request);
  }
}
