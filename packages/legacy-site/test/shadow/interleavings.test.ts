/** The promise of a shadow: whatever it does and whenever, the client's answer is that of the old resource alone. */
import { iterate, leaf, readBody, respond, type IRequest, type IResource } from "@headgate/core";
import { inject, type Injected, type InjectOptions } from "@headgate/core/testing";
import fc from "fast-check";
import { NOT_DONE_YET, shadow, Site, type AnyResource } from "../../src/index";
import { Journal, turn } from "../support/connection";
import { branch, Leaf } from "../support/resources";
import { PLAIN } from "./support";

type Reading = "all first" | "as it flows" | "not at all" | "a piece of it";
type Ending = "done" | "throws" | "hangs" | "aborts";

interface Behaviour {
  readonly isLegacy: boolean;
  readonly reading: Reading;
  readonly pieces: readonly string[];
  readonly ending: Ending;
}

const behaviour = (endings: readonly Ending[]): fc.Arbitrary<Behaviour> =>
  fc.record({
    isLegacy: fc.boolean(),
    reading: fc.constantFrom<Reading>("all first", "as it flows", "not at all", "a piece of it"),
    pieces: fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 }),
    ending: fc.constantFrom(...endings),
  });

/** Waits until the scheduler says so. */
type Wait = () => Promise<unknown>;

async function* answer(
  request: IRequest,
  { reading, pieces, ending }: Behaviour,
  wait: Wait,
): AsyncGenerator<string> {
  await wait();
  if (reading === "as it flows") {
    for await (const piece of iterate(request)) {
      await wait();
      yield piece.toString("latin1");
    }
  }
  if (reading === "a piece of it") {
    for await (const piece of iterate(request)) {
      yield `a piece: ${String(piece.length > 0)}`;
      break;
    }
  }
  for (const piece of pieces) {
    await wait();
    yield piece;
  }
  if (ending === "throws") throw new Error("as planned");
  if (ending === "aborts") request.channel.abort();
  if (ending === "hangs") await new Promise(() => undefined);
}

function resourceOf(behaviour: Behaviour, wait: Wait): AnyResource {
  return behaviour.isLegacy ? legacyOf(behaviour, wait) : coreOf(behaviour, wait);
}

function coreOf(behaviour: Behaviour, wait: Wait): IResource {
  return leaf(async (request) => {
    if (behaviour.reading === "all first") await readBody(request);
    await wait();
    return respond(200, PLAIN, answer(request, behaviour, wait));
  });
}

function legacyOf({ pieces, ending }: Behaviour, wait: Wait): AnyResource {
  return new Leaf((request) => {
    request.notifyFinish().addErrback(() => undefined);
    const write = async (): Promise<void> => {
      for (const piece of pieces) {
        await wait();
        request.write(piece);
      }
      if (ending === "throws") request.processingFailed(new Error("as planned"));
      else if (ending === "aborts") request.loseConnection();
      else if (ending === "done") request.finish();
    };
    void write().catch(() => undefined);
    return NOT_DONE_YET;
  });
}

/** What the client gets, while the scheduler chooses who goes on. */
async function clientOf(
  root: AnyResource,
  request: InjectOptions,
  scheduler?: fc.Scheduler,
): Promise<object> {
  const site = new Site(branch({ a: root }), { log: new Journal() });
  let outcome: object | undefined;
  inject(site, { target: "/a", ...request }).then(
    (answer) => (outcome = visible(answer)),
    (error: unknown) => (outcome = { error }),
  );
  while (outcome === undefined) {
    if (scheduler !== undefined && scheduler.count() > 0) await scheduler.waitNext(1);
    await turn();
  }
  return outcome;
}

function visible({ code, headers, body, isComplete, interim }: Injected): object {
  const fields = [...headers].filter(([name]) => name !== "date");
  return { code, fields, body: body.toString("latin1"), isComplete, interim };
}

const now: Wait = () => Promise.resolve();

test.each(["1.1", "2.0"] as const)(
  "HTTP/%s: the client can't tell that there is a shadow",
  async (httpVersion) => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        behaviour(["done", "throws", "aborts"]),
        behaviour(["done", "throws", "hangs", "aborts"]),
        fc.option(fc.string({ minLength: 1, maxLength: 200 }), { nil: undefined }),
        fc.integer({ min: 1, max: 60 }),
        async (scheduler, old, young, body, maxBehindOctets) => {
          const request: InjectOptions = {
            httpVersion,
            ...(body === undefined ? {} : { method: "PUT", body }),
          };
          const alone = await clientOf(resourceOf(old, now), request);
          const wait =
            (name: string): Wait =>
            () =>
              scheduler.schedule(Promise.resolve(), name);
          const shadowed = shadow(resourceOf(old, wait("old")), resourceOf(young, wait("new")), {
            maxBehindOctets,
            log: new Journal(),
          });
          expect(await clientOf(shadowed, request, scheduler)).toEqual(alone);
          expect(shadowed.report().sampled).toBe(1);
        },
      ),
      { numRuns: 150 },
    );
  },
);
