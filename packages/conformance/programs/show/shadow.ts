/**
 * `npm run show:shadow`: 1 GiB echoed by an old and a new resource, over both versions. The client has the old echo;
 * the report names the one octet that the new one changed; neither body is held. Two old ones: one that streams, and
 * one that collects the request, as twisted.web does, against a new one that streams. Option: --mebioctets N.
 */
import { createHash } from "node:crypto";
import { request as http1Request } from "node:http";
import { connect } from "node:http2";
import { join } from "node:path";
import { Readable, type Duplex } from "node:stream";
import type { BodyDifference, ShadowReport } from "@headgate/legacy-site";
import { Child } from "../../src/child";
import { mib, numberOption, row } from "./report";

/** What a garbage collector that is in no hurry may leave lying about; the shadow itself holds 2 MiB at most. */
const BOUND_OCTETS = 96 * 1024 * 1024;
const WARM_UP_OCTETS = 16 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024);
for (let at = 0; at < PIECE.length; at++) PIECE[at] = (at * 131 + (at >> 8)) & 0xff;

/** What the server has below these names. */
const SCENES = {
  same: "two echoes that are the same",
  planted: "one octet planted",
  "collected-same": "the old one collects, the same",
  "collected-planted": "the old one collects, one planted",
} as const;

type Version = "HTTP/1.1" | "HTTP/2";

interface Echo {
  readonly octets: number;
  readonly isWhole: boolean;
}

function* pieces(octets: number): Generator<Buffer> {
  for (let sent = 0; sent < octets; sent += PIECE.length) yield PIECE.subarray(0, octets - sent);
}

function digestOf(octets: number): string {
  const hash = createHash("sha1");
  for (const piece of pieces(octets)) hash.update(piece);
  return hash.digest("hex");
}

/** Sends the body, and reads the echo as it comes. */
async function echoed(
  upload: Duplex | NodeJS.WritableStream,
  answer: Promise<Readable>,
  octets: number,
): Promise<Echo> {
  const hash = createHash("sha1");
  let received = 0;
  const reading = answer.then(async (readable) => {
    for await (const piece of readable as AsyncIterable<Buffer>) {
      received += piece.length;
      hash.update(piece);
    }
  });
  const sending = Readable.from(pieces(octets), { objectMode: false });
  sending.pipe(upload);
  await reading;
  return { octets: received, isWhole: received === octets && hash.digest("hex") === digestOf(octets) };
}

async function overHttp1(port: number, path: string, octets: number): Promise<Echo> {
  const headers = { "content-length": octets };
  const upload = http1Request({ host: "127.0.0.1", port, path, method: "PUT", headers });
  const answer = new Promise<Readable>((resolve, reject) =>
    upload.on("response", resolve).on("error", reject),
  );
  return echoed(upload, answer, octets);
}

async function overHttp2(port: number, path: string, octets: number): Promise<Echo> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({ ":method": "PUT", ":path": path }, { endStream: false });
  try {
    return await echoed(stream, Promise.resolve(stream), octets);
  } finally {
    session.close();
  }
}

const CLIENTS: Readonly<Record<Version, typeof overHttp1>> = { "HTTP/1.1": overHttp1, "HTTP/2": overHttp2 };

/** Past the window a difference is named by its block. */
function isAt({ offset, end = offset + 1 }: BodyDifference, planted: number): boolean {
  return offset <= planted && planted < end;
}

async function play(
  version: Version,
  path: keyof typeof SCENES,
  octets: number,
  planted: number,
): Promise<void> {
  const child = await Child.listening(join(__dirname, "shadow-server.ts"), [String(planted)]);
  const samples: number[] = [];
  try {
    // What is compiled and allocated once is not what is measured.
    await CLIENTS[version](child.port, `/${path}`, WARM_UP_OCTETS);
    const first = await child.memory();
    const sampling = setInterval(() => void child.memory().then((memory) => samples.push(memory)), 250);
    const echo = await CLIENTS[version](child.port, `/${path}`, octets);
    clearInterval(sampling);
    const report = await child.ask<ShadowReport>(path);
    const growth = Math.max(first, ...samples) - first;
    const [detail] = report.differences[0]?.details ?? [];
    const isFound = detail?.kind === "body" && isAt(detail, planted) && report.different === 1;
    const isRight = path.endsWith("same") ? report.same === 2 && report.different === 0 : isFound;
    const found = detail === undefined ? "no difference" : JSON.stringify(detail);
    row(
      isRight && echo.isWhole && growth <= BOUND_OCTETS,
      `${version}, ${SCENES[path]}`,
      `${mib(echo.octets)} came back ${echo.isWhole ? "whole" : "CHANGED"}; ${found}; ` +
        `memory grew by ${mib(growth)} (bound ${mib(BOUND_OCTETS)}) from ${mib(first)}; ` +
        `dropped ${JSON.stringify(report.dropped)}`,
    );
  } finally {
    await child.stop();
  }
}

async function main(): Promise<void> {
  const octets = numberOption("mebioctets", 1024) * 1024 * 1024;
  const planted = octets - 12_345;
  for (const version of ["HTTP/1.1", "HTTP/2"] as const) {
    for (const path of Object.keys(SCENES) as (keyof typeof SCENES)[])
      await play(version, path, octets, planted);
  }
}

void main();
