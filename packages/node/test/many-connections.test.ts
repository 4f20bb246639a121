/** Many connections at once leave nothing behind. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { BodyDone, BodyLost } from "@headgate/core";
import { SocketTransport } from "../src/socket-transport";
import { HalfCloseRecorder } from "./support/recorders";
import { closeSocketPairs, until } from "./support/socket-pair";
import { SILENT } from "./support/connected";

afterEach(closeSocketPairs);

describe("many connections", () => {
  const tcpHandles = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;

  async function storm(
    count: number,
    leave: (client: Socket, index: number) => void,
  ): Promise<HalfCloseRecorder[]> {
    const before = tcpHandles();
    const protocols: HalfCloseRecorder[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const protocol = new HalfCloseRecorder({
        received: () => protocol.transport.write(Buffer.alloc(20_000)),
      });
      Object.assign(protocol, { readConnectionLost: () => protocol.transport.loseConnection() });
      protocols.push(protocol);
      SocketTransport.connect(socket, protocol, { log: SILENT, closeTimeoutMs: 1_000 });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    for (let i = 0; i < count; i++) {
      const client = connect(port, "127.0.0.1", () => leave(client, i));
      client.on("error", () => {});
    }
    await until(() => protocols.length === count);
    await Promise.all(protocols.map((protocol) => protocol.whenEnded()));
    server.close();
    await once(server, "close");
    await until(() => tcpHandles() === before);
    return protocols;
  }

  test("1000 that close leave no handle behind", async () => {
    const protocols = await storm(1000, (client) => client.end("request").resume());
    expect(protocols.every((protocol) => protocol.end === BodyDone.instance)).toBe(true);
  });

  test("a storm of resets, in any state, ends each exactly once", async () => {
    const protocols = await storm(300, (client, i) => {
      if (i % 3 > 0) client.write("request");
      if (i % 3 === 1) client.once("data", () => client.resetAndDestroy());
      else client.resetAndDestroy();
    });
    expect(protocols.every((protocol) => protocol.end instanceof BodyLost)).toBe(true);
  });
});
