/** Processors: what answers for files by their extension (twisted.web.static.File.processors). */
import type { AnyResource } from "./resource";

/** Makes the resource that answers for a file with a certain extension. */
export type Processor = (path: string, registry: Registry) => AnyResource;

/** On Windows the case of a name makes no difference, and must not show the source of a script. */
export function processorFor(
  processors: Record<string, Processor>,
  extension: string,
): Processor | undefined {
  const wanted = process.platform === "win32" ? extension.toLowerCase() : extension;
  return Object.hasOwn(processors, wanted) ? processors[wanted] : undefined;
}

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
