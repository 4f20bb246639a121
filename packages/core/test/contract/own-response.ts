import { Headers } from "../../src/fields/headers";
import type { IBody, IResponse } from "../../src/interfaces/message";
import type { IProtocol } from "../../src/interfaces/transport";

/** A response that an application made by itself, and that may claim what is not so. */
export class OwnResponse implements IResponse {
  readonly code: number;
  readonly headers = new Headers();
  readonly length: number;
  readonly #body: IBody;

  constructor(code: number, length: number, body: IBody) {
    this.code = code;
    this.length = length;
    this.#body = body;
  }

  deliverBody(protocol: IProtocol): void {
    this.#body.deliverBody(protocol);
  }
}
