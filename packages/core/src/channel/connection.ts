/**
 * A connection, as far as it is the same in all versions: its Site and the wheel know it from beginning to end, and
 * whoever is answered on it may ask who is at its two ends.
 */
import { ClientGone, HeadgateError } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { ExchangeInfo, IServerProtocol } from "../interfaces/server";
import type { Address, ITransport } from "../interfaces/transport";
import type { IChannelContext } from "./channel-context";
import type { IClocked } from "./coarse-wheel";
import { connectionChannel, type ConnectionEvent } from "./diagnostics";

const NOWHERE: Address = { type: "memory", host: "", port: 0 };

export abstract class Connection implements IServerProtocol, IClocked {
  protected readonly context: IChannelContext;
  protected transport!: ITransport;
  protected abstract readonly httpVersion: ConnectionEvent["httpVersion"];

  constructor(context: IChannelContext) {
    this.context = context;
  }

  abstract makeConnection(transport: ITransport): void;
  abstract dataReceived(data: Buffer): void;
  abstract readConnectionLost(): void;
  abstract connectionLost(reason: BodyEnd): void;
  abstract checkClocks(stepMs: number): void;
  abstract drain(): void;
  abstract exchanges(): readonly ExchangeInfo[];
  abstract abort(reason: Error): void;

  get peer(): Address {
    return this.transport.peer ?? NOWHERE;
  }

  get host(): Address {
    return this.transport.host ?? NOWHERE;
  }

  get isSecure(): boolean {
    return this.transport.isSecure ?? false;
  }

  /** It has begun. */
  protected enlist(): void {
    this.context.connections.add(this);
    this.context.wheel.add(this);
    if (connectionChannel.hasSubscribers) this.#publish("opened");
  }

  /** It is over. */
  protected delist(): void {
    this.context.connections.delete(this);
    this.context.wheel.remove(this);
    if (connectionChannel.hasSubscribers) this.#publish("lost");
  }

  #publish(type: ConnectionEvent["type"]): void {
    connectionChannel.publish({ type, peer: this.peer, httpVersion: this.httpVersion });
  }
}

/** The client, as the end of its connection tells of it. */
export function goneBy(reason: BodyEnd): ClientGone {
  const isKnown = reason instanceof HeadgateError && reason.cause instanceof ClientGone;
  return isKnown ? (reason.cause as ClientGone) : new ClientGone();
}
