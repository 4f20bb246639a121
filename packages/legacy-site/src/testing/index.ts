/** @headgate/legacy-site/testing: requests and channels for the tests of applications, without a server. */
export { BytesIO } from "./bytes-io";
export { DummyChannel, DummySecureTransport, DummyTransport } from "./dummy-channel";
export { _render, DummyRequest } from "./dummy-request";
