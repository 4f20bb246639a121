/** What is in flight: a bar each for octets in, taken and waiting, and for the time that was paused. */
import { badge, byId, make, setText, follow } from "./elements.js";
import { counted, duration, octets } from "./units.js";

/** @typedef {import("@headgate/core").ExchangeInfo} Exchange */

const list = byId("exchanges");
const none = byId("live-none");
const more = byId("live-more");
const total = byId("live-count");

/** @param {{ exchanges: readonly Exchange[]; more: number }} shown */
export function showExchanges(shown) {
  const all = shown.exchanges.length + shown.more;
  none.hidden = all > 0;
  more.hidden = shown.more === 0;
  setText(more, `and ${counted(shown.more, "other", "others")}`);
  setText(total, all === 0 ? "" : String(all));
  follow(list, shown.exchanges, keyOf, exchangeRow);
}

/** @param {Exchange} exchange */
function keyOf({ id, mode }) {
  return `${id} ${mode}`;
}

/** @param {Exchange} first */
function exchangeRow(first) {
  const facts = make("p", "facts soft");
  const target = make("span", "target", ...breakable(first.target));
  const heading = make("h3", "", make("span", "method", first.method), " ", target);
  const head = make("div", "exchange-head", heading, badge(first.mode));
  const bars = first.expected === 0 ? undefined : barsOf();
  const name = `${first.method} ${first.target}`;
  return {
    element: make("li", "exchange", head, facts, ...(bars === undefined ? [] : [bars.element])),
    update(/** @type {Exchange} */ now) {
      setText(facts, factsOf(now));
      bars?.update(now, name);
    },
  };
}

/**
 * May be folded after its slashes, before it has to be anywhere.
 *
 * @param {string} target
 */
function breakable(target) {
  return target.split(/(?<=[/?&])/).flatMap((part) => [part, make("wbr")]);
}

/** @param {Exchange} exchange */
function factsOf({ resource, httpVersion, peer, ageMs, isAnswering }) {
  const version = httpVersion === "2.0" ? "HTTP/2" : `HTTP/${httpVersion}`;
  const facts = [resource, peer, version, duration(ageMs), isAnswering ? "answering" : "not answered yet"];
  return facts.filter((fact) => fact !== "").join(" · ");
}

function barsOf() {
  const arrived = bar("progress", "in", "Octets in");
  const taken = bar("progress", "taken", "Octets taken");
  const waiting = bar("meter", "waiting", "Octets waiting");
  const paused = bar("meter", "paused", "Time paused");
  return {
    element: make("div", "bars", ...[arrived, taken, waiting, paused].flatMap(({ elements }) => elements)),
    /**
     * @param {Exchange} exchange
     * @param {string} name
     */
    update(exchange, name) {
      const { received, expected, ageMs } = exchange;
      const whole = Math.max(1, expected ?? received, received);
      const of = expected === undefined ? "of unknown" : `of ${octets(expected)}`;
      arrived.show(received, whole, octets(received), of, name);
      taken.show(exchange.taken, whole, octets(exchange.taken), "", name);
      waiting.show(exchange.waiting, whole, octets(exchange.waiting), "", name);
      const pausedMs = Math.min(exchange.pausedMs, ageMs);
      paused.show(pausedMs, Math.max(1, ageMs), duration(pausedMs), `of ${duration(ageMs)}`, name);
    },
  };
}

/**
 * @param {"progress" | "meter"} tag
 * @param {string} kind
 * @param {string} label
 */
function bar(tag, kind, label) {
  const track = make(tag, `bar ${kind}`);
  const number = make("span", "amount");
  const of = make("span", "of soft");
  const term = make("span", "term", kind);
  for (const element of [term, number, of]) element.ariaHidden = "true";
  return {
    elements: [term, track, number, of],
    /**
     * @param {number} value
     * @param {number} whole
     * @param {string} amount
     * @param {string} rest
     * @param {string} name
     */
    show(value, whole, amount, rest, name) {
      if (track.max !== whole) track.max = whole;
      if (track.value !== value) track.value = value;
      track.ariaLabel = `${label}, ${name}`;
      track.ariaValueText = `${amount} ${rest}`.trim();
      setText(number, amount);
      setText(of, rest);
    },
  };
}
