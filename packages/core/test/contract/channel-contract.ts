/**
 * What every channel promises, whatever its version (IHTTPChannel, IRequest, IResponse): one suite for all.
 *
 * An application never learns which version, which framing or which kind of end it had; so no row here knows either.
 */
import { answerBodyRows } from "./channel-answer-bodies";
import { answerRows } from "./channel-answers";
import { brokenBodyRows } from "./channel-broken-bodies";
import type { ChannelDriver, IConnectionDriver } from "./channel-driver";
import { outcomeRows } from "./channel-outcomes";
import { requestBodyRows } from "./channel-request-bodies";
import { requestEventRows } from "./channel-request-events";

export function channelContract<C extends IConnectionDriver>(name: string, driver: ChannelDriver<C>): void {
  describe(`${name}: the body of a request`, () => {
    requestBodyRows(driver);
    requestEventRows(driver);
  });
  describe(`${name}: the answer`, () => {
    answerRows(driver);
    answerBodyRows(driver);
  });
  describe(`${name}: the outcome of a handler`, () => {
    outcomeRows(driver);
    brokenBodyRows(driver);
  });
}
