/** What the processors of a tree of files share (twisted.web.static.Registry). */
export class Registry {
  readonly #cached = new Map<string, unknown>();

  cachePath(path: string, resource: unknown): void {
    this.#cached.set(path, resource);
  }

  /** null: there is none. */
  getCachedPath(path: string): unknown {
    return this.#cached.get(path) ?? null;
  }
}
