/** The store of sessions against a model: bounded, and who is pushed out first. */
import { InvalidOption } from "@headgate/core";
import fc from "fast-check";
import { SessionStore, type IStoredSession } from "../src/index";

class Stored implements IStoredSession {
  readonly uid: string;
  readonly #store: SessionStore<Stored>;
  readonly #expired: string[];

  constructor(uid: string, store: SessionStore<Stored>, expired: string[]) {
    this.uid = uid;
    this.#store = store;
    this.#expired = expired;
  }

  expire(): void {
    this.#expired.push(this.uid);
    this.#store.delete(this.uid);
  }
}

const uids = ["a", "b", "c", "d", "e", "__proto__"];
type Step = readonly ["set" | "get" | "delete", string];
const step = fc.tuple(fc.constantFrom<Step[0]>("set", "get", "delete"), fc.constantFrom(...uids));

test("newcomers go before regulars, and of each the one that was used least recently", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, max) => {
      const store = new SessionStore<Stored>(max);
      const expired: string[] = [];
      const model: { newcomers: string[]; regulars: string[]; expired: string[] } = {
        newcomers: [],
        regulars: [],
        expired: [],
      };
      const forget = (uid: string): boolean => {
        const isKnown = [...model.newcomers, ...model.regulars].includes(uid);
        model.newcomers = model.newcomers.filter((other) => other !== uid);
        model.regulars = model.regulars.filter((other) => other !== uid);
        return isKnown;
      };
      for (const [what, uid] of steps) {
        if (what === "set") {
          store.set(uid, new Stored(uid, store, expired));
          forget(uid);
          if (model.newcomers.length + model.regulars.length === max) {
            model.expired.push((model.newcomers.shift() ?? model.regulars.shift())!);
          }
          model.newcomers.push(uid);
        } else if (what === "get") {
          const isKnown = forget(uid);
          expect(store.get(uid)?.uid).toBe(isKnown ? uid : undefined);
          if (isKnown) model.regulars.push(uid);
        } else expect(store.delete(uid)).toBe(forget(uid));
        expect([...store.keys()]).toEqual([...model.newcomers, ...model.regulars]);
        expect([...store.values()].map((session) => session.uid)).toEqual([...store.keys()]);
        expect(store.size).toBe(model.newcomers.length + model.regulars.length);
        expect(uids.filter((one) => store.has(one)).sort()).toEqual([...store.keys()].sort());
        expect(expired).toEqual(model.expired);
      }
    }),
  );
});

test("room is made even where a session will not go", () => {
  const store = new SessionStore(1);
  store.set("a", { uid: "a", expire: () => undefined });
  store.set("b", { uid: "b", expire: () => undefined });
  expect([...store.keys()]).toEqual(["b"]);
});

test.each([[0], [-1], [NaN]])("%p is no size", (max) => {
  expect(() => new SessionStore(max)).toThrow(InvalidOption);
});
