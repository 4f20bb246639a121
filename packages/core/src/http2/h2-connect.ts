/**
 * What follows CONNECT on a stream, and is no content (RFC 9113 section 8.5, RFC 8441 section 5): held until somebody
 * takes the stream over, and from then on the tunnel's.
 */
import { Inbox } from "../channel/inbox";
import { BodyDone, BodyLost, type ClientGone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { ILog } from "../interfaces/server";
import type { IProtocol, ITransport } from "../interfaces/transport";
import { toKeep, type H2StreamCredit } from "./h2-stream-credit";
import { H2Tunnel, type ITunnelledStream } from "./h2-tunnel";

export class H2Connect {
  readonly #inbox = new Inbox();
  #tunnel: H2Tunnel | undefined = undefined;

  /** Once somebody has taken the stream over. */
  get tunnel(): H2Tunnel | undefined {
    return this.#tunnel;
  }

  /**
   * Somebody takes the stream over.
   *
   * @param credit undefined: the client has ended its side already
   */
  takeOver(
    stream: ITunnelledStream,
    credit: H2StreamCredit | undefined,
    protocol: IProtocol<ITransport>,
    log: ILog,
  ): void {
    this.#tunnel = new H2Tunnel(stream, credit, protocol, this.#inbox, log);
    this.#tunnel.open();
  }

  dataReceived(data: Buffer): void {
    if (this.#tunnel === undefined) this.#inbox.put(toKeep(data));
    else this.#tunnel.dataReceived(toKeep(data));
  }

  endReceived(): void {
    this.#tunnel?.readConnectionLost();
  }

  /** The stream has ended in good order. */
  closed(): void {
    this.#end(BodyDone.instance);
  }

  lost(gone: ClientGone): void {
    this.#inbox.clear();
    this.#end(new BodyLost("the stream was lost", { cause: gone }));
  }

  #end(reason: BodyEnd): void {
    this.#tunnel?.stopProducer();
    this.#tunnel?.connectionLost(reason);
  }
}
