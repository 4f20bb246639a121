/** The load: plain sockets that send the same octets over and over and count the octets of the answers. */
import { once } from "node:events";
import * as net from "node:net";

/** What is sent, over and over, where nothing else is asked for. */
export const GET = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

async function open(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** How long one answer to `request` is: all of them are equal. */
export async function measureAnswer(port: number, request = GET): Promise<number> {
  const socket = await open(port);
  socket.write(request);
  let octets = 0;
  socket.on("data", (data: Buffer) => (octets += data.length));
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  return octets;
}

/**
 * Sends `request` on `connections` sockets for `durationMs`, `depth` requests at a time.
 *
 * @returns the requests that were answered
 */
export async function requestFor(
  port: number,
  durationMs: number,
  connections: number,
  depth: number,
  answerOctets: number,
  request = GET,
): Promise<number> {
  const batch = request.repeat(depth);
  const batchOctets = answerOctets * depth;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let answered = 0;
  for (const socket of sockets) {
    let missing = batchOctets;
    socket.on("data", (data: Buffer) => {
      missing -= data.length;
      if (missing > 0) return;
      answered += depth;
      missing = batchOctets;
      socket.write(batch);
    });
    socket.write(batch);
  }
  await new Promise((resolve) => setTimeout(resolve, durationMs));
  for (const socket of sockets) socket.destroy();
  return answered;
}

/** POSTs `octets` of content over one connection and waits for the answer. */
export async function upload(port: number, octets: number): Promise<void> {
  const socket = await open(port);
  const piece = Buffer.alloc(256 * 1024, "x");
  socket.write(`POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${octets}\r\n\r\n`);
  const answered = once(socket, "data");
  for (let sent = 0; sent < octets; sent += piece.length) {
    const isFull = !socket.write(piece.subarray(0, octets - sent));
    if (isFull) await once(socket, "drain");
  }
  await answered;
  socket.destroy();
}
