import { Readable } from "node:stream";

import { bodyProducer } from "../../src/body/body-producer";
import { BodyPipe } from "../../src/body/body-pipe";
import type { IBodySource } from "../../src/body/body-pipe";
import { bodyOf } from "../../src/body/body-sources";
import { BytesBody } from "../../src/body/bytes-body";
import { iterate } from "../../src/body/iterate";
import { toWebStream } from "../../src/body/to-web-stream";
import { fountBody, responseToFount } from "../../src/body/tubes";
import { BodyDone } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import type { IBodyConsumer, IBodyProducer } from "../../src/interfaces/body-producer";
import type { IBody } from "../../src/interfaces/message";
import { bodyContract } from "../contract/body-contract";
import type { BodyMaker, BodyUnderTest } from "../contract/body-contract";

type Pieces = readonly string[];

function* piecesThenError(pieces: Pieces, error: Error | undefined): Generator<string, undefined> {
  yield* pieces;
  if (error !== undefined) throw error;
}

/** Iterables: released is `return` before the end. */
function countingIterable(pieces: Pieces, error: Error | undefined, isAsync: boolean): BodyUnderTest {
  let releases = 0;
  const steps = piecesThenError(pieces, error);
  const iterator = {
    next: () => (isAsync ? Promise.resolve().then(() => steps.next()) : steps.next()),
    return: () => {
      releases++;
      const returned = steps.return(undefined);
      return isAsync ? Promise.resolve(returned) : returned;
    },
  };
  const source = { [isAsync ? Symbol.asyncIterator : Symbol.iterator]: () => iterator };
  return { body: bodyOf(source as unknown as AsyncIterable<string>), releases: () => releases };
}

function asyncIterable(pieces: Pieces, error?: Error): BodyUnderTest {
  return countingIterable(pieces, error, true);
}

function iterable(pieces: Pieces, error?: Error): BodyUnderTest {
  return countingIterable(pieces, error, false);
}

/** Streams: released is destroyed before the end. */
function readable(pieces: Pieces, error?: Error): BodyUnderTest {
  let releases = 0;
  const steps = piecesThenError(pieces, error);
  const stream = new Readable({
    read() {
      try {
        const { value, done } = steps.next();
        this.push(done === true ? null : Buffer.from(value));
        if (value === "") setImmediate(() => void this.read(0));
      } catch (thrown) {
        this.destroy(thrown as Error);
      }
    },
    destroy(thrown, callback) {
      if (thrown === null && !this.readableEnded) releases++;
      callback(thrown);
    },
  });
  return { body: bodyOf(stream), releases: () => releases };
}

function webStream(pieces: Pieces, error?: Error): BodyUnderTest {
  let releases = 0;
  const steps = piecesThenError(pieces, error);
  const stream = new ReadableStream<string>({
    pull(controller) {
      const { value, done } = steps.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      releases++;
    },
  });
  return { body: bodyOf(stream), releases: () => releases };
}

class PushProducer implements IBodyProducer {
  releases = 0;
  readonly #steps: Generator<string>;
  #isPaused = false;
  #consumer!: IBodyConsumer;

  constructor(pieces: Pieces, error?: Error) {
    this.#steps = piecesThenError(pieces, error);
  }

  startProducing(consumer: IBodyConsumer): void {
    this.#consumer = consumer;
    this.resumeProducing();
  }

  pauseProducing(): void {
    this.#isPaused = true;
  }

  resumeProducing(): void {
    this.#isPaused = false;
    do {
      const { value, done } = this.#steps.next();
      if (done === true) {
        this.#consumer.finish();
        return;
      }
      this.#consumer.write(value);
    } while (!this.#mustWait);
  }

  stopProducing(): void {
    this.releases++;
  }

  get #mustWait(): boolean {
    return this.#isPaused || this.releases > 0;
  }
}

class PullProducer implements IBodyProducer {
  releases = 0;
  readonly #steps: Generator<string>;
  #consumer!: IBodyConsumer;

  constructor(pieces: Pieces, error?: Error) {
    this.#steps = piecesThenError(pieces, error);
  }

  startProducing(consumer: IBodyConsumer): void {
    this.#consumer = consumer;
  }

  resumeProducing(): void {
    const { value, done } = this.#steps.next();
    if (done === true) this.#consumer.finish();
    else setImmediate(() => this.#consumer.write(value));
  }

  stopProducing(): void {
    this.releases++;
  }
}

function produced(producer: IBodyProducer & { releases: number }): BodyUnderTest {
  return { body: bodyProducer(producer), releases: () => producer.releases };
}

function filledPipe(pieces: Pieces): BodyUnderTest {
  const source: IBodySource = {
    bodyClaimed: () => undefined,
    bodyWanted() {},
    bodyUnwanted() {},
    bodyTaken() {},
    bodyEnded() {},
    readerFailed() {},
  };
  const pipe = new BodyPipe(source, Buffer.byteLength(pieces.join("")), 1000);
  for (const piece of pieces) pipe.write(Buffer.from(piece));
  pipe.end(BodyDone.instance);
  return { body: pipe };
}

/** The same body, through something that is made of a body and makes one. */
function through(
  convert: (body: IBody) => IBody,
  make: (pieces: Pieces) => BodyUnderTest,
): BodyMaker["make"] {
  return (pieces) => {
    const { body, ...rest } = make(pieces);
    return { body: convert(body), ...rest };
  };
}

const bodies: Record<string, BodyMaker> = {
  "text in memory": { make: (pieces) => ({ body: bodyOf(pieces.join("")) }), isReusable: true },
  "octets in memory": {
    make: (pieces) => ({ body: new BytesBody(new TextEncoder().encode(pieces.join(""))) }),
    isReusable: true,
  },
  "a pipe that was written before": { make: filledPipe },
  "an iterable": { make: iterable, makeFailing: iterable },
  "an async iterable": { make: asyncIterable, makeFailing: asyncIterable },
  "a node Readable": { make: readable, makeFailing: readable },
  "a WHATWG stream": { make: webStream, makeFailing: webStream },
  "a push producer": {
    make: (pieces) => produced(new PushProducer(pieces)),
    makeFailing: (pieces, error) => produced(new PushProducer(pieces, error)),
  },
  "a pull producer": {
    make: (pieces) => produced(new PullProducer(pieces)),
    makeFailing: (pieces, error) => produced(new PullProducer(pieces, error)),
  },
  "an iterated body": { make: through((body) => bodyOf(iterate(body)), iterable) },
  "a body as a WHATWG stream": { make: through((body) => bodyOf(toWebStream(body)), asyncIterable) },
  "a body from a fount": {
    make: through((body) => {
      const response = {
        code: 200,
        headers: new Headers(),
        length: body.length,
        deliverBody: body.deliverBody.bind(body),
      };
      return fountBody(responseToFount(response));
    }, asyncIterable),
  },
};

for (const [name, maker] of Object.entries(bodies)) bodyContract(name, maker);
