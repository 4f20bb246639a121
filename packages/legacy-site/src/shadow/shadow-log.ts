/** What a legacy resource fails at in a shadow is told as that: no client has seen it. */
import type { ILog } from "@headgate/core";

export function shadowLog(log: ILog): ILog {
  return {
    error: (message, detail) => log.error(`in a shadow: ${message}`, detail),
    warn: (message, detail) => log.warn(`in a shadow: ${message}`, detail),
  };
}
