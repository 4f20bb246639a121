/** Keeps what it is told, and counts FINs. */
import type { ITransport } from "../../src/interfaces/transport";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

export class HalfCloseable extends RecordingProtocol<ITransport> {
  fins = 0;

  readConnectionLost(): void {
    this.fins += 1;
  }
}
