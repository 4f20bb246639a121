/** What has happened so far, in numbers, and how it is shared out. */
import { badge, byId, make, setText, follow } from "./elements.js";
import { count, duration, octets } from "./units.js";

/** @typedef {import("../../src/migration/migration-report").MigrationTotals} Totals */

const figures = byId("total-figures");
const shares = byId("shares");

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} value
 * @property {string} detail
 * @property {import("./elements.js").BodyState} [state]
 */

/** @param {Totals} totals */
export function showTotals(totals) {
  const { requests, streamed, buffered, replayed, unread } = totals;
  const share = (/** @type {number} */ part) => `${Math.round((100 * part) / Math.max(1, requests))} %`;
  /** @type {Figure[]} */
  const shown = [
    { name: "Requests with a body", value: count(requests), detail: `${count(unread)} that nobody read` },
    { name: "streamed", value: count(streamed), detail: share(streamed), state: "streaming" },
    { name: "buffered", value: count(buffered), detail: share(buffered), state: "buffered" },
    { name: "replayed", value: count(replayed), detail: share(replayed), state: "replayed" },
    {
      name: "Collected",
      value: octets(totals.octets),
      detail: `${octets(totals.spooledOctets)} through files`,
    },
    { name: "Waited for bodies", value: duration(totals.waitedMs), detail: "all requests together" },
  ];
  follow(figures, shown, ({ name }) => name, figure);
  const parts = [
    { state: "streaming", part: streamed },
    { state: "buffered", part: buffered },
    { state: "replayed", part: replayed },
    { state: "blind", part: unread },
  ];
  follow(shares, parts, ({ state }) => state, shareOf);
}

/** @param {Figure} first */
function figure({ name, state }) {
  const value = make("dd", "value");
  const detail = make("dd", "soft");
  const term = make("dt", "", state === undefined ? name : badge(state));
  return {
    element: make("div", "", term, value, detail),
    update(/** @type {Figure} */ now) {
      setText(value, now.value);
      setText(detail, now.detail);
    },
  };
}

/** @param {{ state: string; part: number }} first */
function shareOf({ state }) {
  const element = make("span");
  element.dataset["state"] = state;
  return {
    element,
    update(/** @type {{ part: number }} */ { part }) {
      element.hidden = part === 0;
      element.style.flexGrow = String(part);
    },
  };
}
