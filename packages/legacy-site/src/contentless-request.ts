/**
 * For requests of ours that stand in for one of core, and are given to resources that stream: as of that one, what only
 * legacy requests have is refused.
 */
import type { IRequest } from "@headgate/core";
import { contentMissed } from "./exchange-registry";

export abstract class ContentlessRequest {
  /** @throws ContentNotCollected */
  get content(): undefined {
    contentMissed(this.#asked, "content");
    return undefined;
  }

  /** @throws ContentNotCollected */
  get args(): undefined {
    contentMissed(this.#asked, "args");
    return undefined;
  }

  get #asked(): IRequest {
    return this as object as IRequest;
  }
}
