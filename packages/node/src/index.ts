/** Sockets for the core: transports, listening, files. */
export { SocketTransport } from "./socket-transport";
export type { SocketTransportOptions } from "./socket-transport";
