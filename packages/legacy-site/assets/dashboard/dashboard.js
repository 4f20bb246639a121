/** The page's spine: follows the events of its server, and gives each to those who show it. */
import { showAdvice } from "./advice.js";
import { byId, say, setText } from "./elements.js";
import { showExchanges } from "./exchanges.js";
import { showLegend, showTree } from "./resource-tree.js";
import { showTotals } from "./totals.js";

/** @typedef {import("../../src/migration/migration-report").MigrationReportData} Report */
/** @typedef {import("../../src/migration/migration-report").ResourceNode} ResourceNode */
/** @typedef {import("../../src/migration/migration-report").BodyState} BodyState */

const RETRY_MS = 5_000;
/** As many as events tell of. */
const MAX_SHOWN = 50;
const SAFE_ROUTE = /^(?:\/[\w.~-]*)+$/;

const connection = byId("connection");
const since = byId("since");
const empty = byId("empty");
const totals = byId("totals");

/**
 * @param {"waiting" | "live" | "broken"} state
 * @param {string} text
 */
function showConnection(state, text) {
  if (connection.dataset["state"] === "live" && state !== "live") say("No news comes: what is shown is old.");
  if (connection.dataset["state"] !== "live" && state === "live") say("");
  connection.dataset["state"] = state;
  setText(connection, text);
}

/** @param {Report} report */
function showReport(report) {
  const isEmpty = report.totals.requests === 0;
  empty.hidden = !isEmpty;
  totals.hidden = isEmpty;
  const when = new Date(report.since).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  setText(since, `What ${location.host} does with the bodies of its requests, since ${when}.`);
  if (isEmpty) showCommand(report.tree);
  showTotals(report.totals);
  showTree(report.tree);
  showAdvice(report);
}

/**
 * A body of unknown length, at a rate that eyes can follow, to where bodies are taken.
 *
 * @param {ResourceNode} tree
 */
function showCommand(tree) {
  // Certificates of a site under development are signed by itself.
  const trust = location.protocol === "https:" ? " -k" : "";
  const url = location.origin + (routeFor("buffered", tree) ?? routeFor("streaming", tree) ?? "/");
  setText(byId("try"), `head -c 8000000 /dev/zero | curl${trust} --limit-rate 1M -X POST -T - ${url}`);
}

/**
 * @param {BodyState} state
 * @param {ResourceNode} node
 * @returns {string | undefined}
 */
function routeFor(state, node) {
  // It goes into somebody's shell.
  if (node.state === state && SAFE_ROUTE.test(node.route)) return node.route;
  for (const child of node.children) {
    const route = routeFor(state, child);
    if (route !== undefined) return route;
  }
  return undefined;
}

function listen() {
  const events = new EventSource("events");
  events.addEventListener("open", () => showConnection("live", "live"));
  events.addEventListener("report", ({ data }) => showReport(JSON.parse(data)));
  events.addEventListener("exchanges", ({ data }) => showExchanges(JSON.parse(data)));
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED) return showConnection("waiting", "reconnecting");
    // The browser gives up where an answer came and was none of events: too many follow, or nobody may any more.
    showConnection("broken", "refused; trying again");
    void look();
    setTimeout(listen, RETRY_MS);
  });
}

/** What there is to see without following it. */
async function look() {
  try {
    const report = await fetch("report.json");
    const exchanges = await fetch("exchanges.json");
    if (!report.ok || !exchanges.ok) return;
    showReport(await report.json());
    const own = exchanges.url.slice(location.origin.length);
    const all = /** @type {import("@headgate/core").ExchangeInfo[]} */ (await exchanges.json()).filter(
      ({ target }) => target !== own,
    );
    showExchanges({ exchanges: all.slice(0, MAX_SHOWN), more: Math.max(0, all.length - MAX_SHOWN) });
  } catch {
    // The next try is on its way.
  }
}

showLegend();
listen();
