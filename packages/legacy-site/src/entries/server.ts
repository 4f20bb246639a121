/** @headgate/legacy-site/server: sites, requests and sessions, as in twisted.web.server. */
export { Site } from "../site";
export type { SiteOptions } from "../site-options";
export { Request } from "../request";
export type { RequestFactory } from "../bridge-settings";
export { Session } from "../session";
export type { SessionFactory } from "../session-keeper";
export { GzipEncoderFactory } from "../gzip-encoder-factory";
export { NOT_DONE_YET } from "../constants";
export { UnsupportedMethod } from "../unsupported-method";
export { supportedMethods } from "../responses";
export { SERVER_NAME as version } from "../version";
export { datetimeToString as date_time_string, stringToDatetime as string_date_time } from "../http-dates";
