/**
 * Which version a connection speaks: what ALPN has chosen, or, on cleartext, what its first octets say (RFC 9113
 * sections 3.2 and 3.3). One port, all versions.
 *
 * It stands between the transport and the protocol that was chosen, and hands on whatever comes.
 */
import type { IChannelContext } from "../channel/channel-context";
import type { IClocked } from "../channel/coarse-wheel";
import { Http1Channel } from "../http1/http1-channel";
import { H2Connection } from "../http2/h2-connection";
import { CONNECTION_PREFACE, continuesPreface } from "../http2/wire/preface";
import type { BodyEnd } from "../interfaces/body-end";
import type { ExchangeInfo, IServerProtocol } from "../interfaces/server";
import type { ITransport } from "../interfaces/transport";

/**
 * A preface that went wrong: its first line with something else behind it, or three words of which none has the slash
 * of a path or of `HTTP/1.1`. Such a client would not understand a 400, and GOAWAY tells it (RFC 9113 section 3.4).
 */
const FAILED_PREFACE = /^(?:PRI \* HTTP\/2\.0\r\n|[^\s/]+ [^\s/]+ [^\s/]+\r\n)/;
const MAX_PREFACE_LINE_OCTETS = 64;

export class VersionChooser implements IServerProtocol, IClocked {
  readonly #context: IChannelContext;
  #transport!: ITransport;
  #chosen: IServerProtocol | undefined = undefined;
  /** Octets of the preface, while they may still become one. */
  #early: Buffer | undefined = undefined;
  /** Stamp of the wheel: the beginning, or the first octet. */
  #since = 0;

  constructor(context: IChannelContext) {
    this.#context = context;
  }

  makeConnection(transport: ITransport): void {
    this.#transport = transport;
    if (transport.alpnProtocol === "h2") this.#choose(new H2Connection(this.#context));
    else if (transport.isSecure === true) this.#choose(new Http1Channel(this.#context));
    else {
      this.#since = this.#context.wheel.now;
      this.#context.connections.add(this);
      this.#context.wheel.add(this);
    }
  }

  dataReceived(data: Buffer): void {
    if (this.#chosen === undefined) this.#look(data);
    else this.#chosen.dataReceived(data);
  }

  readConnectionLost(): void {
    if (this.#chosen === undefined && this.#early === undefined) this.#transport.loseConnection();
    else this.#orHttp1().readConnectionLost();
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#chosen === undefined) this.#leave();
    else this.#chosen.connectionLost(reason);
  }

  #look(data: Buffer): void {
    if (data.length === 0) return;
    const octets = this.#early === undefined ? data : Buffer.concat([this.#early, data]);
    if (!continuesPreface(octets, 0, 0)) {
      const isHttp2 = FAILED_PREFACE.test(octets.toString("latin1", 0, MAX_PREFACE_LINE_OCTETS));
      const protocol = isHttp2 ? new H2Connection(this.#context) : new Http1Channel(this.#context);
      this.#choose(protocol).dataReceived(octets);
    } else if (octets.length >= CONNECTION_PREFACE.length) {
      this.#choose(new H2Connection(this.#context)).dataReceived(octets);
    } else {
      if (this.#early === undefined) this.#since = this.#context.wheel.now;
      this.#early = octets;
    }
  }

  #choose(protocol: IServerProtocol): IServerProtocol {
    this.#leave();
    this.#chosen = protocol;
    this.#early = undefined;
    protocol.makeConnection(this.#transport);
    return protocol;
  }

  /** What can't become a preface any more is HTTP/1.1's to judge. */
  #orHttp1(): IServerProtocol {
    if (this.#chosen !== undefined) return this.#chosen;
    const early = this.#early;
    const channel = this.#choose(new Http1Channel(this.#context));
    if (early !== undefined) channel.dataReceived(early);
    return channel;
  }

  #leave(): void {
    this.#context.connections.delete(this);
    this.#context.wheel.remove(this);
  }

  // ---- before there is anything to hand on -------------------------------------------------------------

  checkClocks(): void {
    const { wheel, options } = this.#context;
    if (this.#early === undefined) {
      if (wheel.isOver(this.#since, options.keepAliveTimeoutMs)) this.#transport.loseConnection();
    } else if (wheel.isOver(this.#since, options.http2.handshakeTimeoutMs)) this.#transport.loseConnection();
  }

  drain(): void {
    if (this.#chosen === undefined) this.#transport.loseConnection();
    else this.#chosen.drain();
  }

  exchanges(): readonly ExchangeInfo[] {
    return this.#chosen?.exchanges() ?? [];
  }

  abort(reason: Error): void {
    if (this.#chosen === undefined) this.#transport.abortConnection();
    else this.#chosen.abort(reason);
  }
}
