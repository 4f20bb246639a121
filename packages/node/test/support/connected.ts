/** A transport on the accepted end of a real connection. */
import type { Socket } from "node:net";
import type { ILog } from "@headgate/core";
import { SocketTransport } from "../../src/socket-transport";
import { HalfCloseRecorder } from "./recorders";
import { socketPair } from "./socket-pair";

export const SILENT: ILog = { error() {}, warn() {} };

/** Counts what reaches the kernel: each call is one write or writev. */
function countWrites(socket: Socket): { calls: number } {
  const count = { calls: 0 };
  for (const method of ["_write", "_writev"] as const) {
    const original = socket[method]!.bind(socket) as (...args: unknown[]) => void;
    socket[method] = (...args: unknown[]) => {
      count.calls++;
      original(...args);
    };
  }
  return count;
}

export async function connected(protocol = new HalfCloseRecorder()) {
  const { server, client } = await socketPair();
  const writes = countWrites(server);
  const transport = SocketTransport.connect(server, protocol);
  return { server, client, writes, transport, protocol };
}
