/** The time in seconds, as twisted.internet's reactor.seconds() gives it. */
import { DEFAULT_OPTIONS, type IClock } from "@headgate/core";

/** Since 1970 on the clock of the system; on any other, what it says itself. */
export function secondsOn(clock: IClock): number {
  const origin = clock === DEFAULT_OPTIONS.clock ? performance.timeOrigin : 0;
  return (origin + clock.now()) / 1000;
}
