/** The content of a file is read on demand, and its descriptor given back. */
import { once } from "node:events";
import { truncateSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { BodyAborted, BodyDone, PathCursor } from "@headgate/core";
import type { IBodyTransport, IResponse } from "@headgate/core";
import { fakeRequest, RecordingProtocol } from "@headgate/core/testing";
import { files, listen } from "../src/index";
import { until } from "./support/socket-pair";
import { folder, get, LARGE, site } from "./support/served-files";

describe("the content of a file", () => {
  async function answerTo(name: string): Promise<IResponse> {
    return files(folder.root).responseForRequest(
      fakeRequest({ target: `/${name}` }),
      PathCursor.of(`/${name}`),
    );
  }

  test("is read on demand: nothing while the reader pauses", async () => {
    const protocol = new RecordingProtocol({
      borrowsData: true,
      received: () => protocol.transport.pauseProducing(),
    });
    (await answerTo("large.bin")).deliverBody(protocol);
    const lengths: number[] = [];
    while (protocol.end === undefined) {
      await until(() => protocol.chunks.length > lengths.length || protocol.end !== undefined);
      lengths.splice(0, Infinity, ...protocol.chunks.map((chunk) => chunk.length));
      protocol.transport.resumeProducing();
    }
    expect(lengths).toEqual([65_536, 65_536, 65_536, 65_536, 300_000 - 4 * 65_536]);
    expect(protocol.end).toBe(BodyDone.instance);
  });

  test("gives its descriptor back when the reader stops, before, between and during reads", async () => {
    const stops: ((transport: IBodyTransport) => unknown)[] = [
      (transport) => transport.stopProducing(),
      (transport) => setImmediate(() => transport.stopProducing()),
    ];
    for (const stop of stops) {
      const protocol = new RecordingProtocol();
      (await answerTo("large.bin")).deliverBody(protocol);
      expect(folder.openDescriptors()).toBe(1);
      stop(protocol.transport);
      expect(await protocol.whenEnded()).toBeInstanceOf(BodyAborted);
      await until(() => folder.openDescriptors() === 0);
    }
  });

  test("of a file that is cut short while it is sent breaks off, and is never padded", async () => {
    folder.write("shrinking.bin", LARGE);
    const protocol = new RecordingProtocol({
      received: () => truncateSync(join(folder.root, "shrinking.bin"), 70_000),
    });
    (await answerTo("shrinking.bin")).deliverBody(protocol);
    expect(await protocol.whenEnded()).toBeInstanceOf(BodyAborted);
    expect(protocol.bytes.length).toBeLessThanOrEqual(70_000);
    expect((await get("/shrinking.bin")).body).toHaveLength(70_000);
  });

  test("is given back by a client that leaves in the middle of it", async () => {
    folder.write("huge.bin", Buffer.alloc(64 * 1024 * 1024));
    const endpoint = await listen(site, { host: "127.0.0.1" });
    const client = connect(endpoint.port, endpoint.host);
    client.write("GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(client, "data");
    client.pause();
    await until(() => folder.openDescriptors() === 1);
    client.resetAndDestroy();
    await until(() => folder.openDescriptors() === 0);
    await endpoint.close();
  });
});
