/** A body that a test writes by hand, and that keeps what its reader asked for. */
import { bodyProducer } from "../../src/body/body-producer";
import type { IBodyConsumer, IBodyProducer } from "../../src/interfaces/body-producer";
import type { IBody, UnknownLength } from "../../src/interfaces/message";
import { RecordingPushProducer } from "./recording-push-producer";

export class RecordingProducer extends RecordingPushProducer implements IBodyProducer {
  readonly length?: number | UnknownLength;
  readonly body: IBody;
  #consumer: IBodyConsumer | undefined;

  constructor(length?: number) {
    super();
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

  /** How often it was stopped. */
  get stops(): number {
    return this.calls.filter((call) => call === "stop").length;
  }
}
