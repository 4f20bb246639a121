/**
 * What the channel contract needs of an HTTP version: a client in memory that speaks it.
 *
 * The rows say what is sent and look at what comes back; framing is the driver's business, as it is the channel's.
 */
import type { IServerProtocol } from "../../src/interfaces/server";
import type { IHTTPChannel } from "../../src/interfaces/channel";

export interface RequestSpec {
  readonly method?: string;
  readonly target?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Content will follow: this many octets, or nobody knows. Absent: no content. */
  readonly length?: number | "unknown";
}

/** An answer, as far as it has come. */
export interface AnswerSeen {
  readonly interim: readonly { readonly code: number; readonly fields: Readonly<Record<string, string>> }[];
  /** undefined: no final head has come. */
  readonly code: number | undefined;
  readonly fields: Readonly<Record<string, string>>;
  readonly content: string;
  readonly trailers: Readonly<Record<string, string>>;
  /** Its end has come, and it was the end of a whole answer. */
  readonly isComplete: boolean;
  /** The server broke it off, or ended the exchange without one. */
  readonly wasCut: boolean;
}

export interface IExchangeDriver {
  sendContent(content: string): void;
  endContent(trailers?: Readonly<Record<string, string>>): void;
  readonly answer: AnswerSeen;
  /** The server takes no more of this exchange's content for now. */
  readonly isHeldBack: boolean;
  /** The client is gone without a word: a reset. */
  reset(): void;
}

export interface IConnectionDriver {
  request(spec?: RequestSpec): IExchangeDriver;
  /** The client reads what it was sent; without `readsSlowly` it always does. */
  read(): void;
}

export interface ChannelDriver<C extends IConnectionDriver> {
  readonly httpVersion: IHTTPChannel["httpVersion"];
  /** Octets of content that are taken in before anybody claims them, with `readAheadOctets` 1,000. */
  readonly unclaimedOctets: number;
  /** Octets, at least, after which a client is held back whose claimed content nobody takes. */
  readonly claimedOctets: number;
  /** `readsSlowly`: after a few octets the server has to wait for `read()`. */
  connect(server: { buildProtocol(): IServerProtocol }, options?: { readonly readsSlowly?: boolean }): C;
  /** The ways in which this version can send a POST with the content "abc" and nothing else. */
  readonly shapesOfABC: Readonly<Record<string, (connection: C) => IExchangeDriver>>;
  /** The ways in which it can send a request without any octet of content. */
  readonly shapesOfNothing: Readonly<Record<string, (connection: C) => IExchangeDriver>>;
  /** Sends a head that asks to switch protocols, with these octets right behind it. */
  readonly offerUpgrade: (connection: C, octets: string) => IExchangeDriver;
}
