/** Reads the new answer: it is compared, and goes nowhere. */
import { BodyDone, type BodyEnd, type IBodyTransport, type IProtocol } from "@headgate/core";

export interface INewAnswerReader {
  newOctets(data: Buffer): void;
  /** @param error why it is not complete */
  newEnded(error: Error | undefined): void;
}

export class NewAnswerProtocol implements IProtocol {
  readonly borrowsData = true;
  readonly #reader: INewAnswerReader;
  #transport: IBodyTransport | undefined;
  #isPaused = false;
  #isStopped = false;

  constructor(reader: INewAnswerReader) {
    this.#reader = reader;
  }

  makeConnection(transport: IBodyTransport): void {
    this.#transport = transport;
    if (this.#isStopped) transport.stopProducing();
  }

  dataReceived(data: Buffer): void {
    if (!this.#isStopped) this.#reader.newOctets(data);
  }

  connectionLost(reason: BodyEnd): void {
    this.#transport = undefined;
    if (this.#isStopped) return;
    this.#reader.newEnded(reason instanceof BodyDone ? undefined : reason);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The new answer is far ahead, or no longer. */
  pause(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#transport?.pauseProducing();
    else this.#transport?.resumeProducing();
  }

  stop(): void {
    this.#isStopped = true;
    this.#transport?.stopProducing();
  }
}
