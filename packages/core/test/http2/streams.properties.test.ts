/**
 * Streams side by side, whatever their two sides do and in whichever order: octets arrive exactly, every body has one
 * end, credit is what was taken, and nothing is left when all is over.
 */
import fc from "fast-check";
import { BodyDone } from "../../src/errors";
import { FrameType } from "../../src/http2/wire/frame";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { uint32 } from "../support/frames";
import { connect, head } from "../support/http2-peer";
import { RecordingProducer } from "../support/recording-producer";
import { serve } from "../support/serve";

const STREAMS = 3;
const RECEIVE_WINDOW = 100_000;
const POOL = 70_000;
const PATTERN = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => i % 251));
const VERBS = [
  ...["open", "send", "end", "reset", "credit", "connectionCredit"],
  ...["claim", "pause", "resume", "stop", "respond", "write", "finish", "abort"],
] as const;
type Verb = (typeof VERBS)[number];

/** One stream: what its two sides have done, and what they may do next. */
class Stream {
  readonly id: number;
  readonly reader = new RecordingProtocol();
  readonly producer = new RecordingProducer();
  sent = 0;
  written = 0;
  isOpen = false;
  hasEnded = false;
  hasClaimed = false;
  hasResponded = false;
  hasFinished = false;
  /** One of the sides has broken it off. */
  isBroken = false;
  claim!: () => void;
  abort!: () => void;
  respond!: (response: IResponse) => void;

  constructor(id: number) {
    this.id = id;
  }
}

class World {
  readonly streams = Array.from({ length: STREAMS }, (_, i) => new Stream(2 * i + 1));
  readonly served = serve(
    (request) => {
      const stream = this.streams[Number(request.path.slice(1))]!;
      stream.claim = () => request.deliverBody(stream.reader);
      stream.abort = () => request.channel.abort();
      // A thenable that is settled when the test says so, in that turn.
      return {
        then(resolve: (response: IResponse) => void) {
          stream.respond = resolve;
        },
      } as PromiseLike<IResponse>;
    },
    { receiveWindowOctets: RECEIVE_WINDOW, connectionWindowOctets: POOL, http2: { overheadBurst: 1e6 } },
  );
  readonly client = connect(this.served, { windowOctets: 1_000, keepsCredit: true });

  act(stream: Stream, verb: Verb, octets: number): void {
    const { client } = this;
    const isUp = stream.isOpen && !stream.isBroken;
    const isReading = stream.hasClaimed && stream.reader.end === undefined;
    switch (verb) {
      case "open":
        // Streams open in order.
        if (stream.isOpen || this.streams.some(({ id, isOpen }) => id < stream.id && !isOpen)) return;
        client.open(stream.id, head("POST", `/${(stream.id - 1) / 2}`), false);
        stream.isOpen = true;
        return;
      case "send": {
        if (!isUp || stream.hasEnded || client.answer(stream.id).resetCode !== undefined) return;
        const room = Math.max(0, Math.min(octets, client.answer(stream.id).window, client.window));
        client.data(stream.id, PATTERN.subarray(stream.sent, stream.sent + room), false);
        stream.sent += room;
        return;
      }
      case "end":
        if (!isUp || stream.hasEnded || client.answer(stream.id).resetCode !== undefined) return;
        client.data(stream.id, "", true);
        stream.hasEnded = true;
        return;
      case "reset":
        if (!isUp || (stream.hasEnded && client.answer(stream.id).isComplete)) return;
        client.reset(stream.id, 8);
        stream.isBroken = true;
        return;
      case "credit":
        if (isUp) client.frame(FrameType.WINDOW_UPDATE, 0, stream.id, uint32(octets + 1));
        return;
      case "connectionCredit":
        client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(octets + 1));
        return;
      case "claim":
        if (!stream.isOpen || stream.hasClaimed) return;
        stream.hasClaimed = true;
        stream.claim();
        return;
      case "pause":
        if (isReading) stream.reader.transport.pauseProducing();
        return;
      case "resume":
        if (isReading) stream.reader.transport.resumeProducing();
        return;
      case "stop":
        if (isReading) stream.reader.transport.stopProducing();
        return;
      case "respond":
        if (!stream.isOpen || stream.hasResponded) return;
        stream.hasResponded = true;
        stream.respond(respond(200, {}, stream.producer.body));
        return;
      case "write":
        if (!stream.hasResponded || stream.hasFinished || !stream.producer.calls.includes("start")) return;
        stream.producer.consumer.write(PATTERN.subarray(stream.written, stream.written + octets));
        stream.written += octets;
        return;
      case "finish":
        if (!stream.hasResponded || !stream.producer.calls.includes("start")) return;
        stream.hasFinished = true;
        stream.producer.consumer.finish();
        return;
      case "abort":
        if (!isUp) return;
        stream.abort();
        stream.isBroken = true;
        return;
    }
  }

  check(): void {
    const { client } = this;
    expect(client.ending).toBe("open");
    expect(client.window).toBeLessThanOrEqual(POOL);
    expect(client.window).toBeGreaterThan(POOL / 2 - 1);
    for (const stream of this.streams) if (stream.isOpen) this.#checkStream(stream);
  }

  #checkStream({ id, reader, sent, written, hasEnded, hasFinished, producer }: Stream): void {
    const answer = this.client.answer(id);
    expect(reader.bytes.equals(PATTERN.subarray(0, reader.bytes.length))).toBe(true);
    expect(reader.bytes.length).toBeLessThanOrEqual(sent);
    if (reader.end instanceof BodyDone) expect([hasEnded, reader.bytes.length]).toEqual([true, sent]);
    expect(answer.body.equals(PATTERN.subarray(0, answer.body.length))).toBe(true);
    if (answer.isComplete) expect([hasFinished, answer.body.length]).toEqual([true, written]);
    // What was ever announced: a window, and what was taken off our hands.
    expect(answer.window + sent).toBeLessThanOrEqual(RECEIVE_WINDOW + reader.bytes.length);
    expect(producer.stops).toBeLessThanOrEqual(1);
  }

  /** Everybody goes on to the end. */
  settle(): void {
    const { client } = this;
    client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(1 << 26));
    for (const stream of this.streams) {
      this.act(stream, "open", 0);
      for (const verb of ["claim", "resume", "end", "respond"] as const) this.act(stream, verb, 0);
      this.act(stream, "credit", 1 << 26);
      this.act(stream, "finish", 0);
    }
  }
}

test("any interleaving: octets exact, one end each, credit as taken, and nothing left", () => {
  const step = fc.tuple(
    fc.nat({ max: STREAMS - 1 }),
    fc.constantFrom(...VERBS),
    fc.oneof(fc.nat({ max: 40_000 }), fc.nat({ max: 20 })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = new World();
      for (const [index, verb, octets] of steps) {
        world.act(world.streams[index]!, verb, octets);
        world.check();
      }
      world.settle();
      world.check();
      for (const { id, isBroken, reader, sent, written } of world.streams) {
        const answer = world.client.answer(id);
        if (!isBroken) expect([answer.isComplete, answer.body.length]).toEqual([true, written]);
        expect(reader.end).toBeDefined();
        if (!isBroken && answer.resetCode === undefined && reader.end instanceof BodyDone)
          expect(reader.bytes).toHaveLength(sent);
      }
      expect(world.served.site.exchanges()).toEqual([]);
      expect(world.served.log.lines).toEqual([]);
      // The pool is whole again.
      const last = new Stream(7);
      world.streams.push(last);
      world.act(last, "open", 0);
      world.act(last, "claim", 0);
      expect(world.client.answer(7).window).toBe(RECEIVE_WINDOW);
    }),
    { numRuns: 300 },
  );
});
