/** The connection of an exchange, as its legacy Request sees it: head, two ends, and what is settled for all of them. */
import type { Address, IRequest } from "@headgate/core";
import type { BridgeSettings } from "./bridge-settings";
import type { IRequestTransport } from "./contracts";
import type { FormOptions } from "./form-args";
import { ResponseChannel } from "./response-channel";

export abstract class ExchangeConnection extends ResponseChannel {
  protected readonly settings: BridgeSettings;

  constructor(request: IRequest, settings: BridgeSettings) {
    super(request, settings.log);
    this.settings = settings;
  }

  get requestFields(): Iterable<readonly [name: string, octets: string]> {
    return this.request.headers;
  }

  get formOptions(): FormOptions {
    return this.settings.formOptions;
  }

  get serverHeader(): string | undefined {
    return this.settings.serverHeader;
  }

  afterGrace(release: () => void): void {
    const { clock, graceAfterFinMs } = this.settings;
    if (graceAfterFinMs !== Infinity) clock.callLater(graceAfterFinMs, release);
  }

  getPeer(): Address {
    return this.request.channel.peer;
  }

  getHost(): Address {
    return this.request.channel.host;
  }

  isSecure(): boolean {
    return this.request.channel.isSecure;
  }

  get transport(): IRequestTransport {
    return {
      getPeer: () => this.getPeer(),
      getHost: () => this.getHost(),
      // What `finish` has sent, or is about to behind its notifications, is not cut any more.
      loseConnection: () => {
        if (!this.legacyRequest.finished) this.loseConnection();
      },
      abortConnection: () => this.request.channel.abort(),
    };
  }
}
