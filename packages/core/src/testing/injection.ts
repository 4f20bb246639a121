/** What is injected, what comes back, and what the versions do in between. */
import type { BodySource } from "../body/body-sources";
import type { Headers } from "../fields/headers";
import type { HeadersInit } from "../fields/headers-init";
import type { ManualClock } from "./manual-clock";

export interface InjectOptions {
  readonly method?: string;
  /** Request target as it goes on the wire. */
  readonly target?: string;
  /** Host: localhost is added where none is given, and the framing of `body`. */
  readonly headers?: HeadersInit;
  /** Text and octets go with their length, streams without: in chunks, or as DATA until END_STREAM. */
  readonly body?: string | Uint8Array | BodySource;
  readonly httpVersion?: "1.0" | "1.1" | "2.0";
  /** The site's clock: moved on for as long as the answer is awaited, so that no timeout takes its time. */
  readonly clock?: ManualClock;
}

export interface Injected {
  readonly code: number;
  /** Empty on HTTP/2, which has none. */
  readonly phrase: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly trailers: Headers;
  /** Codes of the interim responses that came before. */
  readonly interim: readonly number[];
  /** false: it broke off before the body was complete. */
  readonly isComplete: boolean;
}

/** A request under way, in one of the versions. */
export interface IInjection {
  /** Once a turn: sends what may be sent. */
  proceed(): void;
  /** The final response, when it is complete or can't become so. */
  answer(): Injected | undefined;
  /** Nothing more will come. */
  readonly isOver: boolean;
}
