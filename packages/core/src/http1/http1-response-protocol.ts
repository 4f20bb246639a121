/**
 * What the body of a response is delivered to on HTTP/1.1: pieces go in, framed octets go to the connection, as chunks
 * or as they are (RFC 9112 sections 6 and 7). It knows one exchange and can write nothing else.
 */
import { ResponseProtocol } from "../channel/response-protocol";
import type { Headers } from "../fields/headers";
import type { IResponse } from "../interfaces/message";
import type { IHttp1AnswerSink } from "./exchange-roles";
import { chunkSizeLine, lastChunk } from "./wire/chunked-encoder";

/** Up to here a chunk is glued to its size line as text, which is cheaper than three buffers. */
const MAX_GLUED_OCTETS = 1_024;

export class Http1ResponseProtocol extends ResponseProtocol {
  readonly #sink: IHttp1AnswerSink;
  readonly #isChunked: boolean;

  constructor(
    sink: IHttp1AnswerSink,
    response: IResponse,
    isChunked: boolean,
    announced: number | undefined,
  ) {
    super(sink, response, isChunked, announced);
    this.#sink = sink;
    this.#isChunked = isChunked;
  }

  protected override write(content: Buffer): void {
    const sink = this.#sink;
    if (!this.#isChunked) sink.write(content);
    else if (content.length <= MAX_GLUED_OCTETS) {
      sink.writeLatin1(chunkSizeLine(content.length) + content.toString("latin1") + "\r\n");
    } else {
      sink.writeLatin1(chunkSizeLine(content.length));
      sink.write(content);
      sink.writeLatin1("\r\n");
    }
  }

  protected override end(trailers: Headers | undefined): void {
    if (this.#isChunked) {
      let octets: string;
      try {
        octets = lastChunk(trailers);
      } catch (error) {
        this.#sink.responseBroke(error);
        return;
      }
      this.#sink.writeLatin1(octets);
    }
    this.#sink.responseEnded(this.sent);
  }
}
