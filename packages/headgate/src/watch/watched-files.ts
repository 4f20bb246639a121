/** Files, and who is told when one of them changes. Their folders are watched: editors replace files. */
import { watch, type FSWatcher } from "node:fs";
import { basename, dirname, join } from "node:path";

/** An editor may write several files, and each in several steps. */
const GATHER_MS = 100;

export class WatchedFiles {
  readonly #changed: (file: string) => void;
  readonly #names = new Map<string, Set<string>>();
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param changed called once for changes that are close together, with the first of the files */
  constructor(changed: (file: string) => void) {
    this.#changed = changed;
  }

  add(file: string): void {
    const folder = dirname(file);
    const names = this.#names.get(folder);
    if (names === undefined) this.#watch(folder, new Set([basename(file)]));
    else names.add(basename(file));
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  #watch(folder: string, names: Set<string>): void {
    this.#names.set(folder, names);
    const watcher = watch(folder, (_event, name) => {
      if (name !== null && names.has(name)) this.#gather(join(folder, name));
    });
    // The folder is gone, perhaps: what was loaded from it can't change any more.
    watcher.on("error", () => watcher.close());
    this.#watchers.push(watcher);
  }

  #gather(file: string): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed(file);
    }, GATHER_MS);
  }
}
