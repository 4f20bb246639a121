/** The clients of the shows: sockets that write, read, or don't. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function open(port: number, sent = ""): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  if (sent !== "") socket.write(sent);
  return socket;
}

/** Writes the same piece for as long as it is taken, until `octets` are written or the socket is gone. */
export async function writeOn(socket: Socket, piece: Buffer, octets = Infinity): Promise<number> {
  let written = 0;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  while (written < octets && !socket.destroyed) {
    const part = octets - written < piece.length ? piece.subarray(0, octets - written) : piece;
    const isFull = !socket.write(part);
    written += part.length;
    if (isFull) await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  return written;
}

/** Takes `octetsPerSecond`, as far as they come, for as long as the socket lives. */
export function readSlowly(socket: Socket, octetsPerSecond: number): void {
  const TICK_MS = 5;
  const share = Math.ceil((octetsPerSecond * TICK_MS) / 1000);
  socket.pause();
  const timer = setInterval(() => void socket.read(Math.min(share, socket.readableLength)), TICK_MS);
  socket.on("readable", () => undefined);
  socket.on("close", () => clearInterval(timer));
}
