/** Tools for testing what is built on the core: connections, clocks and readers in memory. */
export { ManualClock } from "./manual-clock";
export { RecordingProtocol } from "./recording-protocol";
export type { RecordingProtocolOptions } from "./recording-protocol";
export { StringTransport } from "./string-transport";
export type { StringTransportOptions } from "./string-transport";
