/**
 * At most `maxConnections` at a time: those beyond wait, in order, unread.
 *
 * Node can't stop accepting without giving up the listening socket, and with it all who wait there. So the queue
 * that the kernel would keep is kept here, as long as the kernel's; who comes then is turned away, as there.
 */
import type { Socket } from "node:net";
import type { ILog, IServer } from "@headgate/core";

export class Admission {
  readonly #maxConnections: number;
  readonly #maxWaiting: number;
  readonly #log: ILog;
  readonly #admit: (socket: Socket) => void;
  #open = 0;
  readonly #waiting = new Set<Socket>();

  constructor({ maxConnections, backlog, log }: IServer["options"], admit: (socket: Socket) => void) {
    this.#maxConnections = maxConnections;
    this.#maxWaiting = backlog;
    this.#log = log;
    this.#admit = admit;
  }

  readonly arrived = (socket: Socket): void => {
    if (this.#open < this.#maxConnections) this.#letIn(socket);
    else if (this.#waiting.size < this.#maxWaiting) this.#letWait(socket);
    else socket.destroy();
  };

  /** Turns away who waits. */
  close(): void {
    for (const socket of this.#waiting) socket.destroy();
  }

  #letIn(socket: Socket): void {
    this.#open++;
    socket.on("close", () => {
      this.#open--;
      this.#letNextIn();
    });
    this.#admit(socket);
  }

  #letWait(socket: Socket): void {
    if (this.#waiting.size === 0) {
      this.#log.warn(`headgate: ${this.#open} connections are open (maxConnections); others have to wait`);
    }
    this.#waiting.add(socket);
    socket
      .pause()
      .on("error", () => {})
      .on("close", () => this.#waiting.delete(socket));
  }

  #letNextIn(): void {
    for (const socket of this.#waiting) {
      this.#waiting.delete(socket);
      // A FIN and nothing before it: whoever waited has left.
      if (socket.readableEnded) socket.destroy();
      else {
        this.#letIn(socket.resume());
        return;
      }
    }
  }
}
