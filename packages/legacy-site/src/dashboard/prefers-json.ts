/** Whether a client would rather have JSON than a page (RFC 9110 section 12.5.1). */

interface Match {
  /** 0 to 1. */
  readonly weight: number;
  /** The range that says so: 2 names the type, 1 is `type/*`, 0 is `*` for both, -1: none does. */
  readonly precision: number;
}

const NO_MATCH: Match = { weight: 0, precision: -1 };
const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** As liked as each other: JSON only for a client that names it, and doesn't name the page. */
export function prefersJson(accept: string): boolean {
  const json = matchFor("application", "json", accept);
  const page = matchFor("text", "html", accept);
  if (json.weight !== page.weight) return json.weight > page.weight;
  return json.weight > 0 && json.precision > page.precision;
}

/** The most precise range counts. */
function matchFor(type: string, subtype: string, accept: string): Match {
  let best = NO_MATCH;
  for (const element of accept.toLowerCase().split(",")) {
    const [range = "", ...parameters] = element.split(";").map((part) => part.trim());
    const precision = [`*/*`, `${type}/*`, `${type}/${subtype}`].indexOf(range);
    if (precision > best.precision) best = { precision, weight: weightOf(parameters) };
  }
  return best;
}

function weightOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [, weight] = WEIGHT.exec(parameter) ?? [];
    if (weight !== undefined) return Number(weight);
  }
  return 1;
}
