/** @headgate/legacy-site/http: status codes by name, dates and log formatters, as in twisted.web.http. */
export * from "../status-codes";
export { Request } from "../request";
export { CACHED } from "../constants";
export { NO_BODY_CODES, RESPONSES, RESPONSES as responses } from "../responses";
export { parse_qs } from "../parse-qs";
export { datetimeToLogString, datetimeToString, stringToDatetime } from "../http-dates";
export { combinedLogFormatter, proxiedLogFormatter } from "../log-formatters";
export type { LogFormatter, LoggedRequest } from "../log-formatters";
