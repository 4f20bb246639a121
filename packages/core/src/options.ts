/**
 * Every limit and clock of a Site: its default, and why. Octets and milliseconds; `Infinity` means none.
 *
 * What passes a limit is answered as the comment says, never with silence unless `silentTimeouts` is set.
 */
import type { IClock } from "./interfaces/clock";
import type { ILog } from "./interfaces/server";

/** Numbers that only HTTP/2 knows. Past a limit without a word: the connection ends with ENHANCE_YOUR_CALM. */
export interface Http2Options {
  /** Streams under way, until their handlers end. REFUSED_STREAM. Browsers open no more than 100. */
  readonly maxConcurrentStreams: number;
  /** Our SETTINGS_MAX_FRAME_SIZE, 16 KiB to 16 MiB - 1. DATA is never held, so larger frames bring nothing. */
  readonly maxFrameOctets: number;
  /** The table that a client's fields are kept in, per connection. 4 KiB is what every client begins with. */
  readonly headerTableOctets: number;
  /** An encoded field block, CONTINUATIONs and all. Four times what `maxHeadOctets` lets its fields come to. */
  readonly maxFieldBlockOctets: number;
  /** Behind one HEADERS; 8 frames of 16 KiB hold twice `maxFieldBlockOctets` (CVE-2024-27316). */
  readonly maxContinuationFrames: number;
  /** Streams that the client resets, or makes us reset, at once and in the long run (CVE-2023-44487, CVE-2025-8671). */
  readonly resetBurst: number;
  readonly resetsPerSecond: number;
  /** Frames that carry nothing and that no content pays for, at once and in the long run (CVE-2019-9512 to 9518). */
  readonly overheadBurst: number;
  readonly overheadPerSecond: number;
  /** Acknowledgements that the client does not take. Each holds memory. */
  readonly maxQueuedReplies: number;
  /** For the connection preface, and for the acknowledgement of our SETTINGS. SETTINGS_TIMEOUT, or silence. */
  readonly handshakeTimeoutMs: number;
}

export interface Options {
  /** Request line and fields together. 431 and close. 16 KiB is what browsers' cookies need, and node's own limit. */
  readonly maxHeadOctets: number;
  /** 414 and close. 8 KiB is what caches and proxies pass on. */
  readonly maxRequestLineOctets: number;
  /** Field lines, trailers too. 431 and close. A lookup walks all of them. */
  readonly maxFieldCount: number;
  /** A chunk-size line with its extensions; four of them in extensions per message. 400 and close. */
  readonly maxChunkLineOctets: number;
  /** 400 and close. */
  readonly maxTrailerOctets: number;
  /** Content of a request. 413, before the body where its length is declared. None: streaming holds nothing. */
  readonly maxBodyOctets: number;
  /** urlencoded and multipart content that is parsed into args. 413. Parsing holds the values in memory. */
  readonly maxFormOctets: number;
  /** Parts of a multipart form. 413. */
  readonly maxFormParts: number;
  /** Pairs of a query or a form. 413. */
  readonly maxFormPairs: number;

  /** From the first octet of a head to its last, absolute, so that a drip can't stretch it. 408 and close. */
  readonly headTimeoutMs: number;
  /** Between octets, while a reader waits for them. 408 and close. */
  readonly bodyIdleTimeoutMs: number;
  /** Between an answer and the next head, or before the first. Closes silently. */
  readonly keepAliveTimeoutMs: number;
  /** Without progress of the send buffer; and after a FIN, until the answer. Closes. */
  readonly writeStallTimeoutMs: number;
  /** From head to the end of the answer. 408, or cut if the answer has begun. None: uploads and streams take long. */
  readonly requestTimeoutMs: number;
  /**
   * Octets a second over the time that a reader has waited, checked from the 10th second; bodies under 2,000
   * octets are left to the idle clock. 408 and close. One number holds for all bodies.
   */
  readonly minBodyRate: number | { readonly collected: number; readonly streaming: number };

  /**
   * What is swallowed after an answer, when nobody read the request's content: to keep the connection, and on HTTP/2,
   * of content whose declared length fits into a first window (64 KiB), to reset no stream.
   */
  readonly unreadBody: { readonly maxOctets: number; readonly timeoutMs: number };
  /** Past that: FIN, then read and discard, so that a client that still writes can read its answer. */
  readonly linger: { readonly idleMs: number; readonly totalMs: number };

  /** Nobody has claimed a pending body and no response came: say so. */
  readonly unclaimedBodyWarningMs: number;
  /** And answer 500. */
  readonly strictUnclaimed: boolean;

  /** The last answer says `Connection: close`. */
  readonly maxRequestsPerConnection: number;
  /** Accepting pauses. None: the descriptor limit is the machine's. */
  readonly maxConnections: number;
  /** The kernel's accept queue; 511 is nginx's and node's. */
  readonly backlog: number;

  /** Read ahead of what anybody has asked for: pipelined requests, unclaimed content. Then the connection pauses. */
  readonly readAheadOctets: number;
  /** HTTP/2: window of a stream whose body was claimed. */
  readonly receiveWindowOctets: number;
  /** HTTP/2: what the streams of a connection draw their windows from. */
  readonly connectionWindowOctets: number;
  readonly http2: Http2Options;

  /** Value of the Server field; none. */
  readonly serverHeader: string | undefined;
  /** An `Expect` other than 100-continue: 417, or ignored. */
  readonly unknownExpectation: 417 | "ignore";
  /** Clocks close without a 408 (twisted.web). */
  readonly silentTimeouts: boolean;

  readonly clock: IClock;
  readonly log: ILog;
}

export type SiteOptions = {
  readonly [K in Exclude<keyof Options, "http2">]?: Options[K] | undefined;
} & {
  /** What is left out keeps its default. */
  readonly http2?: { readonly [K in keyof Http2Options]?: Http2Options[K] | undefined } | undefined;
};

const systemClock: IClock = {
  now: () => performance.now(),
  callLater(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

export const DEFAULT_OPTIONS: Options = {
  maxHeadOctets: 16 * 1024,
  maxRequestLineOctets: 8 * 1024,
  maxFieldCount: 100,
  maxChunkLineOctets: 4 * 1024,
  maxTrailerOctets: 16 * 1024,
  maxBodyOctets: Infinity,
  maxFormOctets: 16 * 1024 * 1024,
  maxFormParts: 1_000,
  maxFormPairs: 1_000,
  headTimeoutMs: 20_000,
  bodyIdleTimeoutMs: 60_000,
  keepAliveTimeoutMs: 60_000,
  writeStallTimeoutMs: 60_000,
  requestTimeoutMs: Infinity,
  minBodyRate: { collected: 200, streaming: 0 },
  unreadBody: { maxOctets: 256 * 1024, timeoutMs: 2_000 },
  linger: { idleMs: 5_000, totalMs: 30_000 },
  unclaimedBodyWarningMs: 10_000,
  strictUnclaimed: false,
  maxRequestsPerConnection: Infinity,
  maxConnections: Infinity,
  backlog: 511,
  readAheadOctets: 64 * 1024,
  receiveWindowOctets: 1024 * 1024,
  connectionWindowOctets: 4 * 1024 * 1024,
  http2: {
    maxConcurrentStreams: 100,
    maxFrameOctets: 16 * 1024,
    headerTableOctets: 4 * 1024,
    maxFieldBlockOctets: 64 * 1024,
    maxContinuationFrames: 8,
    resetBurst: 200,
    resetsPerSecond: 20,
    overheadBurst: 1_000,
    overheadPerSecond: 100,
    maxQueuedReplies: 1_000,
    handshakeTimeoutMs: 10_000,
  },
  serverHeader: undefined,
  unknownExpectation: 417,
  silentTimeouts: false,
  clock: systemClock,
  log: console,
};

/** Limits of one resource and what lies below it; the nearest at or above the node in question holds. */
export interface BodyLimits {
  readonly maxBodyOctets?: number;
  readonly bodyIdleTimeoutMs?: number;
  readonly minBodyRate?: number;
  readonly receiveWindowOctets?: number;
}

/** `static readonly [BODY_LIMITS] = { maxBodyOctets: 1_000_000 }`, or the same on an object. */
export const BODY_LIMITS: unique symbol = Symbol.for("headgate.bodyLimits") as never;
