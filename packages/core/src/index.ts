/** @headgate/core: a streaming HTTP core without sockets. In the order in which a request walks through it. */

// The contract
export { UNKNOWN_LENGTH } from "./interfaces/message";
export type { IBody, IRequest, IResponse, UnknownLength } from "./interfaces/message";
export type { Handler, IResource, Located } from "./interfaces/resource";
export { isThenable } from "./interfaces/awaitable";
export type { Awaitable } from "./interfaces/awaitable";
export type { IHTTP1_1Channel, IHTTP2_0Channel, IHTTPChannel } from "./interfaces/channel";
export type {
  Address,
  IBodyTransport,
  IHalfCloseableProtocol,
  IProtocol,
  IPullProducer,
  IPushProducer,
  ITransport,
} from "./interfaces/transport";
export type { BodyEnd } from "./interfaces/body-end";
export type { IClock, IDelayedCall } from "./interfaces/clock";
export type {
  BodyMode,
  ExchangeInfo,
  ILog,
  IServer,
  IServerProtocol,
  ProtocolOffer,
} from "./interfaces/server";

// A site and its options
export { Site } from "./server/site";
export { BODY_LIMITS, DEFAULT_OPTIONS } from "./options";
export { resolveOptions } from "./server/resolve-options";
export { bodyLimitsFor } from "./server/body-limits";
export type { BodyLimits, Http2Options, Options, SiteOptions } from "./options";

// Finding resources
export { PathCursor } from "./traversal/path-cursor";
export { traverse } from "./traversal/traverse";
export type { Destination } from "./traversal/traverse";
export { leaf } from "./traversal/leaf";
export { tree } from "./traversal/tree";
export { segment } from "./traversal/segment";
export { byMethod } from "./traversal/by-method";
export { wrap } from "./traversal/wrap";
export type { Next, Wrapper } from "./traversal/wrap";
export { notFound, redirect } from "./traversal/answer";
export type { Answer } from "./traversal/answer";

// Answering
export { Headers } from "./fields/headers";
export type { FieldValue, HeadersInit } from "./fields/headers-init";
export { respond } from "./message/response";
export type { ResponseBody, ResponseExtras } from "./message/response";
export { reasonPhrase } from "./message/status";
export {
  answerMissing,
  clientGone,
  whenClientGone,
  noteMode,
  noteReached,
  type IRoutedRequest,
} from "./message/request";

// Bodies
export { BodyPipe } from "./body/body-pipe";
export type { IBodySource } from "./body/body-pipe";
export { bodyOf } from "./body/body-sources";
export type { BodySource } from "./body/body-sources";
export type { NodeReadable } from "./body/readable-body";
export { bodyProducer } from "./body/body-producer";
export type { IBodyConsumer, IBodyProducer } from "./interfaces/body-producer";
export { RegisteredProducer } from "./body/registered-producer";
export { discardBody } from "./body/discard";
export { readBody } from "./body/read-body";
export type { ReadBodyOptions } from "./body/read-body";
export { readJson } from "./body/read-json";
export { collect } from "./body/collect";
export { iterate } from "./body/iterate";
export { toWebStream } from "./body/to-web-stream";
export { fountBody, requestToFount, responseToFount } from "./body/tubes";
export type { IDrain, IFount, IPause } from "./interfaces/tube";

// What is published to node:diagnostics_channel
export type { BodyEvent, ConnectionEvent, RequestEvent, ResponseEvent } from "./channel/diagnostics";

// What can go wrong
export * from "./errors";
