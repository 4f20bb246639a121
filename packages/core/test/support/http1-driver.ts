/** A client of HTTP/1.1 for the channel contract. */
import type {
  AnswerSeen,
  ChannelDriver,
  IConnectionDriver,
  IExchangeDriver,
  RequestSpec,
} from "../contract/channel-driver";
import { readResponses } from "../../src/testing/read-response";
import { StringTransport } from "../../src/testing/string-transport";
import { chunked } from "./serve";

const CAPACITY_OF_A_SLOW_READER = 64;

class Http1Connection implements IConnectionDriver {
  readonly transport: StringTransport;
  readonly methods: string[] = [];

  constructor(transport: StringTransport) {
    this.transport = transport;
  }

  request(spec: RequestSpec = {}): Http1Exchange {
    const { method = spec.length === undefined ? "GET" : "POST", target = "/", fields = {}, length } = spec;
    const lines = Object.entries({ Host: "headgate.test", ...fields }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    if (length === "unknown") lines.push("Transfer-Encoding: chunked");
    else if (length !== undefined) lines.push(`Content-Length: ${length}`);
    this.methods.push(method);
    this.transport.feed([`${method} ${target} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    return new Http1Exchange(this, length === "unknown");
  }

  read(): void {
    this.transport.drain();
  }
}

class Http1Exchange implements IExchangeDriver {
  readonly #connection: Http1Connection;
  readonly #isChunked: boolean;
  readonly #index: number;

  constructor(connection: Http1Connection, isChunked: boolean) {
    this.#connection = connection;
    this.#isChunked = isChunked;
    this.#index = connection.methods.length - 1;
  }

  sendContent(content: string): void {
    this.#connection.transport.feed(this.#isChunked ? chunked(content) : content);
  }

  endContent(trailers: Readonly<Record<string, string>> = {}): void {
    if (!this.#isChunked) return;
    const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#connection.transport.feed(`0\r\n${lines.join("")}\r\n`);
  }

  get isHeldBack(): boolean {
    return this.#connection.transport.isPaused;
  }

  reset(): void {
    this.#connection.transport.lose();
  }

  get answer(): AnswerSeen {
    const { transport, methods } = this.#connection;
    const isClosed = transport.hasFinished || transport.isDisconnecting;
    const whole = readResponses(transport.written, methods, isClosed);
    const finals = whole.filter(({ code }) => code >= 200 || code === 101);
    const interim = whole.filter(({ code }) => code < 200 && code !== 101);
    const seen = finals[this.#index];
    const begun = seen?.isComplete === true ? seen : this.#begun();
    return {
      interim: interim.map(({ code, headers }) => ({ code, fields: Object.fromEntries(headers) })),
      code: begun?.code,
      fields: Object.fromEntries(begun?.headers ?? []),
      content: begun?.body.toString("latin1") ?? "",
      trailers: Object.fromEntries(begun?.trailers ?? []),
      isComplete: seen?.isComplete ?? false,
      wasCut: isClosed && seen?.isComplete !== true,
    };
  }

  /** An answer whose end has not come: read as if the connection had closed, its chunks taken out of their frames. */
  #begun(): ReturnType<typeof readResponses>[number] | undefined {
    const { transport, methods } = this.#connection;
    const finals = readResponses(transport.written, methods, true).filter(
      ({ code }) => code >= 200 || code === 101,
    );
    const begun = finals[this.#index];
    if (begun?.headers.get("transfer-encoding") !== "chunked") return begun;
    const body = Buffer.from(
      begun.body.toString("latin1").replace(/[0-9a-f]+\r\n([^\r]*)\r\n/g, "$1"),
      "latin1",
    );
    return { ...begun, body };
  }
}

/** Everything in one read, head and content. */
function inOneRead(octets: string): (connection: Http1Connection) => IExchangeDriver {
  return (connection) => {
    connection.methods.push("POST");
    connection.transport.feed(octets);
    return new Http1Exchange(connection, false);
  };
}

const HEAD = "POST / HTTP/1.1\r\nHost: headgate.test\r\n";

export const http1Driver: ChannelDriver<Http1Connection> = {
  httpVersion: "1.1",
  unclaimedOctets: 1_000,
  claimedOctets: 500,
  connect(server, { readsSlowly = false } = {}) {
    const transport = new StringTransport(readsSlowly ? { capacity: CAPACITY_OF_A_SLOW_READER } : {});
    transport.connect(server.buildProtocol());
    return new Http1Connection(transport);
  },
  shapesOfABC: {
    "a length, in one read": inOneRead(`${HEAD}Content-Length: 3\r\n\r\nabc`),
    "a length, octet by octet"(connection) {
      const exchange = connection.request({ length: 3 });
      for (const octet of "abc") exchange.sendContent(octet);
      return exchange;
    },
    "chunks, in one read": inOneRead(
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n`,
    ),
    "chunks, the last one late"(connection) {
      const exchange = connection.request({ length: "unknown" });
      exchange.sendContent("a");
      exchange.sendContent("bc");
      exchange.endContent();
      return exchange;
    },
    "chunks with extensions": inOneRead(
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n3;name=value\r\nabc\r\n0;last\r\n\r\n`,
    ),
    "chunks and trailers": inOneRead(
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nDigest: x\r\n\r\n`,
    ),
  },
  shapesOfNothing: {
    "no framing field": (connection) => connection.request({ method: "POST" }),
    "a length of 0": (connection) => connection.request({ length: 0 }),
    "no chunk but the last": inOneRead(`${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  },
  offerUpgrade(connection, octets) {
    connection.methods.push("GET");
    connection.transport.feed(
      `GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n${octets}`,
    );
    return new Http1Exchange(connection, false);
  },
};
