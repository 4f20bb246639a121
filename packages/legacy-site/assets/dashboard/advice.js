/** What to do next, most to gain first, and what was warned of. New advice is also said to those who listen. */
import { byId, make, say, setText, follow } from "./elements.js";
import { count, counted, duration, octets } from "./units.js";

/** @typedef {import("../../src/migration/migration-report").MigrationReportData} Report */
/** @typedef {import("../../src/migration/migration-report").MigrationRow} AdviceRow */
/** @typedef {import("../../src/migration/migration-report").MigrationWarning} Warning */

const section = byId("advice");
const list = byId("advice-rows");
const untold = byId("untold");
const warnings = byId("warnings");
const warningList = byId("warning-rows");

/** What was shown before; undefined: nothing was. @type {ReadonlySet<string> | undefined} */
let known;

/** @param {Report} report */
export function showAdvice(report) {
  section.hidden = report.rows.length === 0;
  follow(list, report.rows, keyOf, adviceRow);
  untold.hidden = report.untold === 0;
  setText(untold, `${counted(report.untold, "request is", "requests are")} in the totals only.`);
  warnings.hidden = report.warnings.length === 0;
  follow(warningList, report.warnings, (warning) => JSON.stringify(warning), warningRow);

  const fresh = report.rows.find((row) => known?.has(keyOf(row)) === false);
  if (fresh !== undefined) say(`New advice: ${fresh.advice}`);
  known = new Set(report.rows.map(keyOf));
}

/** @param {AdviceRow} row */
function keyOf({ resource, route, hook, marker, skeleton }) {
  return JSON.stringify([resource, route, hook, marker, skeleton]);
}

/**
 * Streaming is for the method that was seen; the others are rendered as they were.
 *
 * @param {AdviceRow} row
 */
function valueOf({ hook, marker }) {
  const isOfMethod = marker === "STREAMING" && hook.startsWith("render_");
  return isOfMethod ? `["${hook.slice("render_".length)}"]` : "true";
}

/** @param {AdviceRow} first */
function adviceRow(first) {
  const { resource, route, hook, marker, skeleton } = first;
  const heading = make("h3", "", make("code", "", hook), " of ", make("strong", "", resource));
  const sentence = make("p", "sentence");
  const facts = make("dl", "facts-list");
  const forced = make("ul", "forced");
  const content = [make("div", "advice-head", heading, make("span", "route soft", route)), sentence];
  if (marker !== undefined) {
    const line = make("code", "", `static readonly [${marker}] = ${valueOf(first)};`);
    content.push(make("p", "marker", "Add to the class ", line));
  }
  /** @type {HTMLElement[]} */
  const details = [facts, forced];
  if (skeleton !== undefined) details.push(skeletonOf(skeleton, resource));
  return {
    element: make("li", "", ...content, ...details),
    update(/** @type {AdviceRow} */ now) {
      setText(sentence, now.advice);
      follow(facts, factsOf(now), ([name]) => name, fact);
      forced.hidden = now.forced.length === 0;
      follow(forced, now.forced, (one) => JSON.stringify([one.resource, one.route]), forcedRow);
    },
  };
}

/**
 * @param {AdviceRow} row
 * @returns {[name: string, value: string][]}
 */
function factsOf(row) {
  /** @type {[name: string, value: number, written: (value: number) => string][]} */
  const facts = [
    ["requests", row.requests, count],
    ["collected for", row.collected, count],
    ["octets", row.octets, octets],
    ["largest", row.maxOctets, octets],
    ["waited", row.waitedMs, duration],
    ["asked for content", row.touchedContent, count],
    ["read in order", row.readInOrder, count],
    ["asked for args", row.touchedArgs, count],
  ];
  return facts.filter(([, value]) => value > 0).map(([name, value, written]) => [name, written(value)]);
}

/** @param {[name: string, value: string]} first */
function fact([name]) {
  const value = make("dd");
  return {
    element: make("div", "", make("dt", "", name), value),
    update(/** @type {[name: string, value: string]} */ [, now]) {
      setText(value, now);
    },
  };
}

function forcedRow() {
  const element = make("li");
  return {
    element,
    update(/** @type {{ resource: string; route: string; requests: number }} */ one) {
      const often = counted(one.requests, "request", "requests");
      setText(element, `forces ${one.resource} at ${one.route} to wait: ${often}`);
    },
  };
}

/**
 * @param {string} skeleton
 * @param {string} resource
 */
function skeletonOf(skeleton, resource) {
  const lines = make("pre", "", make("code", "", skeleton));
  lines.tabIndex = 0;
  lines.ariaLabel = `Skeleton for ${resource}`;
  return make("details", "skeleton", make("summary", "", "Lines to begin with"), lines);
}

/** @param {Warning} first */
function warningRow({ resource, route }) {
  const where = make("span", "route soft", route);
  const sentence = make("p", "sentence");
  return {
    element: make("li", "", make("div", "advice-head", make("h3", "", resource), where), sentence),
    update(/** @type {Warning} */ now) {
      setText(sentence, now.message);
    },
  };
}
