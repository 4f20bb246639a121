/** python3-h2 as a client: our script in a process of its own, orders and what it hears as lines of JSON. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { HTTP2Stream, requestFields, type Fields, type GoAway, type IHTTP2Client } from "./http2-client";
import { PYTHON } from "./tools";

const SCRIPT = join(__dirname, "../python/http2_client.py");
/** RFC 8441 section 3. */
const ENABLE_CONNECT_PROTOCOL = "8";

const running = new Set<ChildProcess>();

/** After each test. */
export function closePythonClients(): void {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
}

type HeardOnStream =
  | { event: "interim"; stream: number; fields: Fields }
  | { event: "head"; stream: number; fields: Fields }
  | { event: "trailers"; stream: number; fields: Fields }
  | { event: "data"; stream: number; data: string }
  | { event: "ended"; stream: number }
  | { event: "reset"; stream: number; code: number };

type Heard =
  | HeardOnStream
  | { event: "goaway"; last: number; code: number }
  | { event: "settings"; settings: Record<string, number> }
  | { event: "closed" };

export class PythonHTTP2Client implements IHTTP2Client {
  readonly goAways: GoAway[] = [];
  canConnect = false;
  isClosed = false;
  readonly #url: URL;
  readonly #child: ChildProcess;
  readonly #streams = new Map<number, HTTP2Stream>();
  #nextId = 1;

  constructor(url: string) {
    this.#url = new URL(url);
    const { port, protocol } = this.#url;
    const args = [SCRIPT, port, ...(protocol === "https:" ? ["tls"] : [])];
    this.#child = spawn(PYTHON, args, { stdio: ["pipe", "pipe", "inherit"] });
    running.add(this.#child);
    this.#child.stdin?.on("error", () => undefined);
    const { stdout } = this.#child;
    if (stdout === null) throw new Error("the script has no stdout");
    createInterface(stdout).on("line", (line) => this.#heard(JSON.parse(line) as Heard));
    this.#child.on("exit", () => (this.isClosed = true));
  }

  open(fields: Fields, isEnd = false): HTTP2Stream {
    const { protocol, host } = this.#url;
    const streamId = this.#nextId;
    this.#nextId += 2;
    const stream = new PythonHTTP2Stream(streamId, this.#order);
    this.#streams.set(streamId, stream);
    const all = requestFields(fields, protocol.slice(0, -1), host);
    this.#order({ do: "request", stream: streamId, fields: all, end: isEnd });
    return stream;
  }

  /** SETTINGS_HEADER_TABLE_SIZE, now. */
  setTable(octets: number): void {
    this.#order({ do: "table", octets });
  }

  close(): void {
    this.#child.stdin?.end();
  }

  readonly #order = (order: object): void => {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  };

  #heard(heard: Heard): void {
    if (heard.event === "goaway") this.goAways.push({ lastStreamId: heard.last, errorCode: heard.code });
    else if (heard.event === "settings") this.canConnect ||= heard.settings[ENABLE_CONNECT_PROTOCOL] === 1;
    else if (heard.event === "closed") this.isClosed = true;
    else {
      const stream = this.#streams.get(heard.stream);
      if (stream === undefined) throw new Error(`nobody has opened stream ${heard.stream}`);
      hear(stream, heard);
    }
  }
}

function hear(stream: HTTP2Stream, heard: HeardOnStream): void {
  switch (heard.event) {
    case "interim":
      stream.interims.push(heard.fields);
      return;
    case "head":
      stream.head = heard.fields;
      return;
    case "trailers":
      stream.trailers = heard.fields;
      return;
    case "data":
      stream.pieces.push(Buffer.from(heard.data, "base64"));
      return;
    case "ended":
      stream.hasEnded = true;
      return;
    case "reset":
      stream.resetCode = heard.code;
  }
}

class PythonHTTP2Stream extends HTTP2Stream {
  readonly #streamId: number;
  readonly #order: (order: object) => void;

  constructor(streamId: number, order: (order: object) => void) {
    super();
    this.#streamId = streamId;
    this.#order = order;
  }

  write(data: Buffer | string): void {
    this.#order({ do: "data", stream: this.#streamId, data: Buffer.from(data).toString("base64") });
  }

  end(trailers: Fields = []): void {
    this.#order({ do: "end", stream: this.#streamId, fields: trailers });
  }

  reset(errorCode: number): void {
    this.#order({ do: "reset", stream: this.#streamId, code: errorCode });
  }
}
