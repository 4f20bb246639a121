/**
 * Elements, and lists of them that follow a list of items.
 *
 * Names of classes, routes and targets come from elsewhere: they are only ever set as text.
 */

/** @typedef {import("../../src/migration/migration-report").BodyState} BodyState */

/** @type {Readonly<Record<BodyState, readonly [name: string, meaning: string]>>} */
export const STATES = {
  streaming: ["streaming", "gets the live body"],
  buffered: ["buffered", "its own code has the body collected"],
  replayed: ["replayed", "streams, but something above it had the body collected"],
  forced: ["forced", "needs no body, but something above it had it collected"],
  blind: ["blind", "needs no body, and nothing was collected"],
};

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, className = "", ...content) {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...content);
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

/**
 * Touches the page only where something has changed.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * To those who listen: what they would miss.
 *
 * @param {string} text
 */
export function say(text) {
  setText(byId("news"), text);
}

/**
 * Icon and word: never by colour alone.
 *
 * @param {BodyState} state
 */
export function badge(state) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${state}`);
  svg.append(use);
  const element = make("span", "badge", svg, STATES[state][0]);
  element.dataset["state"] = state;
  return element;
}

/**
 * @template T
 * @typedef {{ readonly element: Element; update(item: T): void }} Row
 */

/** @type {WeakMap<Element, Map<string, Row<never>>>} */
const rowsOf = new WeakMap();

/**
 * Makes `list` show `items`, in order. An item that was there keeps its element, with its focus and what is open in it.
 *
 * @template T
 * @param {Element} list
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => Row<T>} create
 */
export function follow(list, items, keyOf, create) {
  const before = /** @type {Map<string, Row<T>>} */ (rowsOf.get(list) ?? new Map());
  /** @type {Map<string, Row<T>>} */
  const after = new Map();
  for (const item of items) {
    let key = keyOf(item);
    while (after.has(key)) key += "'";
    const row = before.get(key) ?? create(item);
    row.update(item);
    after.set(key, row);
  }
  for (const [key, row] of before) if (after.get(key) !== row) row.element.remove();
  let next = list.firstElementChild;
  for (const { element } of after.values()) {
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
  }
  rowsOf.set(list, after);
}
