/** Plays a case over HTTP/2 with prior knowledge, on loopback. */
import { once } from "node:events";
import * as http2 from "node:http2";
import { setTimeout as wait } from "node:timers/promises";
import { isAsk, type Case, type Outcome, type RawAnswer } from "./case";
import { Normaliser } from "./normalise";
import { requestOf, type AskedRequest } from "./request-of";

export async function playHTTP2(port: number, played: Case): Promise<Outcome> {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on("error", () => undefined);
  try {
    const answers: RawAnswer[] = [];
    for (const step of played.steps) {
      if (isAsk(step)) answers.push(await answerTo(session, requestOf(step, answers)));
      else if ("waitMs" in step) await wait(step.waitMs);
    }
    return new Normaliser(port, played.masks).outcome(answers, "open");
  } finally {
    session.destroy();
  }
}

async function answerTo(
  session: http2.ClientHttp2Session,
  { method, target, fields, content }: AskedRequest,
): Promise<RawAnswer> {
  const head: Record<string, string | string[]> = { ":method": method, ":path": target, ":scheme": "http" };
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    const earlier = head[lower];
    if (lower === "host") head[":authority"] = value;
    else head[lower] = earlier === undefined ? value : [earlier, value].flat();
  }
  const stream = session.request(head, { endStream: content === "" });
  if (content !== "") stream.end(content, "latin1");
  const answered = new Promise<string[]>((resolve) => {
    stream.on("response", (_: unknown, _flags: number, raw: string[]) => resolve(raw));
  });
  stream.setEncoding("latin1");
  let body = "";
  stream.on("data", (text: string) => (body += text));
  await once(stream, "close");
  if (stream.rstCode !== 0) throw new Error(`reset with ${stream.rstCode}`);
  const raw = await answered;
  const pairs = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] as const] : []));
  const status = Number(pairs.find(([name]) => name === ":status")?.[1]);
  return { status, reason: "", fields: pairs.filter(([name]) => !name.startsWith(":")), body };
}
