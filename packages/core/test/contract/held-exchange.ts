/** A handler that answers when the test says so. */
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { deferred, serve } from "../support/serve";

/** A site whose handler answers when the test says so, and the request that it got. */
export function held(): {
  site: ReturnType<typeof serve>["site"];
  request(): IRequest;
  answer(response: IResponse): void;
} {
  const requests: IRequest[] = [];
  const { promise, resolve } = deferred<IResponse>();
  const { site } = serve(
    (request) => {
      requests.push(request);
      return promise;
    },
    { readAheadOctets: 1_000, strictUnclaimed: false },
  );
  return { site, request: () => requests[0]!, answer: resolve };
}
