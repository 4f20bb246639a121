/** The date as fields and log lines write it, formatted once a second. */
import { datetimeToLogString, datetimeToString } from "./http-dates";

function oncePerSecond(format: (seconds: number) => string): () => string {
  let second = -1;
  let text = "";
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) {
      second = now;
      text = format(now);
    }
    return text;
  };
}

/** `Sun, 22 Nov 2026 09:29:44 GMT`. */
export const dateField = oncePerSecond(datetimeToString);
/** `[22/Nov/2026:09:29:44 +0000]`. */
export const logTimestamp = oncePerSecond(datetimeToLogString);
