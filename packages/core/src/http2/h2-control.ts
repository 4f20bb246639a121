/**
 * The frames that are about the connection and its windows, and carry nothing to anybody: SETTINGS, PING, WINDOW_UPDATE
 * and the like (RFC 9113 section 6). Whoever sends them pays with content, or not for long.
 */
import type { IChannelContext } from "../channel/channel-context";
import { H2ConnectionError } from "../errors";
import type { AbuseLimits } from "./abuse-limits";
import type { H2Output } from "./h2-output";
import type { H2Streams } from "./h2-streams";
import { ErrorCode } from "./wire/error-code";
import { FrameType } from "./wire/frame";
import type { DataFrame, Frame, HeadersFrame, RstStreamFrame, SettingsFrame } from "./wire/frame";
import { OwnSettings, PeerSettings } from "./wire/settings";

export type ControlFrame = Exclude<Frame, HeadersFrame | DataFrame | RstStreamFrame>;

/** The connection, as far as these frames may end it. */
export interface IControlOwner {
  readonly abuse: AbuseLimits;
  readonly output: H2Output;
  pingAcknowledged(opaque: Buffer): void;
  /** The client opens no more streams. */
  goAwayReceived(errorCode: number): void;
}

export class H2Control {
  readonly #owner: IControlOwner;
  readonly #context: IChannelContext;
  readonly #streams: H2Streams;
  readonly #ownSettings: OwnSettings;
  readonly #peerSettings: PeerSettings;

  constructor(owner: IControlOwner, context: IChannelContext, streams: H2Streams) {
    const { http2, maxHeadOctets } = context.options;
    this.#owner = owner;
    this.#context = context;
    this.#streams = streams;
    this.#ownSettings = new OwnSettings({ ...http2, maxHeadOctets }, streams.decoder);
    this.#peerSettings = new PeerSettings(owner.output.fields);
  }

  /** The client has read what we let it do. */
  get isAcknowledged(): boolean {
    return this.#ownSettings.isAcknowledged;
  }

  /** What the client has lately set for new streams. */
  get sendWindowOctets(): number {
    return this.#peerSettings.initialWindowOctets;
  }

  /** The first frames of the connection. */
  begin(): void {
    const { output } = this.#owner;
    output.hold();
    output.frames.settings(this.#ownSettings.entries);
    const credit = this.#streams.widenConnection(this.#context.options.connectionWindowOctets);
    if (credit > 0) output.frames.windowUpdate(0, credit);
    output.release();
  }

  /** @throws H2ConnectionError, H2StreamError */
  received(frame: ControlFrame): void {
    this.#owner.abuse.overheadReceived(this.#context.wheel.now);
    switch (frame.type) {
      case FrameType.SETTINGS:
        this.#settingsReceived(frame);
        return;
      case FrameType.PING:
        if (frame.isAck) this.#owner.pingAcknowledged(frame.opaque);
        else {
          this.#reply();
          this.#owner.output.frames.ping(frame.opaque, true);
        }
        return;
      case FrameType.WINDOW_UPDATE:
        if (frame.streamId !== 0) this.#streams.windowUpdateReceived(frame);
        else if (!this.#owner.output.widen(frame.increment)) {
          throw new H2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "the send window is beyond 2^31-1");
        }
        return;
      case FrameType.PRIORITY_UPDATE:
        this.#streams.priorityUpdateReceived(frame);
        return;
      case FrameType.GOAWAY:
        this.#owner.goAwayReceived(frame.errorCode);
        return;
      default:
      // Says nothing to us.
    }
  }

  #settingsReceived({ isAck, entries }: SettingsFrame): void {
    if (isAck) {
      this.#ownSettings.acknowledged();
      return;
    }
    const { frames } = this.#owner.output;
    const change = this.#peerSettings.apply(entries);
    if (change !== 0) this.#streams.sendWindowsChanged(change);
    frames.maxFrameOctets = this.#peerSettings.maxFrameOctets;
    this.#reply();
    frames.settingsAck();
  }

  /** One more acknowledgement that the client may never read. */
  #reply(): void {
    const { abuse, output } = this.#owner;
    if (output.isTaken) abuse.repliesSent();
    abuse.replyQueued();
  }
}
