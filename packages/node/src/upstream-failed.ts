/** The one error of `askUpstream`: whom it asked, and whether there was anybody to ask. */
import { HeadgateError } from "@headgate/core";

export class UpstreamFailed extends HeadgateError {
  readonly code = "UPSTREAM_FAILED";
  readonly fault = "remote";
  readonly reach = "exchange";
  override readonly status = 502;
  /** false: there was no connection, so nothing of the request was sent. */
  readonly wasReached: boolean;

  /** @param where as in "127.0.0.1:8080" */
  constructor(where: string, wasReached: boolean, cause: unknown) {
    const { message } = cause as Error;
    super(`${where} ${wasReached ? "gave no answer" : "can't be reached"}: ${message}`, { cause });
    this.wasReached = wasReached;
  }
}
