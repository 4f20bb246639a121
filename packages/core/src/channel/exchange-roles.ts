/** Who may do what to whom inside an exchange, whatever its version: the narrow sides that its objects show each other. */
import type { ClientGone } from "../errors";
import type { Headers } from "../fields/headers";
import type { IResponse } from "../interfaces/message";
import type { IProtocol, ITransport } from "../interfaces/transport";

/** The exchange, as its answer sees it. */
export interface IAnsweredExchange {
  readonly goneReason: ClientGone | undefined;
  readonly isTakenOver: boolean;
  answerEnded(): void;
  abort(): void;
}

/** The answer, as the writer of a response's body sees it. */
export interface IAnswerSink {
  readonly isOutputFull: boolean;
  /** The rest will not come. */
  responseBroke(error: unknown): void;
  /** Something for the log: the answer goes its way all the same. */
  noteFailure(message: string, error: unknown): void;
}

/** The exchange, as `request.channel` sees it. */
export interface IViewedExchange {
  sendInterim(code: number, headers: Headers | undefined): void;
  takeOver(protocol: IProtocol<ITransport>, headers: Headers): IResponse;
  abort(): void;
}
