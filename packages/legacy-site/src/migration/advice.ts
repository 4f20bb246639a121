/** What to do about what was seen: one sentence, and the marker that it speaks of. */
import type { MigrationRow } from "./migration-report";
import { octetsText, requestsText, timeText } from "./amounts";
import { NAMELESS } from "../class-name";
import { streamingSkeleton } from "./skeleton";

/** What was counted, without what follows from it. */
export type CountedRow = Omit<MigrationRow, "advice" | "marker" | "skeleton">;

export type Advice = Pick<MigrationRow, "advice" | "marker" | "skeleton">;

/** A form is parsed when all of it is there; beyond this, files are in it that could be streamed. */
const LARGE_FORM_OCTETS = 1_000_000;

export function adviceFor(row: CountedRow): Advice {
  if (row.hook === "stream") return adviceForStream(row);
  const isTouched = row.touchedContent > 0 || row.touchedArgs > 0;
  if (row.hook.startsWith("render")) return isTouched ? adviceForReader(row) : blind(row, "RENDERS_BLIND");
  return isTouched ? adviceForRouter(row) : blind(row, "CONTENT_BLIND");
}

/** Nobody has looked: it is only the framework that could not know. */
function blind(row: CountedRow, marker: "CONTENT_BLIND" | "RENDERS_BLIND"): Advice {
  const { hook, resource, requests, avoidableOctets, avoidableMs } = row;
  const gain =
    avoidableOctets === 0
      ? ""
      : `; ${octetsText(avoidableOctets)} waited ${timeText(avoidableMs)} for nothing`;
  const how = resource === NAMELESS ? `mark(object, ${marker})` : `[${marker}]`;
  const advice = `${hook} of ${resource} never read the body in ${requestsText(requests)}: add ${how}${gain}`;
  return { advice, marker };
}

/** Chooses children by what is in the body. */
function adviceForRouter({ hook, resource, requests, touchedContent, touchedArgs }: CountedRow): Advice {
  const touched = Math.max(touchedContent, touchedArgs);
  return {
    advice:
      `${hook} of ${resource} read the body in ${touched} of ${requestsText(requests)}, so everything below it is ` +
      `buffered: let it choose by path, query or fields instead, then add [CONTENT_BLIND]`,
  };
}

function adviceForReader(row: CountedRow): Advice {
  const { hook, resource, requests, collected, octets, touchedContent, readInOrder } = row;
  const cost =
    collected === 0
      ? "which something above it had collected"
      : `${octetsText(octets)} waited ${timeText(row.waitedMs)}`;
  if (row.touchedArgs > 0) return adviceForForms(row, cost);
  if (readInOrder < touchedContent) {
    return {
      advice:
        `${hook} of ${resource} read content more than once or out of order in ${touchedContent - readInOrder} of ` +
        `${requestsText(requests)}, ${cost}: leave it buffered, or read once, front to back, and look again`,
    };
  }
  return {
    advice: `${hook} of ${resource} read content once, front to back, ${cost}: make it [STREAMING]`,
    marker: "STREAMING",
    skeleton: streamingSkeleton(resource, hook),
  };
}

function adviceForForms({ hook, resource, touchedArgs, maxOctets }: CountedRow, cost: string): Advice {
  if (maxOctets < LARGE_FORM_OCTETS) {
    const most = maxOctets === 0 ? "" : ` of at most ${octetsText(maxOctets)}`;
    return {
      advice: `${hook} of ${resource} read the args of a form${most} in ${requestsText(touchedArgs)}: small forms are well buffered, leave it`,
    };
  }
  return {
    advice:
      `${hook} of ${resource} read the args of forms of up to ${octetsText(maxOctets)}, ${cost}: make it ` +
      `[STREAMING], with a parser that streams the files of multipart/form-data`,
    marker: "STREAMING",
  };
}

function adviceForStream({ resource, requests, forcedBy = [] }: CountedRow): Advice {
  const by = forcedBy.map(({ resource: name, route }) => `${name} at ${route}`).join(", ");
  return {
    advice: `${resource} streams, but got the body of ${requestsText(requests)} only when all of it was in, because of ${by}: see there`,
  };
}
