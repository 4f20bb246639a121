/** @headgate/legacy-site/http_headers: fields of requests and responses, as in twisted.web.http_headers. */
export { Headers } from "../headers";
export type { HeaderValue } from "../headers";
