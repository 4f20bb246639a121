/** HTTP/2 by node:http2, on a session that the caller opened. */
import { once } from "node:events";
import type { ClientHttp2Session, IncomingHttpHeaders } from "node:http2";
import { halvesOf, isHeadOnly, type Asked, type Heard, type Look } from "./visit";

export async function visitHttp2(session: ClientHttp2Session, asked: Asked, look: Look): Promise<Heard> {
  const { method, target, fields, body, isDeclared } = asked;
  const length = isDeclared ? { "content-length": String(body.length) } : {};
  let lastSentAt = performance.now();
  const stream = session.request(
    { ":method": method, ":path": target, ...fields, ...length },
    { endStream: isHeadOnly(asked) },
  );
  let firstAt: number | undefined;
  let head: IncomingHttpHeaders = {};
  const pieces: Buffer[] = [];
  stream.on("response", (received) => {
    firstAt ??= performance.now();
    head = received;
  });
  stream.on("data", (piece: Buffer) => pieces.push(piece));
  // Who has answered may not want the rest.
  stream.on("error", () => undefined);
  const closed = once(stream, "close");
  if (!isHeadOnly(asked)) {
    const [first, second] = halvesOf(asked);
    if (first.length > 0) stream.write(first);
    await look(() => firstAt !== undefined);
    lastSentAt = performance.now();
    stream.end(second);
  }
  await closed;
  return {
    code: Number(head[":status"] ?? 0),
    contentEncoding: head["content-encoding"],
    body: Buffer.concat(pieces),
    firstAfterLastMs: (firstAt ?? NaN) - lastSentAt,
  };
}
