/**
 * The same job, marked: `responseForRequest` is called when the head is in, and answers while it reads.
 *
 * Both directions are pulled. The next piece is read when the last line was taken, so a slow reader of the answer
 * holds the upload, and so does a slow job.
 */
import { byMethod, iterate, respond, UNKNOWN_LENGTH } from "@headgate/core";
import type { Awaitable, IRequest, IResource, IResponse, PathCursor } from "@headgate/core";
import { Resource, STREAMING } from "@headgate/legacy-site";
import { Job } from "./job";
import type { UploadProgress } from "./upload-progress";

const HEADERS = { "Content-Type": "text/plain; charset=utf-8" };

export class StreamingUpload extends Resource {
  static readonly [STREAMING] = true;
  override readonly isLeaf = true;
  readonly #progress: UploadProgress;
  readonly #methods: IResource;

  constructor(progress: UploadProgress) {
    super();
    this.#progress = progress;
    const upload = (request: IRequest): IResponse => respond(200, HEADERS, this.#lines(request));
    this.#methods = byMethod({ PUT: upload, POST: upload });
  }

  override responseForRequest(request: IRequest, path: PathCursor): Awaitable<IResponse> {
    return this.#methods.responseForRequest(request, path);
  }

  /** One line for each piece; for pieces of at least `?every=` octets, where the client asks for fewer lines. */
  async *#lines(request: IRequest): AsyncGenerator<string> {
    const every = Number(request.searchParams.get("every") ?? 1);
    const job = new Job(this.#progress, {
      expected: request.length === UNKNOWN_LENGTH ? null : request.length,
      rate: request.searchParams.get("rate"),
      signal: request.signal,
    });
    let told = 0;
    try {
      for await (const piece of iterate(request)) {
        job.take(piece);
        await job.pause();
        if (job.total - told < every) continue;
        yield `chunk ${job.total - told} total ${job.total}\n`;
        told = job.total;
      }
      if (job.total > told) yield `chunk ${job.total - told} total ${job.total}\n`;
      yield job.finish();
    } finally {
      job.close();
    }
  }
}
