/**
 * Points in time as HTTP writes them, counted in seconds since 1970 (twisted.web.http: datetimeToString,
 * stringToDatetime, datetimeToLogString).
 */
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** RFC 9110 section 5.6.7, in any case, with or without the weekday, which may be any word; so may the zone, which is taken for GMT. */
const TIME = "(?<hour>\\d{1,2}):(?<minute>\\d{1,2}):(?<second>\\d{1,2})";
const FORMATS = [
  `(?:\\S+ +)?(?<day>\\d{1,2}) +(?<month>[a-z]{3}) +(?<year>\\d{4}) +${TIME}(?: +\\S+)?`, // IMF-fixdate
  `(?:\\S+ +)?(?<day>\\d{1,2})-(?<month>[a-z]{3})-(?<year>\\d{2}|\\d{4}) +${TIME}(?: +\\S+)?`, // RFC 850
  `(?:[a-z]+ +)?(?<month>[a-z]{3}) +(?<day>\\d{1,2}) +${TIME} +(?<year>\\d{4})`, // asctime
].map((pattern) => new RegExp(`^ *${pattern} *$`, "i"));

/** `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function datetimeToString(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toUTCString();
}

/** Undefined for what is no date, and before 1970. Days beyond the end of a month run into the next. */
export function stringToDatetime(text: string): number | undefined {
  const match = FORMATS.map((format) => format.exec(text)).find((found) => found !== null);
  if (!match?.groups) return undefined;
  const { day, month = "", hour, minute, second } = match.groups;
  const year = fullYear(match.groups["year"] ?? "");
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  if (year < 1970 || monthIndex === -1) return undefined;
  return Date.UTC(year, monthIndex, Number(day), Number(hour), Number(minute), Number(second)) / 1000;
}

/** Two digits count from 1969. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

/** `[22/Nov/2026:07:40:16 +0000]`, for a line of the access log. */
export function datetimeToLogString(seconds: number): string {
  return datetimeToString(seconds).replace(/^.*, (\d+) (\w+) (\d+) (\S+) GMT$/, "[$1/$2/$3:$4 +0000]");
}
