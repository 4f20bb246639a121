import { BodyDone } from "../../src/errors";
import type { IBodyTransport } from "../../src/interfaces/transport";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

const transport: IBodyTransport = { pauseProducing() {}, resumeProducing() {}, stopProducing() {} };
const done = BodyDone.instance;
const x = Buffer.from("x");

test("keeps chunks, transport and end", async () => {
  const protocol = new RecordingProtocol();
  const ended = protocol.whenEnded();
  expect(protocol.isConnected).toBe(false);
  protocol.makeConnection(transport);
  protocol.dataReceived(Buffer.from("caf\u00e9"));
  protocol.connectionLost(done);
  expect(protocol).toMatchObject({ text: "caf\u00e9", transport, end: done, isConnected: true });
  expect(await ended).toBe(done);
  expect(await protocol.whenEnded()).toBe(done);
});

test("copies a chunk that it borrows, and keeps one that it owns", () => {
  for (const borrowsData of [true, false]) {
    const protocol = new RecordingProtocol({ borrowsData });
    protocol.makeConnection(transport);
    protocol.dataReceived(x);
    expect(protocol.chunks[0] === x).toBe(!borrowsData);
  }
});

const violations: [string, (protocol: RecordingProtocol) => void][] = [
  ["transport before makeConnection", (protocol) => protocol.transport],
  ["dataReceived before makeConnection", (protocol) => protocol.dataReceived(x)],
  ["connectionLost before makeConnection", (protocol) => protocol.connectionLost(done)],
  ["makeConnection twice", (protocol) => [1, 2].forEach(() => protocol.makeConnection(transport))],
  [
    "dataReceived after connectionLost",
    (protocol) => {
      protocol.makeConnection(transport);
      protocol.connectionLost(done);
      protocol.dataReceived(x);
    },
  ],
  [
    "connectionLost twice",
    (protocol) => {
      protocol.makeConnection(transport);
      protocol.connectionLost(done);
      protocol.connectionLost(done);
    },
  ],
];

test.each(violations)("throws at %s", (_, violate) => {
  expect(() => violate(new RecordingProtocol())).toThrow(/makeConnection|connectionLost/);
});

test("throws when it is re-entered", () => {
  const protocol: RecordingProtocol = new RecordingProtocol({
    received: (chunk) => protocol.dataReceived(chunk),
  });
  protocol.makeConnection(transport);
  expect(() => protocol.dataReceived(x)).toThrow("re-entered");
});
