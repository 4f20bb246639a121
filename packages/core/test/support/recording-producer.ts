/** A body that a test writes by hand, and that keeps what its reader asked for. */
import { bodyProducer } from "../../src/body/body-producer";
import type { IBodyConsumer, IBodyProducer } from "../../src/interfaces/body-producer";
import type { IBody, UnknownLength } from "../../src/interfaces/message";

export class RecordingProducer implements IBodyProducer {
  readonly length?: number | UnknownLength;
  readonly calls: string[] = [];
  readonly body: IBody;
  #consumer: IBodyConsumer | undefined;

  constructor(length?: number) {
    if (length !== undefined) this.length = length;
    this.body = bodyProducer(this);
  }

  get consumer(): IBodyConsumer {
    if (this.#consumer === undefined) throw new Error("the body has not been asked for");
    return this.#consumer;
  }

  startProducing(consumer: IBodyConsumer): void {
    this.calls.push("start");
    this.#consumer = consumer;
  }

  pauseProducing(): void {
    this.calls.push("pause");
  }

  resumeProducing(): void {
    this.calls.push("resume");
  }

  stopProducing(): void {
    this.calls.push("stop");
  }

  /** How often it was stopped. */
  get stops(): number {
    return this.calls.filter((call) => call === "stop").length;
  }
}
