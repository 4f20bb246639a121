/** HTTP/1.1 on a socket of its own, octet by octet: a client library would hide when what comes. */
import { once } from "node:events";
import { connect } from "node:net";
import { halvesOf, isHeadOnly, type Asked, type Heard, type Look } from "./visit";

const CRLF = "\r\n";
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

export async function visitHttp1(port: number, asked: Asked, look: Look): Promise<Heard> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
  const pieces: Buffer[] = [];
  let firstAt: number | undefined;
  socket.on("data", (piece: Buffer) => {
    firstAt ??= performance.now();
    pieces.push(piece);
  });
  // Who has answered may not want the rest.
  socket.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => socket.once("end", resolve).once("close", resolve));
  await once(socket, "connect");
  try {
    const [first, second] = halvesOf(asked);
    const frame = asked.isDeclared ? (half: Buffer): Buffer => half : chunkOf;
    let lastSentAt = performance.now();
    socket.write(headOf(asked));
    if (!isHeadOnly(asked)) {
      socket.write(frame(first));
      await look(() => firstAt !== undefined);
      lastSentAt = performance.now();
      socket.write(asked.isDeclared ? second : Buffer.concat([frame(second), LAST_CHUNK]));
    }
    await ended;
    return { ...parse(Buffer.concat(pieces)), firstAfterLastMs: (firstAt ?? NaN) - lastSentAt };
  } finally {
    socket.destroy();
  }
}

function headOf({ method, target, fields, body, isDeclared }: Asked): string {
  const framing = isDeclared ? `Content-Length: ${body.length}` : "Transfer-Encoding: chunked";
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const all = [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", framing, ...lines];
  return [...all, "", ""].join(CRLF);
}

function chunkOf(octets: Buffer): Buffer {
  if (octets.length === 0) return octets;
  return Buffer.concat([Buffer.from(octets.length.toString(16) + CRLF), octets, Buffer.from(CRLF)]);
}

function parse(received: Buffer): Omit<Heard, "firstAfterLastMs"> {
  const headEnd = received.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = received.toString("latin1", 0, Math.max(headEnd, 0)).split(CRLF);
  const fields = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const content = received.subarray(headEnd + 4);
  return {
    code: Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0),
    contentEncoding: fields.get("content-encoding"),
    body: fields.get("transfer-encoding") === "chunked" ? dechunk(content) : content,
  };
}

/** @throws RangeError for chunks that break off */
function dechunk(octets: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = octets.indexOf(CRLF, at);
    const length = lineEnd === -1 ? NaN : parseInt(octets.toString("latin1", at, lineEnd), 16);
    if (!(lineEnd + 2 + length <= octets.length)) throw new RangeError("the answer breaks off");
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(octets.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}
