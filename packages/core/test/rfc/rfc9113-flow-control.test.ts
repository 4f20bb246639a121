/** RFC 9113 sections 5.2 and 6.9, clause by clause: windows, and what goes beyond them. */
import { Flag, FrameType } from "../../src/http2/wire/frame";
import { Setting } from "../../src/http2/wire/settings";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { uint32 } from "../support/frames";
import { connect, head } from "../support/http2-peer";
import { serve } from "../support/serve";

const never = (): Promise<IResponse> => new Promise(() => undefined);
const setting = (identifier: number, value: number): Buffer =>
  Buffer.concat([Buffer.from([0, identifier]), uint32(value)]);

describe("flow control", () => {
  const large = (): IResponse => respond(200, {}, "x".repeat(100_000));

  test("windows are 65,535 octets until SETTINGS or WINDOW_UPDATE say otherwise (section 6.9.2)", () => {
    const client = connect(serve(large), { keepsCredit: true }).open(1, head());
    expect(client.answer(1).body).toHaveLength(65_535);
    client.frame(FrameType.WINDOW_UPDATE, 0, 1, uint32(1_000));
    expect(client.answer(1).body).toHaveLength(65_535);
    client.frame(FrameType.WINDOW_UPDATE, 0, 0, uint32(500));
    expect(client.answer(1).body).toHaveLength(66_035);
  });

  test("SETTINGS change the windows of open streams, below zero too (section 6.9.2)", () => {
    const client = connect(serve(large), { keepsCredit: true, windowOctets: 1_000 }).open(1, head());
    expect(client.answer(1).body).toHaveLength(1_000);
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.INITIAL_WINDOW_SIZE, 0));
    client.frame(FrameType.WINDOW_UPDATE, 0, 1, uint32(1_000));
    expect(client.answer(1).body).toHaveLength(1_000);
    client.frame(FrameType.WINDOW_UPDATE, 0, 1, uint32(1));
    expect(client.answer(1).body).toHaveLength(1_001);
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.INITIAL_WINDOW_SIZE, 100));
    expect(client.answer(1).body).toHaveLength(1_101);
  });

  test("SETTINGS don't change the connection's window (section 6.9.2)", () => {
    const client = connect(serve(large), { keepsCredit: true }).open(1, head());
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.INITIAL_WINDOW_SIZE, 2 ** 31 - 1));
    expect(client.answer(1).body).toHaveLength(65_535);
  });

  test("SETTINGS that widen a window beyond 2^31-1 are a FLOW_CONTROL_ERROR (section 6.9.2)", () => {
    const client = connect(serve(never)).open(1, head());
    client.frame(FrameType.WINDOW_UPDATE, 0, 1, uint32(1));
    client.frame(FrameType.SETTINGS, 0, 0, setting(Setting.INITIAL_WINDOW_SIZE, 2 ** 31 - 1));
    expect(client.ending).toBe("GOAWAY FLOW_CONTROL_ERROR");
  });

  test.each([
    ["a stream", 1, "reset FLOW_CONTROL_ERROR"],
    ["the connection", 0, "GOAWAY FLOW_CONTROL_ERROR"],
  ])("WINDOW_UPDATE beyond 2^31-1 is an error of %s (section 6.9.1)", (_, streamId, outcome) => {
    const client = connect(serve(never)).open(1, head());
    client.frame(FrameType.WINDOW_UPDATE, 0, streamId, uint32(2 ** 31 - 1));
    expect(client.outcome(1)).toBe(outcome);
  });

  test("padding counts, and comes back at once (section 6.9.1)", () => {
    const client = connect(serve(never)).open(1, head("POST"), false);
    for (let i = 0; i < 400; i++)
      client.frame(FrameType.DATA, Flag.PADDED, 1, Buffer.concat([Buffer.from([254]), Buffer.alloc(255)]));
    expect(client.ending).toBe("open");
    expect(client.answer(1)).toMatchObject({ resetCode: undefined });
    expect(client.answer(1).window).toBeGreaterThan(65_535);
  });

  test("more than a stream's window is a FLOW_CONTROL_ERROR of the stream (section 6.9.1)", () => {
    const client = connect(serve(never)).open(1, head("POST"), false);
    client.data(1, Buffer.alloc(65_536), false);
    expect(client.outcome(1)).toBe("reset FLOW_CONTROL_ERROR");
  });

  test("content for a stream that is gone counts for the connection, and is given back (section 6.9)", () => {
    const client = connect(serve(never, { connectionWindowOctets: 65_535 })).open(1, head("POST"), false);
    client.reset(1, 8);
    client.news();
    const other = connect(
      serve(({ channel }) => (channel.abort(), never()), { connectionWindowOctets: 65_535 }),
    );
    other.open(1, head("POST"), false);
    for (let i = 0; i < 10; i++) other.frame(FrameType.DATA, 0, 1, Buffer.alloc(16_000));
    expect(other.news().filter((words) => words.startsWith("WINDOW_UPDATE 0 ")).length).toBeGreaterThan(2);
    expect(other.ending).toBe("open");
  });
});
