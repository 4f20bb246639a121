/** A connection's protocol and a producer that keep what they are told. */
import type { IHalfCloseableProtocol, IPushProducer, ITransport } from "@headgate/core";
import { RecordingProtocol } from "@headgate/core/testing";

export class HalfCloseRecorder extends RecordingProtocol<ITransport> implements IHalfCloseableProtocol {
  /** FINs received. */
  ends = 0;

  readConnectionLost(): void {
    this.ends++;
  }
}

export class ProducerRecorder implements IPushProducer {
  readonly calls: ("pause" | "resume" | "stop")[] = [];
  /** Called on each resume. */
  readonly #resumed: (() => void) | undefined;

  constructor(resumed?: () => void) {
    this.#resumed = resumed;
  }

  pauseProducing(): void {
    this.calls.push("pause");
  }

  resumeProducing(): void {
    this.calls.push("resume");
    this.#resumed?.();
  }

  stopProducing(): void {
    this.calls.push("stop");
  }
}
