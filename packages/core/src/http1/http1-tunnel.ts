/** A whole connection that was taken over: everything goes straight to the transport under it. */
import type { Inbox } from "../channel/inbox";
import { Tunnel } from "../channel/tunnel";
import type { ILog } from "../interfaces/server";
import type { Address, IProtocol, IPushProducer, ITransport } from "../interfaces/transport";

const NOWHERE: Address = { type: "memory", host: "", port: 0 };

export class Http1Tunnel extends Tunnel {
  readonly #transport: ITransport;

  constructor(transport: ITransport, protocol: IProtocol<ITransport>, inbox: Inbox, log: ILog) {
    super(protocol, inbox, log);
    this.#transport = transport;
  }

  protected override readingWanted(isWanted: boolean): void {
    if (isWanted) this.#transport.resumeProducing();
    else this.#transport.pauseProducing();
  }

  override stopProducing(): void {
    this.#transport.stopProducing();
  }

  override write(data: Uint8Array): boolean {
    return this.#transport.write(data);
  }

  override loseConnection(): void {
    this.#transport.loseConnection();
  }

  override loseWriteConnection(): void {
    if (this.#transport.loseWriteConnection !== undefined) this.#transport.loseWriteConnection();
    else this.#transport.loseConnection();
  }

  override abortConnection(): void {
    this.#transport.abortConnection();
  }

  override registerProducer(producer: IPushProducer, streaming: boolean): void {
    this.#transport.registerProducer(producer, streaming);
  }

  override unregisterProducer(): void {
    this.#transport.unregisterProducer();
  }

  override get unsentOctets(): number {
    return this.#transport.unsentOctets ?? 0;
  }

  override get peer(): Address {
    return this.#transport.peer ?? NOWHERE;
  }

  override get host(): Address {
    return this.#transport.host ?? NOWHERE;
  }

  override get isSecure(): boolean {
    return this.#transport.isSecure ?? false;
  }
}
