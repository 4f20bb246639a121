import { fountBody, requestToFount, responseToFount } from "../../src/body/tubes";
import { BodyAborted, BodyAlreadyClaimed, BodyDone, BodyLost } from "../../src/errors";
import type { BodyEnd } from "../../src/interfaces/body-end";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import type { IDrain, IFount } from "../../src/interfaces/tube";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { ManualBody } from "../support/manual-body";

class RecordingDrain implements IDrain<Buffer, string> {
  readonly items: string[] = [];
  fount: IFount | undefined;
  end: BodyEnd | undefined;

  flowingFrom(fount: IFount): string {
    this.fount = fount;
    return "the next fount";
  }
  receive(item: Buffer): void {
    this.items.push(item.toString());
  }
  flowStopped(reason: BodyEnd): void {
    this.end = reason;
  }
}

function fountOf(body: ManualBody): IFount {
  return requestToFount(body as unknown as IRequest);
}

test("a request and a response flow into a drain, to their end", () => {
  for (const toFount of [requestToFount, responseToFount]) {
    const body = new ManualBody().write("a", "b");
    const drain = new RecordingDrain();
    const fount = toFount(body as unknown as IRequest & IResponse);
    expect(fount.flowTo(drain)).toBe("the next fount");
    expect(drain.fount).toBe(fount);
    body.end();
    expect(drain).toMatchObject({ items: ["a", "b"], end: BodyDone.instance });
  }
});

test("the body is claimed when it flows, and flows once", () => {
  const body = new ManualBody();
  const fount = fountOf(body);
  expect(body.isClaimed).toBe(false);
  fount.flowTo(new RecordingDrain());
  const second = new RecordingDrain();
  expect(() => fount.flowTo(second)).toThrow(BodyAlreadyClaimed);
  expect(() => fountOf(body).flowTo(second)).toThrow(BodyAlreadyClaimed);
  expect(second.fount).toBeUndefined();
});

test("it flows again when every pause was given back", () => {
  const body = new ManualBody();
  const drain = new RecordingDrain();
  const fount = fountOf(body);
  const first = fount.pauseFlow();
  fount.flowTo(drain);
  const second = fount.pauseFlow();
  body.write("a");
  first.unpause();
  first.unpause();
  expect(drain.items).toEqual([]);
  second.unpause();
  expect(drain.items).toEqual(["a"]);
});

test("a pause that was given back before it flows holds nothing", () => {
  const fount = fountOf(new ManualBody().write("a"));
  fount.pauseFlow().unpause();
  const drain = new RecordingDrain();
  fount.flowTo(drain);
  expect(drain.items).toEqual(["a"]);
});

test("stopFlow stops the body: flowing, or before", () => {
  const flowing = new ManualBody();
  const drain = new RecordingDrain();
  const fount = fountOf(flowing);
  fount.flowTo(drain);
  fount.stopFlow();
  fount.stopFlow();
  expect(drain.end).toBeInstanceOf(BodyAborted);

  const unread = new ManualBody();
  fountOf(unread).stopFlow();
  expect(unread.calls).toEqual(["claimed", "BODY_ABORTED"]);
});

describe("a body from a fount", () => {
  /** A fount that a test lets flow by hand. */
  class ManualFount implements IFount<string> {
    readonly calls: string[] = [];
    drain: IDrain<string> | undefined;
    flowTo<R>(drain: IDrain<string, R>): R {
      this.drain = drain;
      return drain.flowingFrom(this);
    }
    pauseFlow() {
      this.calls.push("pause");
      return { unpause: () => void this.calls.push("unpause") };
    }
    stopFlow(): void {
      this.calls.push("stop");
    }
  }

  test("takes text and octets, holds one pause at a time, and ends with the flow", () => {
    const fount = new ManualFount();
    const body = fountBody(fount, 2);
    const reader = new RecordingProtocol();
    body.deliverBody(reader);
    fount.drain?.receive("\u00fc");
    for (let i = 0; i < 2; i++) reader.transport.pauseProducing();
    reader.transport.resumeProducing();
    fount.drain?.flowStopped(BodyDone.instance);
    expect(fount.calls).toEqual(["pause", "unpause"]);
    expect(body.length).toBe(2);
    expect(reader).toMatchObject({ text: "\u00fc", end: BodyDone.instance });
  });

  test("copies what its drain borrows", () => {
    const borrowed = Buffer.from("a");
    const reader = new RecordingProtocol();
    const fount = {
      flowTo<R>(drain: IDrain<Buffer, R>): R {
        const result = drain.flowingFrom(fount);
        drain.receive(borrowed);
        borrowed.fill("x");
        drain.flowStopped(BodyDone.instance);
        return result;
      },
      pauseFlow: () => ({ unpause() {} }),
      stopFlow() {},
    };
    fountBody(fount).deliverBody(reader);
    expect(reader).toMatchObject({ text: "a", end: BodyDone.instance });
  });

  test("breaks off when the flow does", () => {
    const lost = new BodyLost("the wire broke");
    const body = new ManualBody();
    const reader = new RecordingProtocol();
    fountBody(fountOf(body)).deliverBody(reader);
    body.end(lost);
    expect(reader.end).toMatchObject({ code: "BODY_ABORTED", cause: lost });
  });
});
