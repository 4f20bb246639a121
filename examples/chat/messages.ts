/**
 * What was said: a POST says something, a GET asks for what came after `since`. Where there is nothing new it waits,
 * NOT_DONE_YET, until somebody speaks, a while has passed, or the client has gone.
 */
import * as http from "@headgate/legacy-site/http";
import * as resource from "@headgate/legacy-site/resource";
import { NOT_DONE_YET, type Request } from "@headgate/legacy-site/server";

interface Message {
  readonly number: number;
  readonly name: string;
  readonly text: string;
}

const POLL_MS = 25_000;
const KEPT = 100;
const MAX_NAME = 40;
const MAX_TEXT = 2_000;

export class Messages extends resource.Resource {
  override readonly isLeaf = true;
  readonly #messages: Message[] = [];
  /** Request -> the number of the last message that its client has. */
  readonly #waiting = new Map<Request, number>();
  #last = 0;

  /** How many wait for a message. */
  get listeners(): number {
    return this.#waiting.size;
  }

  render_GET(request: Request): Buffer | typeof NOT_DONE_YET {
    const since = Number(request.args["since"]?.[0] ?? 0);
    // A number from before a restart is none of ours.
    if (!(since >= this.#last) || since > this.#last) return this.#answerTo(request, since);
    this.#waiting.set(request, since);
    const timeout = request.site?.reactor.callLater(POLL_MS, () => this.#finish(request));
    // Fires in `finish`, and fails if the client goes before.
    request
      .notifyFinish()
      .addBoth((result) => {
        timeout?.cancel();
        this.#waiting.delete(request);
        return result;
      })
      // Not in Twisted: who has only sent FIN would still be sent an answer, but there is none to wait for.
      .addErrback(() => request.loseConnection());
    return NOT_DONE_YET;
  }

  render_POST(request: Request): string {
    const [name = ""] = request.args["name"] ?? [];
    const [text = ""] = request.args["text"] ?? [];
    if (name.trim() === "" || text.trim() === "" || name.length > MAX_NAME || text.length > MAX_TEXT) {
      request.setResponseCode(http.BAD_REQUEST);
      return "a name and a text are needed, and neither may be too long\n";
    }
    this.#last += 1;
    this.#messages.push({ number: this.#last, name, text });
    if (this.#messages.length > KEPT) this.#messages.shift();
    this.close();
    request.setResponseCode(http.NO_CONTENT);
    return "";
  }

  /** Answers whoever waits, with whatever there is. */
  close(): void {
    for (const request of [...this.#waiting.keys()]) this.#finish(request);
  }

  #finish(request: Request): void {
    request.write(this.#answerTo(request, this.#waiting.get(request) ?? 0));
    request.finish();
  }

  #answerTo(request: Request, since: number): Buffer {
    const isOurs = since <= this.#last;
    const messages = this.#messages.filter(({ number }) => !isOurs || number > since);
    request.setHeader("content-type", "application/json");
    request.setHeader("cache-control", "no-store");
    return Buffer.from(JSON.stringify({ last: this.#last, listeners: this.listeners, messages }));
  }
}
