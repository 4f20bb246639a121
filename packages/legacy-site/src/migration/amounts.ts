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

/** "300 ms", "41 s", "1 min 4 s", "12 min", "2 h 2 min". The dashboard writes them in the same way. */
export function timeText(ms: number): string {
  const seconds = ms / 1000;
  if (ms < 1) return "0 s";
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${seconds.toFixed(0)} s`;
  if (seconds < 600) return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "1 request", "412 requests". */
export function requestsText(count: number): string {
  return `${count} request${count === 1 ? "" : "s"}`;
}
