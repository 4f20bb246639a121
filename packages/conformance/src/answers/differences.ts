/** Where an outcome is not what was recorded. */
import type { Accepted, Answer, Case, Outcome } from "./case";

/** Framing, and what is the connection's (RFC 9113 section 8.2.2). */
const OF_HTTP1 = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

export function differences(played: Case, recorded: Outcome, got: Outcome, version: 1 | 2): string[] {
  const wanted = recorded.answers.map((answer) => comparable(answer, version));
  const heard = got.answers.map((answer) => comparable(answer, version));
  const found: string[] = [];
  if (wanted.length !== heard.length) found.push(`${heard.length} answers, not ${wanted.length}`);
  const last = wanted.length - 1;
  for (const [i, answer] of heard.entries()) {
    const other = wanted[i];
    if (other === undefined || (i === last && isAccepted(answer, got.end, played))) continue;
    for (const part of ["status", "reason", "fields", "body"] as const) {
      const a = JSON.stringify(other[part]);
      const b = JSON.stringify(answer[part]);
      if (a !== b) found.push(`answer ${i + 1}, ${part}: ${b}, not ${a}`);
    }
  }
  const mayEndAnyhow = played.advice !== undefined || version === 2;
  if (!mayEndAnyhow && recorded.end !== got.end) {
    found.push(`the connection is ${got.end}, not ${recorded.end}`);
  }
  return found;
}

/** Over HTTP/2 without what it cannot express, and names in small letters. */
function comparable(answer: Answer, version: 1 | 2): Answer {
  if (version === 1) return answer;
  const fields = answer.fields
    .map((line) => line.replace(/^[^:]*/, (name) => name.toLowerCase()))
    .filter((line) => !OF_HTTP1.has(line.slice(0, line.indexOf(":"))));
  return { ...answer, reason: "", fields };
}

function isAccepted(answer: Answer, end: Outcome["end"], { advice }: Case): boolean {
  return advice?.accept.some((accepted) => matches(answer, accepted) && endsSo(end, accepted)) === true;
}

function endsSo(end: Outcome["end"], accepted: Accepted): boolean {
  return accepted.end === undefined || accepted.end === end;
}

function matches({ status, fields, body }: Answer, accepted: Accepted): boolean {
  const lines = new Set(fields.map((line) => line.replace(/^[^:]*/, (name) => name.toLowerCase())));
  return (
    status === accepted.status &&
    (accepted.body === undefined || accepted.body === body) &&
    Object.entries(accepted.fields ?? {}).every(([name, value]) => lines.has(`${name}: ${value}`))
  );
}
