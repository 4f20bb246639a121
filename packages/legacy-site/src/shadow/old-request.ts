/** The request as the old resource sees it: itself, but for who reads along when it asks for the body. */
import type { IProtocol, IRequest } from "@headgate/core";

/** @param observing gives the reader that stands in for the one of the old resource */
export function observedRequest(request: IRequest, observing: (protocol: IProtocol) => IProtocol): IRequest {
  const deliverBody = (protocol: IProtocol): void => request.deliverBody(observing(protocol));
  // A proxy, since core and replays keep what they know in private fields.
  return new Proxy(request, {
    get: (target, name): unknown =>
      name === "deliverBody" ? deliverBody : Reflect.get(target, name, target),
  });
}
