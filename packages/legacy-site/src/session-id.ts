/** Ids of sessions: 256 bits that nobody can guess. */
import { randomBytes } from "node:crypto";

export function newSessionId(): string {
  return randomBytes(32).toString("hex");
}
