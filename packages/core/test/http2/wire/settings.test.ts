/** SETTINGS of both sides (RFC 9113 section 6.5.2), and the connection preface. */
import { CONNECTION_PREFACE, continuesPreface } from "../../../src/http2/wire/preface";
import { OwnSettings, PeerSettings, Setting } from "../../../src/http2/wire/settings";
import { connectionErrorOf } from "../../support/frames";

const { HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE } = Setting;
const { MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE, ENABLE_CONNECT_PROTOCOL, NO_RFC7540_PRIORITIES } = Setting;

const recordingTable = (): { limits: number[]; limitTable(octets: number): void } => {
  const limits: number[] = [];
  return { limits, limitTable: (octets) => limits.push(octets) };
};

describe("PeerSettings", () => {
  test("begin with what the RFC says", () => {
    expect(new PeerSettings(recordingTable())).toMatchObject({
      initialWindowOctets: 65_535,
      maxFrameOctets: 16_384,
    });
  });

  test("take over what comes, and leave what they don't know", () => {
    const settings = new PeerSettings(recordingTable());
    const entries = [
      ...[INITIAL_WINDOW_SIZE, 100_000, MAX_FRAME_SIZE, 20_000, 0xbeef, 1, MAX_CONCURRENT_STREAMS, 0],
      ...[MAX_HEADER_LIST_SIZE, 0, ENABLE_PUSH, 0, ENABLE_CONNECT_PROTOCOL, 1],
    ];
    expect(settings.apply(entries)).toBe(34_465);
    expect(settings).toMatchObject({ initialWindowOctets: 100_000, maxFrameOctets: 20_000 });
    expect(settings.apply([INITIAL_WINDOW_SIZE, 0])).toBe(-100_000);
    expect(settings.apply([])).toBe(0);
  });

  test("take the last of several values (section 6.5.3)", () => {
    const settings = new PeerSettings(recordingTable());
    expect(settings.apply([INITIAL_WINDOW_SIZE, 1, INITIAL_WINDOW_SIZE, 70_000])).toBe(70_000 - 65_535);
  });

  test("tell the table of every size, since the smallest counts too", () => {
    const table = recordingTable();
    new PeerSettings(table).apply([HEADER_TABLE_SIZE, 4_096, HEADER_TABLE_SIZE, 0, HEADER_TABLE_SIZE, 100]);
    expect(table.limits).toEqual([4_096, 0, 100]);
  });

  test.each([
    ["ENABLE_PUSH that is neither 0 nor 1", [ENABLE_PUSH, 2], "PROTOCOL_ERROR"],
    ["an initial window beyond 2^31 - 1", [INITIAL_WINDOW_SIZE, 2 ** 31], "FLOW_CONTROL_ERROR"],
    ["a frame length below 2^14", [MAX_FRAME_SIZE, 16_383], "PROTOCOL_ERROR"],
    ["a frame length beyond 2^24 - 1", [MAX_FRAME_SIZE, 2 ** 24], "PROTOCOL_ERROR"],
    [
      "ENABLE_CONNECT_PROTOCOL that is neither 0 nor 1 (RFC 8441 section 3)",
      [ENABLE_CONNECT_PROTOCOL, 2],
      "PROTOCOL_ERROR",
    ],
    [
      "NO_RFC7540_PRIORITIES that is neither 0 nor 1 (RFC 9218 section 2.1)",
      [NO_RFC7540_PRIORITIES, 2],
      "PROTOCOL_ERROR",
    ],
  ])("refuse %s", (_, entries, code) => {
    expect(connectionErrorOf(() => new PeerSettings(recordingTable()).apply(entries))).toMatch(`${code}: `);
  });

  test("let NO_RFC7540_PRIORITIES be said once and for all (RFC 9218 section 2.1)", () => {
    const settings = new PeerSettings(recordingTable());
    settings.apply([NO_RFC7540_PRIORITIES, 1]);
    settings.apply([NO_RFC7540_PRIORITIES, 1]);
    expect(connectionErrorOf(() => settings.apply([NO_RFC7540_PRIORITIES, 0]))).toMatch("PROTOCOL_ERROR: ");
    const silent = new PeerSettings(recordingTable());
    silent.apply([]);
    expect(connectionErrorOf(() => silent.apply([NO_RFC7540_PRIORITIES, 1]))).toMatch("PROTOCOL_ERROR: ");
  });
});

describe("OwnSettings", () => {
  const limits = {
    maxConcurrentStreams: 100,
    maxFrameOctets: 16_384,
    headerTableOctets: 4_096,
    maxHeadOctets: 16_384,
  };

  test("say what is not as the RFC has it, the end of the tree first", () => {
    const first = [NO_RFC7540_PRIORITIES, 1, ENABLE_CONNECT_PROTOCOL, 1];
    expect(new OwnSettings(limits, recordingTable()).entries).toEqual([
      ...first,
      ...[MAX_CONCURRENT_STREAMS, 100, MAX_HEADER_LIST_SIZE, 16_384],
    ]);
    const other = { ...limits, maxFrameOctets: 20_000, headerTableOctets: 0, maxHeadOctets: Infinity };
    expect(new OwnSettings(other, recordingTable()).entries).toEqual([
      ...first,
      ...[MAX_CONCURRENT_STREAMS, 100, MAX_FRAME_SIZE, 20_000, HEADER_TABLE_SIZE, 0],
    ]);
  });

  test("hold for the decoder's table once they are acknowledged", () => {
    const table = recordingTable();
    const settings = new OwnSettings({ ...limits, headerTableOctets: 100 }, table);
    expect(settings.isAcknowledged).toBe(false);
    expect(table.limits).toEqual([]);
    settings.acknowledged();
    expect(settings.isAcknowledged).toBe(true);
    expect(table.limits).toEqual([100]);
    expect(connectionErrorOf(() => settings.acknowledged())).toMatch("PROTOCOL_ERROR: ");
  });
});

describe("the connection preface", () => {
  test("is recognised however it is cut, and with what follows it", () => {
    const octets = Buffer.concat([CONNECTION_PREFACE, Buffer.from("more")]);
    for (let cut = 0; cut <= octets.length; cut++) {
      expect(continuesPreface(octets.subarray(0, cut), 0, 0)).toBe(true);
      if (cut < CONNECTION_PREFACE.length) expect(continuesPreface(octets, cut, cut)).toBe(true);
    }
  });

  test.each(["GET / HTTP/1.1", "PRI * HTTP/1.1", "PRI * HTTP/2.0\r\n\r\nXX", "Q"])("is not %j", (text) => {
    expect(continuesPreface(Buffer.from(text), 0, 0)).toBe(false);
  });
});
