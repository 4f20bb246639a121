/** This process, where `keep-restarting.ts` of another one supervises it. */
export const WATCHED_VARIABLE = "HEADGATE_WATCHED";

/** From the supervisor: end as at a first SIGTERM. */
export const STOP = "headgate:stop";
/** To the supervisor: nothing is listened on any more, the next process may. */
export const LEFT = "headgate:left";

class WatchedProcess {
  /** Before it serves there is nothing to wait for. */
  #stop: () => void = () => process.exit();

  constructor() {
    process.on("message", (message) => {
      if (message === STOP) this.#stop();
    });
    process.on("disconnect", () => this.#stop());
  }

  obey(stop: () => void): void {
    this.#stop = stop;
  }

  leftItsPlaces(): void {
    if (process.connected) process.send?.(LEFT);
  }
}

function watched(): WatchedProcess | undefined {
  if (process.env[WATCHED_VARIABLE] === undefined || process.send === undefined) return undefined;
  // Processes that the app starts are not watched.
  Reflect.deleteProperty(process.env, WATCHED_VARIABLE);
  return new WatchedProcess();
}

export const watchedProcess = watched();
