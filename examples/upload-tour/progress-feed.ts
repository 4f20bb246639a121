/** `/progress`: server-sent events. A resource that streams without ever looking at a body. */
import { setTimeout } from "node:timers/promises";
import { byMethod, respond } from "@headgate/core";
import type { Awaitable, IRequest, IResource, IResponse, PathCursor } from "@headgate/core";
import { Resource, STREAMING } from "@headgate/legacy-site";
import type { UploadProgress } from "./upload-progress";

/** How often the numbers are looked at. */
const TICK_MS = 100;
/** Sent even if no number has changed: it shows that the server lives, and what memory it takes. */
const HEARTBEAT_MS = 1_000;

const HEADERS = { "Content-Type": "text/event-stream", "Cache-Control": "no-store" };

export class ProgressFeed extends Resource {
  static readonly [STREAMING] = true;
  override readonly isLeaf = true;
  readonly #uploads: Readonly<Record<string, UploadProgress>>;
  readonly #closing = new AbortController();
  readonly #methods: IResource = byMethod({ GET: () => respond(200, HEADERS, this.#events()) });

  constructor(uploads: Readonly<Record<string, UploadProgress>>) {
    super();
    this.#uploads = uploads;
  }

  override responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    return this.#methods.responseForRequest(request, path);
  }

  /** Ends every feed, so that a server that closes need not wait for them. */
  close(): void {
    this.#closing.abort();
  }

  async *#events(): AsyncGenerator<string> {
    const { signal } = this.#closing;
    let last = "";
    let sentAt = -Infinity;
    while (!signal.aborted) {
      const uploads = this.#reports();
      const now = JSON.stringify(uploads);
      if (now !== last || performance.now() - sentAt >= HEARTBEAT_MS) {
        yield `data: ${JSON.stringify({ ...uploads, memory: process.memoryUsage() })}\n\n`;
        last = now;
        sentAt = performance.now();
      }
      await setTimeout(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #reports(): object {
    return Object.fromEntries(
      Object.entries(this.#uploads).map(([name, progress]) => [name, progress.report()]),
    );
  }
}
