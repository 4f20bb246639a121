/** A reader that wants nothing: gives a body that will not be sent its end, so that its producer lets go. */
import type { IBody } from "../interfaces/message";
import type { IBodyTransport, IProtocol } from "../interfaces/transport";

const DISCARD: IProtocol = {
  borrowsData: true,
  makeConnection(transport: IBodyTransport) {
    transport.stopProducing();
  },
  dataReceived() {},
  connectionLost() {},
};

/** Delivers `body` to a protocol that stops it in `makeConnection`: HEAD, 304, or the client has left. */
export function discardBody(body: IBody): void {
  body.deliverBody(DISCARD);
}
