/** Keeps what it is told, and produces nothing. */
import type { IPushProducer } from "../../src/interfaces/transport";

export class RecordingPushProducer implements IPushProducer {
  readonly calls: string[] = [];

  pauseProducing(): void {
    this.calls.push("pause");
  }

  resumeProducing(): void {
    this.calls.push("resume");
  }

  stopProducing(): void {
    this.calls.push("stop");
  }
}
