/** Walks combinations over real sockets, and says what became of each body. */
import { createHash } from "node:crypto";
import { connect } from "node:http2";
import { gunzipSync } from "node:zlib";
import { Site as CoreSite, type ILog } from "@headgate/core";
import { Site, type AnyResource } from "@headgate/legacy-site";
import { listen } from "@headgate/node";
import { expected, type Expected } from "./expected";
import {
  UNREAD,
  Witness,
  type BodyKind,
  type ChildKind,
  type ParentKind,
  type Version,
  type Way,
} from "./kinds";
import { AUTHORIZATION, isCore } from "./parents";
import { halvesOf, type Asked, type Heard, type Look, type Visit } from "./visit";
import { visitHttp1 } from "./visit-http1";
import { visitHttp2 } from "./visit-http2";

export interface Outcome {
  readonly parent: ParentKind;
  readonly child: ChildKind;
  readonly version: Version;
  readonly body: BodyKind;
  readonly expected: Expected;
  /** undefined: the leaf had no turn. */
  readonly way: Way | undefined;
  readonly isExact: boolean;
  readonly firstAfterLastMs: number;
  /** Empty: all is as it should be. */
  readonly faults: readonly string[];
}

export interface Combination {
  readonly parent: ParentKind;
  readonly child: ChildKind;
}

const VERSIONS: readonly Version[] = ["HTTP/1.1", "HTTP/2"];
/** Past it an exchange hangs. */
const VISIT_LIMIT_MS = 20_000;
/** How long a look waits for what should be there, and how many turns for what should not. */
const LOOK_LIMIT_MS = 3_000;
const LOOK_TURNS = 3;

export function combinationsOf(
  parents: readonly ParentKind[],
  children: readonly ChildKind[],
): Combination[] {
  return parents.flatMap((parent) => children.map((child) => ({ parent, child })));
}

/** All bodies in both versions, one after the other. */
export async function walk(combination: Combination, bodies: readonly BodyKind[]): Promise<Outcome[]> {
  const { parent, child } = combination;
  const witness = new Witness();
  const errors: string[] = [];
  const site = siteOf(parent.above(child.make(witness)), {
    warn: () => undefined,
    error: (message) => errors.push(message),
  });
  witness.site = site;
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  const session = connect(`http://127.0.0.1:${endpoint.port}`);
  session.on("error", () => undefined);
  const visits: Readonly<Record<Version, Visit>> = {
    "HTTP/1.1": (asked, look) => visitHttp1(endpoint.port, asked, look),
    "HTTP/2": (asked, look) => visitHttp2(session, asked, look),
  };
  const outcomes: Outcome[] = [];
  try {
    for (const version of VERSIONS) {
      for (const body of bodies) {
        const run = { ...combination, version, body, expected: expected([parent], child, body) };
        const target = `/${parent.segments.join("/")}?${outcomes.length}`;
        outcomes.push(await outcomeOf(run, visits[version], target, witness, errors));
      }
    }
  } finally {
    session.destroy();
    await endpoint.close({ graceMs: 0 });
  }
  return outcomes;
}

function siteOf(root: AnyResource, log: ILog): Site | CoreSite {
  return isCore(root) ? new CoreSite(root, { log }) : new Site(root, { log });
}

type Run = Omit<Outcome, "way" | "isExact" | "firstAfterLastMs" | "faults">;

async function outcomeOf(
  run: Run,
  visit: Visit,
  target: string,
  witness: Witness,
  errors: string[],
): Promise<Outcome> {
  const { child, body } = run;
  const asked: Asked = {
    method: child.method,
    target,
    fields: { authorization: AUTHORIZATION, "accept-encoding": "gzip" },
    body: contentOf(body.octets),
    isDeclared: body.isDeclared,
  };
  const look = lookFor(asked, witness, run.expected);
  errors.length = 0;
  let heard: Heard;
  try {
    heard = await within(VISIT_LIMIT_MS, visit(asked, look));
  } catch (error) {
    return { ...run, way: undefined, isExact: false, firstAfterLastMs: NaN, faults: [String(error)] };
  }
  const modes = witness.modes(target);
  const way = wayOf(run, modes.at(-1));
  const isExact = hashOf(decoded(heard)) === hashOf(child.way === "renders blind" ? UNREAD : asked.body);
  const { firstAfterLastMs } = heard;
  const faults: string[] = [...errors];
  if (heard.code !== 200) faults.push(`status ${heard.code}`);
  if (modes.length !== 1) faults.push(`the leaf was asked ${modes.length} times`);
  if (way !== run.expected.way) faults.push(`should be ${run.expected.way}`);
  if (!isExact) faults.push(`the answer has ${heard.body.length} other octets`);
  if (firstAfterLastMs < 0 !== run.expected.isEarly)
    faults.push(`the answer should come ${run.expected.isEarly ? "before" : "after"} the last octet`);
  return { ...run, way, isExact, firstAfterLastMs, faults };
}

function wayOf({ child, body }: Run, mode: string | undefined): Way | undefined {
  if (mode === "buffered" || mode === "replayed") return mode;
  if (mode === undefined) return undefined;
  if (body.isDeclared && body.octets === 0) return "empty";
  return child.way === "renders blind" ? "unread" : "streamed";
}

/** Until the server has the first half; then for the answer, or a little for one that should not be there. */
function lookFor(asked: Asked, witness: Witness, { isEarly }: Expected): Look {
  const half = halvesOf(asked)[0].length;
  return async (hasHeard) => {
    const deadline = performance.now() + LOOK_LIMIT_MS;
    const until = async (isTrue: () => boolean): Promise<void> => {
      while (!isTrue() && performance.now() < deadline) await turn();
    };
    await until(() => hasHeard() || (witness.exchange(asked.target)?.received ?? -1) >= half);
    if (isEarly) await until(hasHeard);
    else for (let turns = 0; turns < LOOK_TURNS; turns++) await turn();
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function decoded({ body, contentEncoding }: Heard): Buffer {
  return contentEncoding === "gzip" ? gunzipSync(body) : body;
}

function hashOf(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

const contents = new Map<number, Buffer>();

/** Nothing that repeats in step with a buffer. */
function contentOf(octets: number): Buffer {
  const made =
    contents.get(octets) ??
    Buffer.from(Uint8Array.from({ length: octets }, (_, at) => (at * 31 + (at >>> 8)) & 0xff));
  contents.set(octets, made);
  return made;
}
