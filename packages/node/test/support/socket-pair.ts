/**
 * Two ends of a real TCP connection on the loopback, and small waits. No sleeps: everything waits for an event.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import type { AddressInfo } from "node:net";

export interface SocketPair {
  /** The accepted end. */
  readonly server: Socket;
  readonly client: Socket;
}

const open: (Server | Socket)[] = [];

/** Closes whatever the pairs of a test left open. */
export async function closeSocketPairs(): Promise<void> {
  for (const one of open.splice(0)) {
    if ("listening" in one) one.close();
    else one.destroy();
  }
  await turn();
}

export async function socketPair(): Promise<SocketPair> {
  const listener = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const accepted = once(listener, "connection") as Promise<[Socket]>;
  const client = connect({
    port: (listener.address() as AddressInfo).port,
    host: "127.0.0.1",
    allowHalfOpen: true,
  });
  client.on("error", () => {});
  const [[server]] = await Promise.all([accepted, once(client, "connect")]);
  open.push(listener, server, client);
  return { server, client };
}

/** A turn of the event loop, with its I/O. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until `isTrue`, but not forever. */
export async function until(isTrue: () => boolean): Promise<void> {
  for (let waits = 0; !isTrue(); waits++) {
    if (waits === 10_000) throw new Error("what was waited for did not come");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Everything that a socket still receives, up to its FIN, as latin1. */
export async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}
