/** The tree of resources, each with what becomes of a body there: nested lists, whose branches fold. */
import { badge, byId, make, setText, follow, STATES } from "./elements.js";
import { count, counted, duration, octets } from "./units.js";

/** @typedef {import("../../src/migration/migration-report").ResourceNode} ResourceNode */
/** @typedef {import("./elements.js").BodyState} BodyState */

const tree = byId("tree");
const legend = byId("states");

/** @param {ResourceNode} root */
export function showTree(root) {
  follow(tree, [root], keyOf, branchAt(true));
}

export function showLegend() {
  for (const [state, [, meaning]] of Object.entries(STATES)) {
    const term = make("dt", "", badge(/** @type {BodyState} */ (state)));
    legend.append(make("div", "", term, make("dd", "", meaning)));
  }
}

/**
 * One that gets its first child is made anew, with something to fold.
 *
 * @param {ResourceNode} node
 */
function keyOf({ name, route, resource, children }) {
  return JSON.stringify([name, route, resource, children.length > 0]);
}

/** @param {boolean} isRoot */
function branchAt(isRoot) {
  return (/** @type {ResourceNode} */ first) => branch(first, isRoot);
}

/**
 * @param {ResourceNode} first
 * @param {boolean} isRoot
 */
function branch(first, isRoot) {
  const line = lineOf(first, isRoot);
  const below = make("ul");
  const isLeaf = first.children.length === 0;
  const folding = make("details", "", make("summary", "", line.element), below);
  folding.open = true;
  return {
    element: make("li", "", isLeaf ? line.element : folding),
    update(/** @type {ResourceNode} */ node) {
      line.update(node);
      if (!isLeaf) follow(below, node.children, keyOf, branchAt(false));
    },
  };
}

/**
 * @param {ResourceNode} first
 * @param {boolean} isRoot
 */
function lineOf(first, isRoot) {
  const state = make("span", "state");
  const why = make("span", "why soft");
  const requests = figure("requests");
  const amount = figure("octets");
  const waited = figure("waited");
  const name = make("span", "name", nameOf(first, isRoot));
  const type = make("span", "type", first.resource);
  name.title = first.route;
  const title = make("span", "title", name, " ", type, " ", state, " ", why);
  const element = make("span", "node", title, requests.element, amount.element, waited.element);
  /** @type {BodyState | undefined} */
  let shown;
  return {
    element,
    update(/** @type {ResourceNode} */ node) {
      if (node.state !== shown) state.replaceChildren(badge(node.state));
      shown = node.state;
      setText(why, node.forcedBy === undefined ? "" : `by ${node.forcedBy}`);
      const isQuiet = node.requests === 0;
      element.classList.toggle("quiet", isQuiet);
      requests.show(isQuiet ? "–" : count(node.requests), counted(node.requests, "request", "requests"));
      amount.show(isQuiet ? "–" : octets(node.octets), octets(node.octets));
      waited.show(isQuiet ? "–" : duration(node.waitedMs), `waited ${duration(node.waitedMs)}`);
    },
  };
}

/**
 * @param {ResourceNode} node
 * @param {boolean} isRoot
 */
function nameOf({ name }, isRoot) {
  if (isRoot) return "/";
  return name === "" ? "(index)" : name;
}

/**
 * A number under its heading; with a unit of its own where there is no room for columns, and for those who listen.
 *
 * @param {string} className
 */
function figure(className) {
  const number = make("span", "number");
  const words = make("span", "words");
  number.ariaHidden = "true";
  return {
    element: make("span", `figure ${className}`, number, words),
    show(/** @type {string} */ short, /** @type {string} */ long) {
      setText(number, short);
      setText(words, long);
    },
  };
}
