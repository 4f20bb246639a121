/** A paused transport stops its client, and hears of the FIN all the same. */
import { closeSocketPairs, turn, until } from "./support/socket-pair";
import { connected } from "./support/connected";

afterEach(closeSocketPairs);

describe("pausing", () => {
  test("costs the socket nothing while no chunk comes", async () => {
    const { server, transport } = await connected();
    const pause = jest.spyOn(server, "pause");
    const resume = jest.spyOn(server, "resume");
    for (let i = 0; i < 10; i++) {
      transport.pauseProducing();
      transport.resumeProducing();
    }
    await turn();
    expect(pause).not.toHaveBeenCalled();
    expect(resume).not.toHaveBeenCalled();
  });

  test("holds one chunk and stops the client", async () => {
    const { server, client, transport, protocol } = await connected();
    transport.pauseProducing();
    const size = 16 * 1024 * 1024;
    client.end(Buffer.alloc(size));
    await until(() => server.isPaused());
    for (let i = 0; i < 20; i++) await turn();
    expect(protocol.chunks).toHaveLength(0);
    expect(server.bytesRead).toBeLessThanOrEqual(4 * 64 * 1024);
    transport.resumeProducing();
    expect(protocol.chunks).toHaveLength(0);
    await until(() => protocol.ends === 1);
    expect(protocol.bytes).toHaveLength(size);
  });

  test("with a FIN and nothing held, the FIN is told at once", async () => {
    const { client, transport, protocol } = await connected();
    transport.pauseProducing();
    client.end();
    await until(() => protocol.ends === 1);
    expect(protocol.end).toBeUndefined();
  });
});
