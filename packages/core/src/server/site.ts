/**
 * A tree of resources, served: the root, the options, and what all its connections share.
 *
 * It makes the protocol of each connection and knows nothing of sockets; `listen` of `@headgate/node` brings them.
 */
import type { IChannelContext } from "../channel/channel-context";
import { CoarseWheel } from "../channel/coarse-wheel";
import { DateField } from "../channel/date-field";
import type { IRequest, IResponse } from "../interfaces/message";
import type { Awaitable } from "../interfaces/awaitable";
import type { IResource } from "../interfaces/resource";
import type { ExchangeInfo, IServer, IServerProtocol, ProtocolOffer } from "../interfaces/server";
import { Http1Channel } from "../http1/http1-channel";
import type { Request } from "../message/request";
import type { BodyLimits, Options, SiteOptions } from "../options";
import { bodyLimitsFor } from "./body-limits";
import { failureResponse } from "./failure-response";
import { handleRequest } from "./handle-request";
import { resolveOptions } from "./resolve-options";
import { VersionChooser } from "./version-chooser";

export class Site implements IServer, IChannelContext {
  readonly root: IResource;
  readonly options: Options;
  readonly wheel: CoarseWheel;
  readonly date = new DateField();
  readonly connections = new Set<IServerProtocol>();
  /** Classes of resources that have left a body unread. */
  readonly #unclaimed = new Set<string>();

  /** @throws InvalidOption */
  constructor(root: IResource, options?: SiteOptions) {
    if (typeof (root as Partial<IResource> | undefined)?.responseForRequest !== "function") {
      throw new TypeError("the root of a Site must be a resource: an object with responseForRequest");
    }
    this.root = root;
    this.options = resolveOptions(options);
    this.wheel = new CoarseWheel(this.options.clock);
  }

  /** The protocol of one new connection. */
  buildProtocol({ http2 = true }: ProtocolOffer = {}): IServerProtocol {
    return http2 ? new VersionChooser(this) : new Http1Channel(this);
  }

  /** Every request that is being received or answered now. */
  exchanges(): ExchangeInfo[] {
    return [...this.connections].flatMap((connection) => connection.exchanges());
  }

  readonly handleRequest = (request: Request): Awaitable<IResponse> => handleRequest(this.root, request);

  failureResponse(request: IRequest, error: unknown): IResponse | undefined {
    return failureResponse(request, error, this.options.log);
  }

  /** Nobody reads the body of `request`, or answers it: logged once for each class of `resource`. */
  warnUnclaimed(_request: IRequest, resource: string, message: string): void {
    if (this.#unclaimed.has(resource)) return;
    this.#unclaimed.add(resource);
    this.options.log.warn(message);
  }

  bodyLimitsFor(request: Request): BodyLimits {
    return bodyLimitsFor(request);
  }
}
