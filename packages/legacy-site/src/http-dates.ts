/**
 * Points in time as HTTP writes them, counted in seconds since 1970 (twisted.web.http: datetimeToString,
 * stringToDatetime, datetimeToLogString).
 */
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function datetimeToString(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toUTCString();
}

/**
 * The formats of RFC 9110 section 5.6.7, in any case, with or without the weekday. Words are told by where they
 * stand: punctuation behind the weekday does not count, and whatever zone is named is taken for GMT. Undefined for
 * what is no date, and before 1970. Days beyond the end of a month run into the next.
 */
export function stringToDatetime(text: string): number | undefined {
  const words = text.split(/[ \t-\r\x1c-\x1f]+/).filter((word) => word !== "");
  const isDayNamed = WEEKDAYS.includes((words[0] ?? "").slice(0, 3).toLowerCase());
  return (isDayNamed ? undefined : readWords(["Sun,", ...words])) ?? readWords(words);
}

function readWords(words: readonly string[]): number | undefined {
  const [, second = "", third = "", fourth = "", fifth = ""] = words;
  const count = words.length;
  if ((count === 5 || count === 6) && /^\d+$/.test(second)) {
    return secondsOf(integer(fourth), third, second, fifth); // IMF-fixdate
  }
  if ((count === 3 || count === 4) && second.includes("-")) {
    const [day = "", month = "", year = "", ...rest] = second.split("-");
    return rest.length > 0 ? undefined : secondsOf(fullYear(integer(year)), month, day, third); // RFC 850
  }
  return count === 5 ? secondsOf(integer(fifth), second, third, fourth) : undefined; // asctime
}

function secondsOf(year: number, month: string, day: string, time: string): number | undefined {
  const monthIndex = MONTHS.indexOf(month.toLowerCase());
  const [hour = "", minute = "", second = "", ...rest] = time.split(":");
  if (monthIndex === -1 || rest.length > 0 || !(year >= 1970)) return undefined;
  const ms = Date.UTC(year, monthIndex, integer(day), integer(hour), integer(minute), integer(second));
  return Number.isNaN(ms) ? undefined : ms / 1000;
}

/** As Python's int reads it. */
function integer(digits: string): number {
  return /^[+-]?\d+(?:_\d+)*$/.test(digits) ? Number(digits.replaceAll("_", "")) : NaN;
}

/** Two digits count from 1969. */
function fullYear(year: number): number {
  if (year < 69) return year + 2000;
  return year < 100 ? year + 1900 : year;
}

/** `[22/Nov/2026:07:40:16 +0000]`, for a line of the access log. */
export function datetimeToLogString(seconds: number): string {
  return datetimeToString(seconds).replace(/^.*, (\d+) (\w+) (\d+) (\S+) GMT$/, "[$1/$2/$3:$4 +0000]");
}
