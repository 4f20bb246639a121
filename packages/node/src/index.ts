/** Sockets and files for the core. */
export { listen } from "./listen";
export type { ListenOptions } from "./listen";
export type { CloseOptions, Endpoint } from "./endpoint";
export { ListenFailed } from "./listen-failed";
export type { TLSOptions } from "./secure-server";
export { SocketTransport } from "./socket-transport";
export type { SocketTransportOptions } from "./socket-transport";
export { files } from "./files";
export type { FilesOptions } from "./files";
export { isFileName } from "./open-inside";
export { toNodeReadable } from "./to-node-readable";
export { askUpstream } from "./upstream";
export type { UpstreamOptions, UpstreamRequest } from "./upstream";
export { UpstreamFailed } from "./upstream-failed";
