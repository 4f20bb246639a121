/** Numbers for people. */

const OCTET_UNITS = ["kB", "MB", "GB", "TB"];
const counts = new Intl.NumberFormat("en");

/** @param {number} number */
export function count(number) {
  return counts.format(number);
}

/**
 * Powers of 1000, as in the report's own text.
 *
 * @param {number} octets
 */
export function octets(octets) {
  if (octets < 1000) return `${octets} B`;
  let value = octets / 1000;
  let unit = 0;
  // What would be written 1000 is 1.0 of the next.
  while (value >= 999.5 && unit < OCTET_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${OCTET_UNITS[unit]}`;
}

/**
 * As in the report's own text.
 *
 * @param {number} ms
 */
export function duration(ms) {
  const seconds = ms / 1000;
  if (ms < 1) return "0 s";
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${seconds.toFixed(0)} s`;
  if (seconds < 600) return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export function counted(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}
