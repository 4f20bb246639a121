/**
 * Objects that other objects hang on, found by an interface (twisted.python.components). TypeScript has no value for
 * an interface, so a token stands for it: a class, abstract or not, or a symbol.
 */

/** A class, or a symbol that stands for an interface. */
export type InterfaceToken<T = unknown> = symbol | (abstract new (...args: never[]) => T);

/** Makes what provides an interface out of an object: a class to be constructed with it, or an arrow function. */
export type AdapterFactory<O, T> = (new (original: O) => T) | ((original: O) => T);

/** What Session and Request offer. */
export interface IComponentized {
  /** The component, made by an adapter that was registered if there is none yet; else `fallback`. */
  getComponent<T = unknown>(token: InterfaceToken<T>): T | null;
  getComponent<T = unknown, F = null>(token: InterfaceToken<T>, fallback: F): T | F;
  setComponent(token: InterfaceToken, component: unknown): void;
  unsetComponent(token: InterfaceToken): void;
}

const adapters = new Map<InterfaceToken, Map<object, AdapterFactory<never, unknown>>>();

/** From now on objects of `original`, and of its subclasses, have a component for each of `tokens`. */
export function registerAdapter<O>(
  factory: AdapterFactory<O, unknown>,
  original: abstract new (...args: never[]) => O,
  ...tokens: readonly InterfaceToken[]
): void {
  for (const token of tokens) {
    const byClass = adapters.get(token) ?? new Map<object, AdapterFactory<never, unknown>>();
    byClass.set(original.prototype as object, factory);
    adapters.set(token, byClass);
  }
}

/** The components of one object. */
export class Components {
  readonly #original: object;
  readonly #components = new Map<InterfaceToken, unknown>();

  constructor(original: object) {
    this.#original = original;
  }

  get(token: InterfaceToken, fallback: unknown): unknown {
    if (this.#components.has(token)) return this.#components.get(token);
    const factory = adapterOf(this.#original, token);
    if (factory === undefined) return fallback;
    const component = adapt(factory, this.#original);
    this.#components.set(token, component);
    return component;
  }

  set(token: InterfaceToken, component: unknown): void {
    this.#components.set(token, component);
  }

  unset(token: InterfaceToken): void {
    this.#components.delete(token);
  }
}

/** The one that was registered for the nearest class. */
function adapterOf(original: object, token: InterfaceToken): AdapterFactory<never, unknown> | undefined {
  const byClass = adapters.get(token);
  if (byClass === undefined) return undefined;
  for (let type = Object.getPrototypeOf(original) as object | null; type !== null;) {
    const factory = byClass.get(type);
    if (factory !== undefined) return factory;
    type = Object.getPrototypeOf(type) as object | null;
  }
  return undefined;
}

/** Arrow functions have no prototype, and can't be constructed. */
function adapt(factory: AdapterFactory<never, unknown>, original: object): unknown {
  const isClass = (factory as { prototype?: unknown }).prototype !== undefined;
  return isClass
    ? new (factory as new (original: object) => unknown)(original)
    : (factory as (original: object) => unknown)(original);
}
