/**
 * The end of a connection that is given up.
 *
 * `resetAndDestroy` first sends what is unsent and a FIN, so it waits for a peer that does not read and lets one
 * that does take a cut answer for a whole one. What is here is its second half. While a FIN is on its way libuv refuses
 * to reset (EINVAL), and node would never close the descriptor.
 */
import type { Socket } from "node:net";

/** Closes at once, with RST where there is one: not on a UNIX socket, and none that node could send below TLS. */
export function resetSocket(socket: Socket & { resetAndClosing?: boolean }, hasReset: boolean): void {
  const isFinishing = socket.writableEnded && !socket.writableFinished;
  if (hasReset && !isFinishing) socket.resetAndClosing = true;
  socket.destroy();
}
