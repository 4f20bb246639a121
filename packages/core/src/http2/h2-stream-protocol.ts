/**
 * What the body of a response is delivered to on HTTP/2: pieces go in, DATA frames go to the connection as far as the
 * windows are open. It knows one stream and can write nothing else.
 */
import { ResponseProtocol } from "../channel/response-protocol";
import type { IAnswerSink } from "../channel/exchange-roles";
import type { Headers } from "../fields/headers";
import type { IResponse } from "../interfaces/message";

/** The answer, as the writer of its body sees it. */
export interface IH2AnswerSink extends IAnswerSink {
  write(content: Buffer): void;
  /** @throws TypeError for trailers that are none */
  end(trailers: Headers | undefined): void;
}

export class H2StreamProtocol extends ResponseProtocol {
  readonly #sink: IH2AnswerSink;

  constructor(sink: IH2AnswerSink, response: IResponse, announced: number | undefined) {
    super(sink, response, true, announced);
    this.#sink = sink;
  }

  protected override write(content: Buffer): void {
    this.#sink.write(content);
  }

  protected override end(trailers: Headers | undefined): void {
    try {
      this.#sink.end(trailers);
    } catch (error) {
      this.#sink.responseBroke(error);
    }
  }
}
