/**
 * What a legacy request writes, as one response of core.
 *
 * Until somebody takes the response, pieces are kept; one that is complete by then, and as long as it says,
 * is taken as bytes and leaves with its head in one write. Otherwise a pipe carries what follows. What is
 * written into a full connection is held: `write` has no way to refuse, only producers can be paused.
 */
import {
  BodyAborted,
  BodyDone,
  BodyPipe,
  InvalidResponse,
  respond,
  UNKNOWN_LENGTH,
  type BodyEnd,
  type Headers,
  type IBodySource,
  type IResponse,
} from "@headgate/core";
import type { ProducerLink } from "./producer-link";

interface Head {
  readonly code: number;
  readonly phrase: string;
  readonly headers: Headers;
}

const CODES_WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

export class ResponseWriter implements IBodySource {
  readonly #isHead: boolean;
  #producers: ProducerLink | undefined;
  /** Whether the pipe wants more, for producers that come later. */
  #isWanted = true;
  #head: Head | undefined;
  /** Strings are ASCII. */
  #pieces: (Buffer | string)[] = [];
  #octets = 0;
  #pipe: BodyPipe | undefined;
  #isTaken = false;
  #hasEnded = false;
  #isCut = false;

  /** @param isHead the client reads no content, whatever is written */
  constructor(isHead: boolean) {
    this.#isHead = isHead;
  }

  /** From now on `producers` hear of the connection. */
  linkProducers(producers: ProducerLink): ProducerLink {
    this.#producers = producers;
    if (!this.#isWanted) producers.unwanted();
    return producers;
  }

  get hasHead(): boolean {
    return this.#head !== undefined;
  }

  get hasEnded(): boolean {
    return this.#hasEnded || this.#isCut;
  }

  /**
   * The response can be taken, and has not been. One without content is over for core once its head has left: it
   * waits for its end, so that the next request of the connection does too.
   */
  get isReady(): boolean {
    return !this.#isTaken && this.#head !== undefined && (this.#hasContent(this.#head) || this.hasEnded);
  }

  #hasContent({ code }: Head): boolean {
    return !this.#isHead && !CODES_WITHOUT_CONTENT.has(code);
  }

  /** @throws InvalidResponse for a code that can't be sent */
  begin(head: Head): void {
    if (head.code < 200 || head.code > 999)
      throw new InvalidResponse(`${head.code} is no status of a final response`);
    this.#head = head;
  }

  write(octets: Buffer | string): void {
    if (this.hasEnded) return;
    this.#octets += octets.length;
    if (this.#head !== undefined && !this.#hasContent(this.#head)) return;
    if (this.#pipe === undefined) this.#pieces.push(octets);
    else this.#pipe.write(bytesOf(octets));
  }

  end(): void {
    this.#hasEnded = true;
    this.#pipe?.end(BodyDone.instance);
  }

  /** No more comes, and something is missing: what was written is sent, then the connection closes. */
  cut(): void {
    if (this.hasEnded) return;
    this.#isCut = true;
    if (this.#pipe?.isAwaited === true) this.#cutPipe(this.#pipe);
  }

  #cutPipe(pipe: BodyPipe): void {
    pipe.end(new BodyAborted("the application cut its response"));
  }

  /** The response as it stands. Once, when it is ready. */
  take(): IResponse {
    const head = this.#head;
    if (head === undefined) throw new InvalidResponse("nothing was written");
    this.#isTaken = true;
    const { code, phrase, headers } = head;
    // Behind a head without content there is nothing whose end could be missing: the head says that it is the last.
    if (this.#isCut && !this.#hasContent(head)) headers.set("connection", "close");
    const pieces = this.#pieces;
    this.#pieces = [];
    if (this.#isWhole(head))
      return respond(code, headers, this.#hasContent(head) ? gather(pieces, headers) : undefined, { phrase });
    const pipe = (this.#pipe = new BodyPipe(this, UNKNOWN_LENGTH, Infinity));
    for (const piece of pieces) pipe.write(bytesOf(piece));
    if (this.#hasEnded) pipe.end(BodyDone.instance);
    return {
      code,
      phrase,
      headers,
      length: UNKNOWN_LENGTH,
      deliverBody: (protocol) => pipe.deliverBody(protocol),
    };
  }

  /** Complete, and as long as its head says. */
  #isWhole(head: Head): boolean {
    const length = head.headers.get("content-length");
    if (!this.#hasEnded || length === undefined) return false;
    return !this.#hasContent(head) || Number(length) === this.#octets;
  }

  // ---- IBodySource -------------------------------------------------------------------------------------

  bodyClaimed(): undefined {}

  bodyWanted(): void {
    this.#isWanted = true;
    this.#producers?.wanted();
    if (this.#isCut && this.#pipe !== undefined) this.#cutPipe(this.#pipe);
  }

  bodyUnwanted(): void {
    this.#isWanted = false;
    this.#producers?.unwanted();
  }

  bodyTaken(): void {}

  bodyEnded(reason: BodyEnd): void {
    if (!(reason instanceof BodyDone)) this.#producers?.stop();
  }

  readerFailed(error: unknown): void {
    throw error;
  }
}

function bytesOf(octets: Buffer | string): Buffer {
  return typeof octets === "string" ? Buffer.from(octets, "latin1") : octets;
}

/** Text stays text where core would not take that for a reason to call it text/plain. */
function gather(pieces: readonly (Buffer | string)[], headers: Headers): Buffer | string {
  const [first = ""] = pieces;
  if (pieces.length > 1) return Buffer.concat(pieces.map(bytesOf));
  return typeof first === "string" && !headers.has("content-type") ? bytesOf(first) : first;
}
