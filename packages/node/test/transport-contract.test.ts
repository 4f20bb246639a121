import { BodyAborted, BodyDone } from "@headgate/core";
import { StringTransport } from "@headgate/core/testing";
import { SocketTransport } from "../src/socket-transport";
import { transportContract } from "./contract/transport-contract";
import type { TransportUnderTest } from "./contract/transport-contract";
import { closeSocketPairs, socketPair, turn, until } from "./support/socket-pair";

afterEach(closeSocketPairs);

transportContract("StringTransport", async (protocol) => {
  const transport = new StringTransport({ capacity: 64 * 1024 + 1 }).connect(protocol);
  return {
    transport,
    send: async (octets) => transport.feed(octets),
    sendEnd: async () => transport.feedEnd(),
    reset: async () => transport.lose(),
    received: async () => transport.written.toString("latin1"),
    stall: () => {},
    drain: async () => transport.drain(),
    settle: async () =>
      transport.lose(transport.isAborted ? new BodyAborted("the connection was aborted") : BodyDone.instance),
  };
});

transportContract("SocketTransport", async (protocol): Promise<TransportUnderTest> => {
  const { server, client } = await socketPair();
  const transport = SocketTransport.connect(server, protocol);
  const chunks: Buffer[] = [];
  client.on("data", (chunk) => chunks.push(chunk));
  let isGone = false;
  server.on("close", () => (isGone = true));
  const passed = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await turn();
  };
  return {
    transport,
    send: async (octets) => {
      const before = server.bytesRead;
      client.write(octets, "latin1");
      await until(() => server.isPaused() || server.bytesRead >= before + octets.length || isGone);
      await passed();
    },
    sendEnd: async () => {
      client.end();
      await passed();
    },
    reset: async () => {
      client.resetAndDestroy();
      await until(() => isGone);
    },
    received: async () => {
      await until(() => transport.unsentOctets === 0);
      await passed();
      return Buffer.concat(chunks).toString("latin1");
    },
    stall: () => client.pause(),
    drain: async () => {
      client.resume();
      await until(() => transport.unsentOctets === 0);
      await passed();
    },
    settle: async () => {
      client.end();
      await until(() => isGone);
    },
  };
});
