/** A client of HTTP/2 for the channel contract. */
import type {
  AnswerSeen,
  ChannelDriver,
  IConnectionDriver,
  IExchangeDriver,
  RequestSpec,
} from "../contract/channel-driver";
import { ErrorCode } from "../../src/http2/wire/error-code";
import { Http2Client, type FieldLines } from "../../src/testing/http2-client";
import { StringTransport } from "../../src/testing/string-transport";

const CAPACITY_OF_A_SLOW_READER = 64;

class Http2Connection implements IConnectionDriver {
  readonly client: Http2Client;

  constructor(transport: StringTransport) {
    this.client = new Http2Client(transport);
  }

  request(spec: RequestSpec = {}): Http2Exchange {
    const { method = spec.length === undefined ? "GET" : "POST", target = "/", fields = {}, length } = spec;
    const lines = Object.entries(fields).filter(([name]) => !["connection", "upgrade"].includes(name));
    if (typeof length === "number") lines.push(["content-length", String(length)]);
    const pseudo: FieldLines = [
      [":method", method],
      [":scheme", "http"],
      [":authority", "headgate.test"],
      [":path", target],
    ];
    this.client.poll();
    return new Http2Exchange(this, this.client.request([...pseudo, ...lines], length === undefined), length);
  }

  read(): void {
    const { transport } = this.client;
    do {
      transport.drain();
      this.client.poll();
    } while (transport.unsentOctets > 0);
  }
}

class Http2Exchange implements IExchangeDriver {
  readonly #connection: Http2Connection;
  readonly #streamId: number;
  /** Octets of an announced length that were not sent; END_STREAM goes with the last. */
  #left: number | undefined;

  constructor(connection: Http2Connection, streamId: number, length: RequestSpec["length"]) {
    this.#connection = connection;
    this.#streamId = streamId;
    this.#left = length === "unknown" ? undefined : (length ?? 0);
    if (length === 0) this.#client.data(streamId, "", true);
  }

  get #client(): Http2Client {
    return this.#connection.client;
  }

  sendContent(content: string): void {
    if (this.#left !== undefined) this.#left -= content.length;
    this.#client.data(this.#streamId, content, this.#left === 0);
  }

  endContent(trailers: Readonly<Record<string, string>> = {}): void {
    if (this.#left !== undefined) return; // END_STREAM went with the head, or goes with the last octet
    const lines = Object.entries(trailers);
    if (lines.length > 0) this.#client.headers(this.#streamId, lines, true);
    else this.#client.data(this.#streamId, "", true);
  }

  get isHeldBack(): boolean {
    return this.#client.answer(this.#streamId).window <= 0;
  }

  reset(): void {
    this.#client.reset(this.#streamId, ErrorCode.CANCEL);
  }

  get answer(): AnswerSeen {
    const seen = this.#client.answer(this.#streamId);
    const isOver = seen.resetCode !== undefined || this.#client.transport.isDisconnecting;
    return {
      interim: seen.interim.map(({ code, fields }) => ({ code, fields: Object.fromEntries(fields) })),
      code: seen.code,
      fields: Object.fromEntries(seen.fields),
      content: seen.body.toString("latin1"),
      trailers: Object.fromEntries(seen.trailers),
      isComplete: seen.isComplete,
      wasCut: isOver && !seen.isComplete,
    };
  }
}

export const http2Driver: ChannelDriver<Http2Connection> = {
  httpVersion: "2.0",
  unclaimedOctets: 65_535,
  claimedOctets: 1024 * 1024,
  connect(server, { readsSlowly = false } = {}) {
    const transport = new StringTransport(readsSlowly ? { capacity: CAPACITY_OF_A_SLOW_READER } : {});
    transport.connect(server.buildProtocol());
    return new Http2Connection(transport);
  },
  shapesOfABC: {
    "a length, and END_STREAM with the last octet"(connection) {
      const exchange = connection.request({ length: 3 });
      exchange.sendContent("abc");
      return exchange;
    },
    "a length, octet by octet"(connection) {
      const exchange = connection.request({ length: 3 });
      for (const octet of "abc") exchange.sendContent(octet);
      return exchange;
    },
    "no length, and END_STREAM late"(connection) {
      const exchange = connection.request({ length: "unknown" });
      exchange.sendContent("ab");
      exchange.sendContent("c");
      exchange.endContent();
      return exchange;
    },
    "no length, and trailers"(connection) {
      const exchange = connection.request({ length: "unknown" });
      exchange.sendContent("abc");
      exchange.endContent({ digest: "x" });
      return exchange;
    },
  },
  shapesOfNothing: {
    "END_STREAM with the head": (connection) => connection.request({ method: "POST" }),
    "a length of 0, and END_STREAM late": (connection) => connection.request({ length: 0 }),
    "no length, and END_STREAM late"(connection) {
      const exchange = connection.request({ length: "unknown" });
      exchange.endContent();
      return exchange;
    },
  },
  offerUpgrade(connection, octets) {
    const { client } = connection;
    const fields: FieldLines = [
      [":method", "CONNECT"],
      [":protocol", "echo"],
      [":scheme", "http"],
      [":authority", "headgate.test"],
      [":path", "/"],
    ];
    const streamId = client.request(fields, false);
    client.data(streamId, octets, false);
    return new Http2Exchange(connection, streamId, "unknown");
  },
};
