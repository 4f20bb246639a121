/**
 * An HTTP/1.1 connection: octets in, exchanges one at a time and in order, octets out (RFC 9112).
 *
 * It knows whose turn it is and how the connection ends. `Http1Input` reads, `Http1Output` writes.
 *
 *     open --close--> closing        open --unread octets--> lingering        open --takeOver--> tunnel
 *     any of them --connectionLost--> closed
 */
import { Connection, goneBy } from "../channel/connection";
import { unmetExpectation } from "../channel/expectation";
import { BodyAborted, ClientGone } from "../errors";
import type { BodyEnd } from "../interfaces/body-end";
import type { ExchangeInfo } from "../interfaces/server";
import type { IProtocol, ITransport } from "../interfaces/transport";
import type { IExchangeHost } from "./exchange-roles";
import { Http1Closing } from "./http1-closing";
import { Http1Exchange } from "./http1-exchange";
import { Http1Tunnel } from "./http1-tunnel";
import { Http1Output, type IOutputListener } from "./http1-output";
import { Http1Input, type IInputListener } from "./http1-input";
import { contentDecoder, readHead } from "./read-head";
import { encodeRefusal } from "./refusal";
import type { RequestHead } from "./wire/request-head";

type Phase = "open" | "closing" | "tunnel" | "closed";

export class Http1Channel
  extends Connection
  implements IInputListener, IOutputListener, IExchangeHost<Http1Exchange>
{
  protected override readonly httpVersion = "1.1";
  output!: Http1Output;
  #input!: Http1Input;
  #phase: Phase = "open";
  #exchange: Http1Exchange | undefined = undefined;
  #exchangeCount = 0;
  #isDraining = false;
  /** Our FIN went out while a reader still takes the content. */
  #hasHalfClosed = false;
  #closing!: Http1Closing;
  #tunnel: Http1Tunnel | undefined = undefined;
  /** Stamp of the wheel: the end of the last exchange. */
  #idleSince = 0;

  // ---- what the transport tells ------------------------------------------------------------------------

  makeConnection(transport: ITransport): void {
    this.transport = transport;
    this.output = new Http1Output(transport, this.context.wheel, this);
    this.#input = new Http1Input(transport, this.context, this);
    this.#closing = new Http1Closing(transport, this.#input, this.context);
    this.#idleSince = this.context.wheel.now;
    this.enlist();
  }

  dataReceived(data: Buffer): void {
    if (this.#phase === "open") this.#input.receive(data);
    else if (this.#phase === "tunnel") this.#tunnel?.dataReceived(data);
    else this.#closing.octetsReceived();
  }

  readConnectionLost(): void {
    if (this.#phase === "tunnel") this.#tunnel?.readConnectionLost();
    else if (this.#phase === "closing") this.#closing.finReceived();
    else if (this.#phase === "open") {
      this.output.stall.restart();
      this.#input.end();
    }
  }

  connectionLost(reason: BodyEnd): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.#input.stop();
    this.delist();
    this.#tunnel?.connectionLost(reason);
    this.#loseExchange(goneBy(reason));
  }

  // ---- reading -----------------------------------------------------------------------------------------

  get current(): Http1Exchange | undefined {
    return this.#exchange;
  }

  get hasRoom(): boolean {
    return !this.output.isFull && !this.#isDraining;
  }

  headReceived(head: RequestHead): void {
    const { options } = this.context;
    const decoder = contentDecoder(head, options);
    const exchange = new Http1Exchange(this, this.context, readHead(head, this.isSecure), decoder);
    this.#exchange = exchange;
    this.#exchangeCount += 1;
    const unmet = unmetExpectation(head.expect, options);
    if (unmet === undefined) exchange.start();
    else exchange.refuse(unmet);
  }

  contentReceived(): void {
    const exchange = this.#exchange;
    if (exchange?.answer.state === "ended") this.#settle(exchange);
  }

  /** Whoever is answered now is presumed gone; when everything that came before the FIN is answered, we close. */
  inputEnded(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      if (!this.output.isFull) this.#close();
      return;
    }
    const gone = exchange.goneReason ?? new ClientGone("the client closed its side of the connection");
    exchange.clientGone(gone, !this.hasUnreadOctets);
    if (exchange.answer.state === "ended") this.#settle(exchange);
    if (exchange !== this.#exchange) this.#input.read();
  }

  /** The octets are no message. Answers that are owed were sent: this is the next one's turn. */
  inputRefused(error: unknown): void {
    this.ignoreInput();
    const exchange = this.#exchange;
    if (exchange === undefined) {
      this.output.writeLatin1(encodeRefusal(error, this.#input.method, this.context));
      this.#lingerOut();
      return;
    }
    exchange.contentRefused(error);
    if (exchange.answer.state === "ended") this.#settle(exchange);
  }

  // ---- between exchanges -------------------------------------------------------------------------------

  /** The exchange has written its answer. */
  answerEnded(exchange: Http1Exchange): void {
    this.#settle(exchange);
    this.#input.read();
  }

  /** A reader got its end; if the answer is out, what is still to come is nobody's. */
  contentReaderEnded(exchange: Http1Exchange): void {
    const { content } = exchange;
    if (exchange.answer.state !== "ended" || content === undefined) return;
    if (!content.isComplete) {
      exchange.since = this.context.wheel.now;
      content.swallow();
    }
    this.#settle(exchange);
    this.#input.read();
  }

  contentWantedChanged(): void {
    this.#input.read();
  }

  /** After the answer: goes on, swallows what nobody read, or closes. */
  #settle(exchange: Http1Exchange): void {
    if (exchange !== this.#exchange || this.#phase !== "open") return;
    const { content } = exchange;
    if (content === undefined || content.isComplete) {
      this.#exchange = undefined;
      if (exchange.isPersistent && !this.#isDraining) this.#idleSince = this.context.wheel.now;
      else if (this.#input.isIgnored || this.hasUnreadOctets) this.#lingerOut();
      else this.#close();
    } else if (content.isBeingRead) {
      if (!exchange.isPersistent && !this.#hasHalfClosed) {
        this.#hasHalfClosed = true;
        this.transport.loseWriteConnection?.();
      }
    } else if (!exchange.isPersistent || content.swallowed > this.context.options.unreadBody.maxOctets) {
      this.#exchange = undefined;
      this.#lingerOut();
    }
  }

  /** No octet from now on is part of a message. */
  ignoreInput(): void {
    this.#input.ignore();
  }

  #close(): void {
    if (this.#phase !== "open") return;
    this.#phase = "closing";
    this.#closing.close();
  }

  #lingerOut(): void {
    if (this.#phase !== "open") return;
    this.#phase = "closing";
    this.#closing.lingerOut();
  }

  /** Cuts: what was written still leaves, what is missing stays missing. */
  abortExchange(exchange: Http1Exchange, reason = new BodyAborted("the exchange was aborted")): void {
    if (exchange.isTakenOver && this.#phase === "tunnel") this.transport.abortConnection();
    if (exchange !== this.#exchange || this.#phase !== "open") return;
    this.ignoreInput();
    this.#loseExchange(new ClientGone(reason.message), reason);
    this.#lingerOut();
  }

  /** @param reason why the body ends, if not because the client is gone */
  #loseExchange(gone: ClientGone, reason?: BodyAborted): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#exchange = undefined;
    exchange.lost(gone, reason);
  }

  takeOver(protocol: IProtocol<ITransport>, head: string): void {
    this.#phase = "tunnel";
    this.#exchange = undefined;
    this.context.wheel.remove(this);
    this.transport.unregisterProducer();
    this.output.writeLatin1(head);
    const inbox = this.#input.handOver();
    this.#tunnel = new Http1Tunnel(this.transport, protocol, inbox, this.context.options.log);
    this.#tunnel.open();
    if (this.#input.hasEnded) this.#tunnel.readConnectionLost();
  }

  // ---- the way out ------------------------------------------------------------------------------------

  outputFull(): void {
    this.#exchange?.answer.pause();
  }

  outputDrained(): void {
    this.#exchange?.answer.resume();
    if (this.#phase === "open") this.#input.read();
  }

  // ---- clocks ------------------------------------------------------------------------------------------

  checkClocks(stepMs: number): void {
    // A client that sent FIN and is owed an answer may have left for good.
    const isOwed = this.#input.hasEnded && this.#exchange !== undefined;
    if (this.output.stall.isOver(this.context.options.writeStallTimeoutMs, isOwed)) {
      this.transport.abortConnection();
    } else if (this.#phase === "closing") this.#closing.checkClock();
    else if (this.#phase === "open") {
      if (this.#exchange === undefined) this.#checkIdle();
      else this.#checkExchange(this.#exchange, stepMs);
    }
  }

  #checkIdle(): void {
    const { wheel, options } = this.context;
    if (this.output.isFull) return;
    if (!this.#input.isInHead) {
      if (wheel.isOver(this.#idleSince, options.keepAliveTimeoutMs)) this.#close();
      return;
    }
    const timeout = this.#input.checkHead();
    if (timeout === undefined) return;
    if (options.silentTimeouts) this.#close();
    else this.inputRefused(timeout);
  }

  #checkExchange(exchange: Http1Exchange, stepMs: number): void {
    const { wheel, options } = this.context;
    const isSwallowing = exchange.answer.state === "ended" && exchange.content?.isBeingRead !== true;
    if (isSwallowing && wheel.isOver(exchange.since, options.unreadBody.timeoutMs)) {
      this.#exchange = undefined;
      this.#lingerOut();
      return;
    }
    const timeout = exchange.checkClocks(stepMs);
    if (timeout !== undefined) exchange.timedOut(timeout);
  }

  // ---- what the listener and the exchanges ask ---------------------------------------------------------

  drain(): void {
    this.#isDraining = true;
    if (this.#phase === "open" && this.#exchange === undefined) this.#close();
  }

  abort(reason: Error): void {
    this.ignoreInput();
    this.#loseExchange(new ClientGone(reason.message), new BodyAborted(reason.message, { cause: reason }));
    this.transport.abortConnection();
  }

  exchanges(): readonly ExchangeInfo[] {
    return this.#exchange === undefined ? [] : [this.#exchange.describe()];
  }

  get unreadOctets(): number {
    return this.#input.unreadOctets;
  }

  get hasUnreadOctets(): boolean {
    return this.#input.unreadOctets > 0;
  }

  /** No request will be taken after the one under way. */
  get isLastExchange(): boolean {
    return this.#isDraining || this.#exchangeCount >= this.context.options.maxRequestsPerConnection;
  }
}
