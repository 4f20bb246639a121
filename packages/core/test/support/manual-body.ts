/** A body that a test writes by hand, and whose reader's wishes it can see. */
import { BodyPipe } from "../../src/body/body-pipe";
import { BodyDone } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";
import type { IBody, UnknownLength } from "../../src/interfaces/message";
import type { IProtocol } from "../../src/interfaces/transport";

export class ManualBody implements IBody {
  /** What the reader asked for, in order. */
  readonly calls: string[] = [];
  readonly #pipe: BodyPipe;

  constructor(length: number | UnknownLength = "UNKNOWN_LENGTH") {
    this.#pipe = new BodyPipe(
      {
        bodyClaimed: () => {
          this.calls.push("claimed");
          return undefined;
        },
        bodyWanted: () => this.calls.push("wanted"),
        bodyUnwanted: () => this.calls.push("unwanted"),
        bodyTaken: () => {},
        bodyEnded: (reason) => this.calls.push(reason.code),
        readerFailed: (error) => {
          throw error;
        },
      },
      length,
      Infinity,
    );
  }

  get length(): number | UnknownLength {
    return this.#pipe.length;
  }

  get isClaimed(): boolean {
    return this.#pipe.isClaimed;
  }

  get wantsData(): boolean {
    return this.#pipe.wantsData;
  }

  write(...texts: string[]): this {
    for (const text of texts) this.#pipe.write(Buffer.from(text));
    return this;
  }

  end(reason: BodyEnd = BodyDone.instance): this {
    this.#pipe.end(reason);
    return this;
  }

  deliverBody(protocol: IProtocol): void {
    this.#pipe.deliverBody(protocol);
  }
}
