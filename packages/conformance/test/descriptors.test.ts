/** Descriptors come back: of files that are not sent to their end, of spools whose upload broke off. */
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bodyProducer, leaf, respond } from "@headgate/core";
import { Resource, Site, type Request } from "@headgate/legacy-site";
import { files } from "@headgate/node";
import "./support/close-all";
import { RawClient } from "./support/raw-client";
import { RecordingLog, serve, willClose } from "./support/servers";
import { until } from "./support/until";

/** What the descriptors of this process lead to; undefined where the system doesn't tell. */
function openFiles(): string[] | undefined {
  try {
    return readdirSync("/proc/self/fd").flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return []; // the one that read the folder
      }
    });
  } catch {
    return undefined;
  }
}

const canLook = openFiles() !== undefined;
if (!canLook) console.warn("skipped: this system has no /proc/self/fd");
const onLinux = canLook ? describe : describe.skip;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-test-"));
});

afterEach(() => rm(directory, { recursive: true }));

/** Descriptors that lead into the directory, to files with a name or without. */
function openInside(): number {
  return (openFiles() ?? []).filter((target) => target.startsWith(directory)).length;
}

/** Those whose file has no name any more. */
function openUnlinked(): number {
  const targets = openFiles() ?? [];
  return targets.filter((target) => target.startsWith(directory) && target.endsWith("(deleted)")).length;
}

onLinux("a file of 64 MiB", () => {
  beforeEach(async () => {
    await writeFile(join(directory, "big"), "");
    await truncate(join(directory, "big"), 64 * 1024 * 1024);
  });

  test.each(["HEAD", "GET with a validator that holds", "GET of a range"])(
    "%s gives it back",
    async (what) => {
      const { port } = await serve(files(directory));
      const client = await RawClient.connect(port);
      await client.send("HEAD /big HTTP/1.1\r\nHost: a\r\n\r\n");
      const head = await client.answer(true);
      expect(head.fields.get("content-length")).toBe(String(64 * 1024 * 1024));
      if (what === "GET of a range") {
        await client.send("GET /big HTTP/1.1\r\nHost: a\r\nRange: bytes=5-9\r\n\r\n");
        expect((await client.answer()).body).toBe("\0".repeat(5));
      } else if (what !== "HEAD") {
        const etag = head.fields.get("etag") ?? "";
        await client.send(`GET /big HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${etag}\r\n\r\n`);
        expect((await client.answer()).code).toBe(304);
      }
      await until(() => openInside() === 0);
    },
  );

  test("fifty downloads that their clients break off give it back fifty times", async () => {
    const { port, site } = await serve(files(directory));
    const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(port)));
    for (const client of clients) {
      await client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
      await once(client.socket, "data");
      client.socket.pause();
    }
    expect(openInside()).toBe(50);
    for (const [i, client] of clients.entries()) {
      if (i % 2 === 0) client.reset();
      else client.socket.destroy();
    }
    await until(() => openInside() === 0 && site.connections.size === 0);
  });

  test("HEAD on a stream stops its producer, once, and never starts it", async () => {
    const calls: string[] = [];
    const note = (call: string) => (): undefined => void calls.push(call);
    const producer = {
      startProducing: note("start"),
      pauseProducing: note("pause"),
      resumeProducing: note("resume"),
      stopProducing: note("stop"),
    };
    const { port } = await serve(leaf(() => respond(200, {}, bodyProducer(producer))));
    const client = await RawClient.connect(port);
    await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect((await client.answer(true)).code).toBe(200);
    expect(calls).toEqual(["stop"]);
  });
});

class Uploads extends Resource {
  override readonly isLeaf = true;
  rendered = 0;

  render_PUT(request: Request): string {
    this.rendered++;
    return `${request.content.read().length}\n`;
  }
}

onLinux("an upload that a legacy resource collects in a file", () => {
  const HALF = Buffer.alloc(1024 * 1024, "h");
  const HEAD = `PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${2 * HALF.length}\r\n\r\n`;

  async function start(): Promise<{ client: RawClient; uploads: Uploads; site: Site }> {
    const uploads = new Uploads();
    const site = new Site(uploads, { spoolDirectory: directory, log: new RecordingLog() });
    const { port } = willClose(await site.listen(0, "127.0.0.1"));
    const client = await RawClient.connect(port);
    await client.send(HEAD);
    await client.send(HALF);
    await until(() => openUnlinked() === 1);
    return { client, uploads, site };
  }

  test("has no name while it is written, and is gone when it was read", async () => {
    const { client, uploads } = await start();
    expect(await readdir(directory)).toEqual([]);
    await client.send(HALF);
    expect((await client.answer()).body).toBe(`${2 * HALF.length}\n`);
    expect(uploads.rendered).toBe(1);
    await until(() => openInside() === 0);
  });

  test.each(["reset", "finish"] as const)(
    "leaves nothing when its client breaks it off (%s)",
    async (leave) => {
      const { client, uploads, site } = await start();
      client[leave]();
      await until(() => openInside() === 0 && site.exchanges().length === 0);
      expect(await readdir(directory)).toEqual([]);
      expect(uploads.rendered).toBe(0);
    },
  );
});
