/** The job, the way it was always done: `render` is called when the whole body is in `request.content`. */
import { setImmediate } from "node:timers/promises";
import { Resource, type Request } from "@headgate/legacy-site";
import { Job } from "./job";
import type { UploadProgress } from "./upload-progress";

const PIECE_OCTETS = 256 * 1024;

export class BufferedUpload extends Resource {
  override readonly isLeaf = true;
  readonly #progress: UploadProgress;

  constructor(progress: UploadProgress) {
    super();
    this.#progress = progress;
  }

  async render_PUT(request: Request): Promise<string> {
    const { content } = request;
    const gone = new AbortController();
    request.notifyFinish().addErrback(() => gone.abort());
    const job = new Job(this.#progress, {
      expected: content.length,
      rate: request.args["rate"]?.[0],
      signal: gone.signal,
    });
    try {
      for (let piece = content.read(PIECE_OCTETS); piece.length > 0; piece = content.read(PIECE_OCTETS)) {
        job.take(piece);
        await setImmediate(); // a large file takes seconds: the others want their turn
        if (!(await job.pause())) return "";
      }
      request.setHeader("Content-Type", "text/plain; charset=utf-8");
      return `total ${job.total}\n${job.finish()}`;
    } finally {
      job.close();
    }
  }

  render_POST(request: Request): Promise<string> {
    return this.render_PUT(request);
  }
}
