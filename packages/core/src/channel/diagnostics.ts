/**
 * What can be watched from outside, through node:diagnostics_channel. Nothing is made and nothing is published
 * unless somebody listens; access log, metrics and reports are subscribers.
 */
import { channel } from "node:diagnostics_channel";
import type { BodyEnd } from "../interfaces/body-end";
import type { IRequest, IResponse } from "../interfaces/message";
import type { Address } from "../interfaces/transport";

/** `headgate:connection`: opened or lost. */
export interface ConnectionEvent {
  readonly type: "opened" | "lost";
  readonly peer: Address;
  readonly httpVersion: "1.1" | "2.0";
}

/** `headgate:request`: the head is in. */
export interface RequestEvent {
  readonly request: IRequest;
}

/** `headgate:body`: a request body was claimed or ended, or waits for somebody to claim it. */
export interface BodyEvent {
  readonly type: "claimed" | "ended" | "unclaimed";
  readonly request: IRequest;
  /** Octets that arrived so far. */
  readonly received: number;
  readonly reason?: BodyEnd;
}

/** `headgate:response`: the head has left, or the exchange has ended. */
export interface ResponseEvent {
  readonly type: "head" | "ended";
  readonly request: IRequest;
  readonly response: IResponse;
  /** Octets of content sent. */
  readonly sent: number;
  /** Everything was sent that had to be. */
  readonly isComplete: boolean;
}

export const connectionChannel = channel("headgate:connection");
export const requestChannel = channel("headgate:request");
export const bodyChannel = channel("headgate:body");
export const responseChannel = channel("headgate:response");
