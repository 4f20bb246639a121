/**
 * Who may do what to whom inside an HTTP/1.1 connection: what this version adds to the roles that all share.
 */
import type { IAnsweredExchange, IAnswerSink, IViewedExchange } from "../channel/exchange-roles";
import type { BodyAborted } from "../errors";
import type { Address, IProtocol, ITransport } from "../interfaces/transport";
import type { RequestHeadFields } from "../message/request";
import type { Http1Output } from "./http1-output";

/** What an exchange starts with. */
export interface ExchangeHead extends RequestHeadFields {
  /** Flat: lower-case name, value, ... */
  readonly lines: readonly string[];
  readonly isPersistent: boolean;
  /** The client waits for 100 (RFC 9110 section 10.1.1). */
  readonly expectsContinue: boolean;
}

/** The connection, as an exchange sees it. `E` is the exchange: it names itself, so that a late one changes nothing. */
export interface IExchangeHost<E> {
  readonly peer: Address;
  readonly host: Address;
  readonly isSecure: boolean;
  readonly output: Http1Output;
  /** Octets behind the head have arrived, and were not read. */
  readonly hasUnreadOctets: boolean;
  readonly unreadOctets: number;
  /** No request will be taken after the one under way. */
  readonly isLastExchange: boolean;
  ignoreInput(): void;
  takeOver(protocol: IProtocol<ITransport>, head: string): void;
  answerEnded(exchange: E): void;
  contentReaderEnded(exchange: E): void;
  contentWantedChanged(): void;
  /** @param reason why its body ends */
  abortExchange(exchange: E, reason?: BodyAborted): void;
}

/** The answer, as the writer of a response's body sees it. */
export interface IHttp1AnswerSink extends IAnswerSink {
  writeLatin1(octets: string): void;
  write(octets: Buffer): void;
  /** The last octet was written; `sent` of content. */
  responseEnded(sent: number): void;
}

/** The exchange, as its answer sees it. */
export interface IHttp1AnsweredExchange extends IAnsweredExchange {
  isPersistent: boolean;
  /** The head is about to leave: last moment to say `Connection: close`. */
  decidePersistence(wantsClose: boolean): void;
}

/** The exchange, as `request.channel` sees it. */
export interface IHttp1ViewedExchange extends IViewedExchange {
  readonly isPersistent: boolean;
}
