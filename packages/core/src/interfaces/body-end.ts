/**
 * How a body, or a connection, ends. Exactly one of these is the argument of `connectionLost`.
 * The classes live in `errors.ts`, so that each end carries a `code`, whose fault it was and how far it reaches.
 */
import type { BodyAborted, BodyDone, BodyLost } from "../errors";

/** `BodyDone`: complete. `BodyLost`: the peer or the wire broke it off. `BodyAborted`: our side did. */
export type BodyEnd = BodyDone | BodyLost | BodyAborted;
