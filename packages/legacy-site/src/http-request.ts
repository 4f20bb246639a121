/**
 * The half of a legacy request that goes back to the client: behind its head the body, producers, and the end
 * (twisted.web.http.Request). The first write freezes the head; afterwards status and fields have no effect.
 */
import { ClientGone } from "@headgate/core";
import { connectionError, ConnectionDone } from "./connection-errors";
import type { IHttpChannel, IRequestTransport, Producer } from "./contracts";
import { Deferred } from "./deferred";
import { Failure } from "./failure";
import { HeadedRequest } from "./headed-request";
import { encodeBytes, encodeText, withoutControls } from "./octets";
import { NO_BODY_CODES } from "./responses";

export abstract class HttpRequest<C extends IHttpChannel = IHttpChannel> extends HeadedRequest<C> {
  startedWriting: 0 | 1 = 0;
  finished: 0 | 1 = 0;
  chunked: 0 | 1 = 0;
  /** Octets of the body that were written. */
  sentLength = 0;
  producer: Producer | null = null;
  notifications: Deferred<null>[] = [];
  /** The head has left, and the client expects nothing behind it: what is written is dropped. */
  #hasNoBody = false;

  get channel(): C | null {
    return this.finished ? null : this.carrier;
  }

  get transport(): IRequestTransport {
    return this.carrier.transport;
  }

  /** The client is gone, or presumed gone. */
  get _disconnected(): boolean {
    return this.carrier.goneReason !== undefined;
  }

  // ---- body --------------------------------------------------------------------------------------------

  /** Sends octets; text as UTF-8. To a client that is gone: nothing happens. */
  write(data: string | Uint8Array): void {
    if (this.finished && !this.#hasNoBody) {
      throw new Error("Request.write called on a request after Request.finish was called.");
    }
    if (!this.startedWriting) this.#sendHead();
    this.#sendBody(octetsOf(data));
  }

  #sendBody(octets: Buffer | string): void {
    if (this.#hasNoBody) return;
    this.sentLength += octets.length;
    if (octets.length > 0) this.carrier.write(octets);
  }

  #sendHead(): void {
    const hasNoBody = this.method === "HEAD" || NO_BODY_CODES.has(this.code);
    const hasLength = this.responseHeaders.hasHeader("content-length");
    if (this.clientproto === "HTTP/1.1" && !hasLength && !hasNoBody) this.chunked = 1;
    const phrase = withoutControls(encodeText(this.code_message));
    this.carrier.writeHeaders(this.code, phrase, this.responseFields());
    this.startedWriting = 1;
    this.#hasNoBody = hasNoBody;
  }

  /**
   * The response is complete. A second call only warns.
   *
   * @throws ClientGone after the client has left, once what could be sent was
   */
  finish(): void {
    if (this.finished) {
      process.emitWarning("Warning! request.finish called twice.");
      return;
    }
    const gone = this.carrier.goneReason;
    if (!this.startedWriting) this.write("");
    if (gone === undefined) this.logFinished();
    this.finished = 1;
    this.#letGo(gone);
    this.carrier.requestDone();
    if (gone === undefined) return;
    throw new ClientGone(
      "Request.finish called on a request after its connection was lost; " +
        "use Request.notifyFinish to keep track of this.",
      gone.wasReset,
      { cause: gone },
    );
  }

  /** A core resource has answered in this request's stead, completely. */
  answered(code: number, sentLength: number): void {
    if (this.finished) return;
    this.code = code;
    this.sentLength = sentLength;
    this.startedWriting = 1;
    this.logFinished();
    this.finished = 1;
    this.#notify((deferred) => deferred.callback(null));
  }

  /** A line for the access log. */
  protected abstract logFinished(): void;

  #letGo(gone: ClientGone | undefined): void {
    if (this.producer !== null) {
      if (gone === undefined) this.carrier.logError(`Producer was not unregistered for ${this.uri}`);
      this.unregisterProducer();
    }
    this.closeContent();
    this.contentFile = null;
    this.#notify((deferred) => deferred.callback(null));
  }

  /** Closes the connection after what was written has left; the response stays incomplete. */
  loseConnection(): void {
    if (!this.finished) this.carrier.loseConnection();
  }

  // ---- producers ---------------------------------------------------------------------------------------

  /**
   * Ties a producer to the state of the connection.
   *
   * @param streaming true: it writes until it is paused; false: it writes one piece each time it is resumed
   */
  registerProducer(producer: Producer, streaming: boolean): void {
    if (this.producer !== null) {
      const names = [producer, this.producer].map((one) => one.constructor.name);
      throw new Error(
        `registering producer ${names[0]!} before previous one (${names[1]!}) was unregistered`,
      );
    }
    this.producer = producer;
    this.carrier.registerProducer(producer, streaming);
  }

  unregisterProducer(): void {
    this.producer = null;
    this.carrier.unregisterProducer();
  }

  // ---- the end -----------------------------------------------------------------------------------------

  /**
   * Fires with null inside `finish`, or fails with ConnectionDone or ConnectionLost when the client goes before.
   * Asked for after that, it never fires.
   */
  notifyFinish(): Deferred<null> {
    const deferred = new Deferred<null>();
    this.notifications.push(deferred);
    if (!this.finished) this.carrier.watchConnection();
    return deferred;
  }

  /** Core answers with an error, or nobody does: whoever waits for the end is told. */
  abandoned(): void {
    const gone = this.carrier.goneReason;
    this.#notify((deferred) => {
      if (gone === undefined) deferred.callback(null);
      else deferred.errback(new Failure(connectionError(gone)));
    });
  }

  override connectionLost(reason: Failure): void {
    // A half-closed client is still answered, perhaps out of what it has sent.
    if (reason.value instanceof ConnectionDone) this.carrier.afterGrace(() => this.closeContent());
    else this.closeContent();
    this.#notify((deferred) => deferred.errback(reason));
  }

  #notify(fire: (deferred: Deferred<null>) => void): void {
    const notifications = this.notifications;
    this.notifications = [];
    notifications.forEach(fire);
  }
}

/** ASCII stays text, since its octets are its characters. */
function octetsOf(data: unknown): Buffer | string {
  if (typeof data === "string") return NON_ASCII.test(data) ? encodeBytes(data) : data;
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError("Data must be bytes");
}

const NON_ASCII = /[^\0-\x7f]/;
