/** Tools for testing what is built on the core: connections, clocks and readers in memory. */
export { ManualClock } from "./manual-clock";
export { RecordingProtocol } from "./recording-protocol";
export type { RecordingProtocolOptions } from "./recording-protocol";
export { StringTransport } from "./string-transport";
export type { StringTransportOptions } from "./string-transport";
export { fakeRequest } from "./fake-request";
export type { FakeRequestInit } from "./fake-request";
export { inject } from "./inject";
export type { IInjectable } from "./inject";
export type { Injected, InjectOptions } from "./injection";
export { readResponses } from "./read-response";
export type { WireResponse } from "./read-response";
