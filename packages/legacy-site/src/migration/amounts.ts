/** Octets, times and counts, for people. */
const UNITS = ["octets", "kB", "MB", "GB", "TB"] as const;

/** "3.1 GB": powers of 1000, as disks and networks count. The dashboard writes them in the same way. */
export function octetsText(octets: number): string {
  if (octets === 1) return "1 octet";
  let value = octets;
  let unit = 0;
  // What would be written 1000 is 1.0 of the next.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1);
  return `${digits} ${UNITS[unit]!}`;
}

/** "41 s", "0.3 s", "2 min". */
export function timeText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 0.001) return "0 s";
  if (seconds < 1) return `${Math.max(1, Math.round(ms))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 119.5) return `${seconds.toFixed(0)} s`;
  return seconds < 7170 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** "1 request", "412 requests". */
export function requestsText(count: number): string {
  return `${count} request${count === 1 ? "" : "s"}`;
}
