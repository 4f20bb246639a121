/** Programs that anyone can type, over HTTP/2: curl, nghttp and h2load. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import "./support/close-all";
import { PAGES, pattern } from "./support/pages";
import { serve, type Served } from "./support/servers";
import { describeWith } from "./support/tools";

const FILE_OCTETS = 300_000;
const HASH = createHash("sha256").update(pattern(0, FILE_OCTETS)).digest("hex");

let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-http2-"));
  file = join(directory, "content");
  await writeFile(file, pattern(0, FILE_OCTETS));
});

afterAll(() => rm(directory, { recursive: true }));

/** A program that fails throws. */
function runAll(program: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(program, [...args], { encoding: "latin1", maxBuffer: Infinity });
}

/** What it says on stdout. */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  return (await runAll(program, ...args)).stdout;
}

interface Visit extends Served {
  /** Of a target. */
  url(target: string): string;
}

async function visit(isSecure: boolean): Promise<Visit> {
  const tls = isSecure ? ("self-signed" as const) : undefined;
  const served = await serve(PAGES, {}, { port: 0, host: "127.0.0.1", tls });
  return { ...served, url: (target) => `${served.endpoint.url}${target}` };
}

const WAYS: [way: string, isSecure: boolean][] = [
  ["in cleartext", false],
  ["over TLS", true],
];

describeWith("curl")("curl", () => {
  const curl = (isSecure: boolean, ...args: readonly string[]): Promise<string> =>
    run(
      "curl",
      "-sS",
      "--max-time",
      "20",
      ...(isSecure ? ["-k", "--http2"] : ["--http2-prior-knowledge"]),
      ...args,
    );

  // curl 7.88 fails at this in cleartext, whoever serves it.
  test("-Z fetches twenty pages as streams of one connection, over TLS", async () => {
    const { url } = await visit(true);
    const told = "%{http_version} %{response_code} %{size_download} %{num_connects}\n";
    const pages = url("/big?octets=[50000-50019]");
    const lines = (await curl(true, "-Z", "-o", "/dev/null", "-w", told, pages)).match(/^2 .*$/gm) ?? [];
    const seen = lines.map((line) => line.split(" ").slice(1).map(Number));
    expect(seen.map(([code]) => code)).toEqual(Array(20).fill(200));
    const octets = seen.map(([, size]) => size).sort();
    expect(octets).toEqual(seen.map((_line, i) => 50_000 + i));
    expect(seen.reduce((sum, [, , connects = 0]) => sum + connects, 0)).toBe(1);
  });

  test.each(WAYS)("-T uploads a file, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    expect(await curl(isSecure, "-T", file, url("/hash"))).toBe(`${FILE_OCTETS} ${HASH}\n`);
  });

  test.each(WAYS)(
    "-d with an expectation of 100 hears it first, %s (RFC 9110 section 10.1.1)",
    async (_, isSecure) => {
      const { url } = await visit(isSecure);
      const heard = await curl(isSecure, "-i", "-H", "Expect: 100-continue", "-d", "content", url("/echo"));
      expect(heard).toMatch(/^HTTP\/2 100 \r\n\r\nHTTP\/2 200 \r\n[^]*\r\n\r\ncontent$/);
    },
  );

  test.each(WAYS)("-i shows early hints before, and trailers behind, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    expect(await curl(isSecure, "-i", url("/hinted"))).toMatch(
      /^HTTP\/2 103 \r\nlink: .*\r\n\r\nHTTP\/2 200 /,
    );
    const heard = await curl(isSecure, "-i", url("/trailers"));
    expect(heard).toMatch(/^HTTP\/2 200 \r\n[^]*\r\n\r\none\ntwo\nthree\nx-checksum: abc123\r\n/);
  });

  test("--http2 in cleartext asks for an upgrade, and is answered in HTTP/1.1 (RFC 9113 section 3.1)", async () => {
    const { url } = await visit(false);
    const heard = await run("curl", "-sSi", "--http2", url("/version"));
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n1\.1 http\n$/);
    expect(heard).not.toMatch(/upgrade/i);
  });
});

describeWith("nghttp")("nghttp", () => {
  test.each(WAYS)("-nv gets its answer behind five PRIORITY of idle streams, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    const heard = await run("nghttp", "-nv", url("/"));
    expect(heard).toMatch(/send PRIORITY frame <length=5, flags=0x00, stream_id=11>/);
    expect(heard).toMatch(/recv \(stream_id=13\) :status: 200\n/);
    expect(heard).toMatch(/recv \(stream_id=13\) content-length: 6\n/);
    expect(heard).toMatch(/recv DATA frame <length=6, flags=0x01, stream_id=13>/);
    expect(heard).not.toMatch(/recv (?:RST_STREAM|GOAWAY)/);
  });

  test.each(WAYS)("-d uploads a file, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    expect(await run("nghttp", "-d", file, url("/hash"))).toBe(`${FILE_OCTETS} ${HASH}\n`);
  });

  test.each(WAYS)("--trailer sends one and gets it back, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    const args = ["-nv", "-d", file, "-H", "trailer: x-sum", "--trailer", "x-sum: 42"];
    expect(await run("nghttp", ...args, url("/echo"))).toMatch(/recv \(stream_id=13\) x-sum: 42\n/);
  });

  test("-nu asks for an upgrade, and gets none (RFC 9113 section 3.1)", async () => {
    const { url } = await visit(false);
    const { stdout, stderr } = await runAll("nghttp", "-nuv", url("/"));
    expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r?$/m);
    expect(stderr).toContain("HTTP Upgrade failed");
  });
});

describeWith("h2load")("h2load", () => {
  const COUNT = 400;
  const load = (...args: readonly string[]): Promise<string> =>
    run("h2load", "-n", String(COUNT), "-c", "4", "-m", "20", ...args);
  const SUCCEEDED = `requests: ${COUNT} total, ${COUNT} started, ${COUNT} done, ${COUNT} succeeded, 0 failed, 0 errored, 0 timeout`;

  test.each(WAYS)("sees every request succeed, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    const heard = await load(url("/"));
    expect(heard).toContain(SUCCEEDED);
    expect(heard).toContain(`status codes: ${COUNT} 2xx, 0 3xx, 0 4xx, 0 5xx`);
  });

  test.each(WAYS)("sees every upload succeed, %s", async (_, isSecure) => {
    const { url } = await visit(isSecure);
    expect(await load("-d", file, url("/hash"))).toContain(SUCCEEDED);
  });
});
