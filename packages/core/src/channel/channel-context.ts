/** What a channel needs from above: somebody who answers, and what all channels of a Site share. */
import type { IRequest, IResponse } from "../interfaces/message";
import type { IServerProtocol } from "../interfaces/server";
import type { RequestHandler } from "../interfaces/resource";
import type { Request } from "../message/request";
import type { BodyLimits, Options } from "../options";
import type { CoarseWheel } from "./coarse-wheel";
import type { DateField } from "./date-field";

export interface IChannelContext {
  readonly options: Options;
  readonly wheel: CoarseWheel;
  readonly date: DateField;
  /** Answers. Whatever it throws or rejects with means: there is nothing to answer, close. */
  readonly handleRequest: RequestHandler<Request>;
  /** What to answer when `error` came up outside of the handler; undefined: close. Logs what has to be logged. */
  failureResponse(request: IRequest, error: unknown): IResponse | undefined;
  /** What `[BODY_LIMITS]` say, nearest first, for the resource that claims this body. */
  bodyLimitsFor(request: Request): BodyLimits;
  /** Logs that nobody reads the body of a request; of requests to the same kind of resource, for the first. */
  warnUnclaimed(request: IRequest, resource: string, message: string): void;
  readonly connections: Set<IServerProtocol>;
}
