/**
 * Why a connection ended before its response did, as an errback of `notifyFinish` sees it
 * (twisted.internet.error). Both are core's ClientGone: `code` is CLIENT_GONE.
 */
import { ClientGone } from "@headgate/core";

/** A clean end: FIN. The client may have closed one direction only, so what is written is still sent. */
export class ConnectionDone extends ClientGone {
  constructor(cause?: ClientGone) {
    super("Connection was closed cleanly.", false, { cause });
  }
}

/** The connection or the stream was reset. */
export class ConnectionLost extends ClientGone {
  constructor(cause?: ClientGone) {
    super("Connection to the other side was lost in a non-clean fashion.", true, { cause });
  }
}

export function connectionError(gone: ClientGone): ConnectionDone | ConnectionLost {
  return gone.wasReset ? new ConnectionLost(gone) : new ConnectionDone(gone);
}
