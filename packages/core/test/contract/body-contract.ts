/**
 * What every body promises, whatever it is made of (IBody, IProtocol, IBodyTransport): one suite for all.
 *
 * A body may deliver at once or turns later, so each case waits for its end.
 */
import { BodyAborted, BodyAlreadyClaimed, BodyDone } from "../../src/errors";
import type { IBody } from "../../src/interfaces/message";
import type { IBodyTransport } from "../../src/interfaces/transport";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

export interface BodyUnderTest {
  readonly body: IBody;
  /** How often what is behind the body was released; absent where nothing is. */
  readonly releases?: () => number;
}

export interface BodyMaker {
  /** A body of these pieces. */
  readonly make: (pieces: readonly string[]) => BodyUnderTest;
  /** A body of these pieces that then breaks off; absent where it can't. */
  readonly makeFailing?: (pieces: readonly string[], error: Error) => BodyUnderTest;
  /** Delivered any number of times. */
  readonly isReusable?: boolean;
}

/** Lets everything that is under way in this process come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const PIECES = ["one ", "tw\u00f6 ", "", "three"];
const TEXT = PIECES.join("");

export function bodyContract(name: string, { make, makeFailing, isReusable = false }: BodyMaker): void {
  describe(`${name} is a body`, () => {
    test("delivers everything in order, then BodyDone", async () => {
      const reader = new RecordingProtocol();
      make(PIECES).body.deliverBody(reader);
      expect(await reader.whenEnded()).toBe(BodyDone.instance);
      expect(reader.text).toBe(TEXT);
    });

    test("delivers BodyDone for no octets at all", async () => {
      const reader = new RecordingProtocol();
      make([]).body.deliverBody(reader);
      expect(await reader.whenEnded()).toBe(BodyDone.instance);
      expect(reader.bytes).toHaveLength(0);
    });

    test("says how long it is, or nothing", () => {
      expect([Buffer.byteLength(TEXT), "UNKNOWN_LENGTH"]).toContain(make(PIECES).body.length);
    });

    test("delivers nothing, and no BodyDone, while paused since makeConnection", async () => {
      for (const pieces of [PIECES, []]) {
        const reader = new RecordingProtocol({ pauseAtOnce: true });
        make(pieces).body.deliverBody(reader);
        await settle();
        expect(reader).toMatchObject({ chunks: [], end: undefined });
        reader.transport.resumeProducing();
        expect(await reader.whenEnded()).toBe(BodyDone.instance);
        expect(reader.text).toBe(pieces.join(""));
      }
    });

    test("delivers a chunk at a time to a reader that pauses at each", async () => {
      const reader: RecordingProtocol = new RecordingProtocol({
        received: () => reader.transport.pauseProducing(),
      });
      make(PIECES).body.deliverBody(reader);
      for (let seen = 0; reader.end === undefined;) {
        await settle();
        expect(reader.chunks.length).toBeLessThanOrEqual(seen + 1);
        seen = reader.chunks.length;
        reader.transport.resumeProducing();
        await settle();
      }
      expect(reader.text).toBe(TEXT);
      expect(reader.end).toBe(BodyDone.instance);
    });

    test("goes on for a reader that pauses and resumes inside dataReceived", async () => {
      const reader: RecordingProtocol = new RecordingProtocol({
        received: () => {
          reader.transport.pauseProducing();
          reader.transport.resumeProducing();
        },
      });
      make(PIECES).body.deliverBody(reader);
      expect(await reader.whenEnded()).toBe(BodyDone.instance);
      expect(reader.text).toBe(TEXT);
    });

    test("ends with BodyAborted before stopProducing returns, and releases what is behind it once", async () => {
      let endAtReturn: unknown;
      const reader: RecordingProtocol = new RecordingProtocol({
        received: () => {
          reader.transport.stopProducing();
          endAtReturn = reader.end;
          reader.transport.stopProducing();
        },
      });
      const { body, releases } = make(PIECES);
      body.deliverBody(reader);
      expect(await reader.whenEnded()).toBeInstanceOf(BodyAborted);
      expect(endAtReturn).toBe(reader.end);
      expect(reader.chunks).toHaveLength(1);
      await settle();
      if (releases !== undefined) expect(releases()).toBe(1);
    });

    test("stopped in makeConnection, delivers nothing and releases what is behind it once", async () => {
      class Stopping extends RecordingProtocol {
        override makeConnection(transport: IBodyTransport): void {
          super.makeConnection(transport);
          transport.stopProducing();
        }
      }
      const reader = new Stopping();
      const { body, releases } = make(PIECES);
      body.deliverBody(reader);
      expect(reader.end).toBeInstanceOf(BodyAborted);
      await settle();
      expect(reader.chunks).toEqual([]);
      if (releases !== undefined) expect(releases()).toBe(1);
    });

    test("stopped while paused, delivers BodyAborted at once", async () => {
      const reader = new RecordingProtocol({ pauseAtOnce: true });
      make(PIECES).body.deliverBody(reader);
      await settle();
      reader.transport.stopProducing();
      expect(reader).toMatchObject({ chunks: [], end: expect.any(BodyAborted) });
    });

    test("stops for a reader that throws, whose BodyAborted has the error as its cause", async () => {
      const bug = new Error("a bug");
      const reader = new RecordingProtocol({
        received: () => {
          throw bug;
        },
      });
      const { body, releases } = make(PIECES);
      // A body that delivers within the reader's own call hands the error back to it.
      if (isReusable) expect(() => body.deliverBody(reader)).toThrow(bug);
      else body.deliverBody(reader);
      expect(await reader.whenEnded()).toMatchObject({ code: "BODY_ABORTED", cause: bug });
      await settle();
      expect(reader.chunks).toHaveLength(1);
      if (releases !== undefined) expect(releases()).toBe(1);
    });

    test("bears every call after its end", async () => {
      const reader = new RecordingProtocol();
      const { body, releases } = make(PIECES);
      body.deliverBody(reader);
      await reader.whenEnded();
      reader.transport.pauseProducing();
      reader.transport.resumeProducing();
      reader.transport.stopProducing();
      await settle();
      expect(reader.end).toBe(BodyDone.instance);
      if (releases !== undefined) expect(releases()).toBe(0);
    });

    test(isReusable ? "is delivered again" : "has one reader", async () => {
      const { body } = make(PIECES);
      const [first, second] = [new RecordingProtocol(), new RecordingProtocol()];
      body.deliverBody(first);
      if (!isReusable) {
        expect(() => body.deliverBody(second)).toThrow(BodyAlreadyClaimed);
        expect(second.isConnected).toBe(false);
      } else {
        body.deliverBody(second);
        await second.whenEnded();
        expect(second.text).toBe(TEXT);
      }
      await first.whenEnded();
      expect(first.text).toBe(TEXT);
    });

    if (makeFailing === undefined) return;

    test("breaks off with BodyAborted, whose cause is the source's error, and is not released again", async () => {
      const error = new Error("out of ink");
      const { body, releases } = makeFailing(PIECES, error);
      const reader = new RecordingProtocol();
      body.deliverBody(reader);
      expect(await reader.whenEnded()).toMatchObject({ code: "BODY_ABORTED", cause: error });
      await settle();
      if (releases !== undefined) expect(releases()).toBe(0);
    });

    test("breaks off also for a reader that has paused", async () => {
      const reader: RecordingProtocol = new RecordingProtocol({
        received: () => reader.transport.pauseProducing(),
      });
      makeFailing(["", "one "], new Error("out of ink")).body.deliverBody(reader);
      await settle();
      // What pulls finds out only when it is resumed.
      reader.transport.resumeProducing();
      expect(await reader.whenEnded()).toBeInstanceOf(BodyAborted);
      expect(reader.text).toBe("one ");
    });
  });
}
