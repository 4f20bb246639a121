/**
 * SETTINGS: what either side lets the other do (RFC 9113 section 6.5, RFC 8441 section 3, RFC 9218 section 2.1).
 *
 * Ours are sent once, at the beginning, and hold from their acknowledgement on. The peer's hold as soon as they are
 * read; a value may come again, and each is looked at, in order.
 */
import { H2ConnectionError } from "../../errors";
import { ErrorCode } from "./error-code";
import { MAX_FRAME_LIMIT, MIN_FRAME_LIMIT } from "./frame";

export const Setting = {
  HEADER_TABLE_SIZE: 0x1,
  ENABLE_PUSH: 0x2,
  MAX_CONCURRENT_STREAMS: 0x3,
  INITIAL_WINDOW_SIZE: 0x4,
  MAX_FRAME_SIZE: 0x5,
  MAX_HEADER_LIST_SIZE: 0x6,
  ENABLE_CONNECT_PROTOCOL: 0x8,
  NO_RFC7540_PRIORITIES: 0x9,
} as const;

export const INITIAL_HEADER_TABLE_OCTETS = 4_096;
export const INITIAL_WINDOW_OCTETS = 65_535;
export const MAX_WINDOW_OCTETS = 2 ** 31 - 1;

/** What hears of SETTINGS_HEADER_TABLE_SIZE: of every value, since the smallest one counts too. */
export interface IHeaderTable {
  limitTable(octets: number): void;
}

export class PeerSettings {
  initialWindowOctets = INITIAL_WINDOW_OCTETS;
  maxFrameOctets: number = MIN_FRAME_LIMIT;
  #ignoresTree: number | undefined = undefined;
  readonly #encoderTable: IHeaderTable;

  /** @param encoderTable the one that the peer's decoder mirrors */
  constructor(encoderTable: IHeaderTable) {
    this.#encoderTable = encoderTable;
  }

  /**
   * Takes over the entries of a SETTINGS frame. Returns by how much every open stream's send window changes.
   *
   * @throws H2ConnectionError
   */
  apply(entries: readonly number[]): number {
    const before = this.initialWindowOctets;
    for (let i = 0; i < entries.length; i += 2) this.#set(entries[i]!, entries[i + 1]!);
    this.#ignoresTree ??= 0;
    return this.initialWindowOctets - before;
  }

  #set(setting: number, value: number): void {
    switch (setting) {
      case Setting.HEADER_TABLE_SIZE:
        this.#encoderTable.limitTable(value);
        return;
      case Setting.INITIAL_WINDOW_SIZE:
        checkRange("INITIAL_WINDOW_SIZE", value, 0, MAX_WINDOW_OCTETS, ErrorCode.FLOW_CONTROL_ERROR);
        this.initialWindowOctets = value;
        return;
      case Setting.MAX_FRAME_SIZE:
        checkRange("MAX_FRAME_SIZE", value, MIN_FRAME_LIMIT, MAX_FRAME_LIMIT);
        this.maxFrameOctets = value;
        return;
      case Setting.NO_RFC7540_PRIORITIES:
        checkRange("NO_RFC7540_PRIORITIES", value, 0, 1);
        this.#checkUnchanged(value);
        return;
      case Setting.ENABLE_PUSH:
        checkRange("ENABLE_PUSH", value, 0, 1);
        return;
      case Setting.ENABLE_CONNECT_PROTOCOL:
        checkRange("ENABLE_CONNECT_PROTOCOL", value, 0, 1);
        return;
      default:
      // We push nothing and answer with what the application gave: no other setting limits us.
    }
  }

  /** Set by the first SETTINGS for good, to 0 if they don't say (RFC 9218 section 2.1). */
  #checkUnchanged(value: number): void {
    this.#ignoresTree ??= value;
    if (this.#ignoresTree === value) return;
    throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "NO_RFC7540_PRIORITIES was changed");
  }
}

function checkRange(
  name: string,
  value: number,
  min: number,
  max: number,
  errorCode: ErrorCode = ErrorCode.PROTOCOL_ERROR,
): void {
  if (value < min || value > max) throw new H2ConnectionError(errorCode, `SETTINGS_${name} is ${value}`);
}

export interface OwnLimits {
  readonly maxConcurrentStreams: number;
  readonly maxFrameOctets: number;
  readonly headerTableOctets: number;
  /** Of a decoded field section, 32 octets added for each field. */
  readonly maxHeadOctets: number;
}

export class OwnSettings {
  /** Flat: identifier, value, ... As they are sent. */
  readonly entries: number[];
  isAcknowledged = false;
  readonly #headerTableOctets: number;
  readonly #decoderTable: IHeaderTable;

  /** @param decoderTable the one that mirrors the peer's encoder */
  constructor(limits: OwnLimits, decoderTable: IHeaderTable) {
    this.#headerTableOctets = limits.headerTableOctets;
    this.#decoderTable = decoderTable;
    const { maxConcurrentStreams, maxHeadOctets, maxFrameOctets, headerTableOctets } = limits;
    // First, so that a client that knows RFC 9218 never sends a tree.
    this.entries = [Setting.NO_RFC7540_PRIORITIES, 1, Setting.ENABLE_CONNECT_PROTOCOL, 1];
    this.#announce(Setting.MAX_CONCURRENT_STREAMS, maxConcurrentStreams, Infinity);
    this.#announce(Setting.MAX_HEADER_LIST_SIZE, maxHeadOctets, Infinity);
    this.#announce(Setting.MAX_FRAME_SIZE, maxFrameOctets, MIN_FRAME_LIMIT);
    this.#announce(Setting.HEADER_TABLE_SIZE, headerTableOctets, INITIAL_HEADER_TABLE_OCTETS);
  }

  /** @throws H2ConnectionError for an acknowledgement of nothing */
  acknowledged(): void {
    if (this.isAcknowledged) {
      throw new H2ConnectionError(ErrorCode.PROTOCOL_ERROR, "SETTINGS were acknowledged twice");
    }
    this.isAcknowledged = true;
    this.#decoderTable.limitTable(this.#headerTableOctets);
  }

  #announce(setting: number, value: number, initial: number): void {
    if (value !== initial) this.entries.push(setting, value);
  }
}
