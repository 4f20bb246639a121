/** A client of a site in memory: what it sends is fed, what it is answered is parsed. */
import {
  Site as CoreSite,
  type ILog,
  type IResource as ICoreResource,
  type IServerProtocol,
  type SiteOptions as CoreOptions,
} from "@headgate/core";
import { readResponses, StringTransport, type WireResponse } from "@headgate/core/testing";
import { Site, type AnyResource, type SiteOptions } from "../../src/index";

/** Keeps what it is told. */
export class Journal implements ILog {
  readonly messages: string[] = [];
  readonly details: unknown[] = [];

  error(message: string, detail?: unknown): void {
    this.messages.push(message);
    this.details.push(detail);
  }

  warn(message: string): void {
    this.messages.push(message);
  }
}

export class Connection {
  readonly transport: StringTransport;
  readonly #methods: string[] = [];

  constructor(site: { buildProtocol(): IServerProtocol }, capacity = Infinity, isSecure = false) {
    this.transport = new StringTransport({
      host: { type: "TCP", host: "10.0.0.1", port: 8080 },
      peer: { type: "TCP", host: "10.0.0.2", port: 4321 },
      capacity,
      isSecure,
    });
    this.transport.connect(site.buildProtocol());
  }

  static to(resource: AnyResource, options: SiteOptions = {}, capacity = Infinity): Connection {
    return new Connection(new Site(resource, { log: new Journal(), ...options }), capacity);
  }

  static toCore(root: ICoreResource, options: CoreOptions = {}): Connection {
    return new Connection(new CoreSite(root, { log: new Journal(), ...options }));
  }

  /** Sends the head of a request, and `body` if there is one. */
  send(line: string, fields: Record<string, string> = {}, body?: string | Uint8Array): this {
    this.#methods.push(line.slice(0, line.indexOf(" ")));
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    if (bytes !== undefined) lines.push(`Content-Length: ${bytes.length}\r\n`);
    this.transport.feed(`${line} HTTP/1.1\r\nHost: localhost\r\n${lines.join("")}\r\n`);
    if (bytes !== undefined) this.transport.feed(bytes);
    return this;
  }

  get responses(): WireResponse[] {
    const { written, isDisconnecting, hasFinished } = this.transport;
    return readResponses(written, this.#methods, isDisconnecting || hasFinished);
  }

  /** The last response that is there. */
  get response(): WireResponse {
    const response = this.responses.at(-1);
    if (response === undefined) throw new Error("there is no response yet");
    return response;
  }

  get body(): string {
    return this.response.body.toString();
  }

  /** Waits for that many responses. */
  async answered(count = 1): Promise<this> {
    await until(() => this.responses.filter(({ code }) => code >= 200).length >= count);
    return this;
  }
}

/** `GET /a`, and so on, to a site of its own. */
export async function ask(
  resource: AnyResource,
  line: string,
  fields: Record<string, string> = {},
  body?: string | Uint8Array,
  options: SiteOptions = {},
): Promise<WireResponse> {
  const connection = Connection.to(resource, options).send(line, fields, body);
  return (await connection.answered()).response;
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    if (turns > 1_000_000) throw new Error("waited in vain");
    await turn();
  }
}
