/** A server that sends back what it gets and then closes; "hold" in it keeps an exchange open until `release`. */
import type { BodyEnd, ExchangeInfo, ILog, IServer, IServerProtocol, ITransport } from "@headgate/core";

export class EchoProtocol implements IServerProtocol {
  transport!: ITransport;
  end: BodyEnd | undefined;
  isDraining = false;
  aborted: Error | undefined;
  #held: Buffer | undefined;

  makeConnection(transport: ITransport): void {
    this.transport = transport;
  }

  dataReceived(data: Buffer): void {
    if (data.includes("hold")) this.#held = data;
    else this.transport.write(data);
  }

  /** Answers what was held. */
  release(): void {
    this.transport.write(this.#held ?? Buffer.alloc(0));
    this.#held = undefined;
    if (this.isDraining) this.transport.loseConnection();
  }

  readConnectionLost(): void {
    if (this.#held === undefined) this.transport.loseConnection();
  }

  connectionLost(reason: BodyEnd): void {
    this.end = reason;
  }

  drain(): void {
    this.isDraining = true;
    if (this.#held === undefined) this.transport.loseConnection();
  }

  exchanges(): readonly ExchangeInfo[] {
    if (this.#held === undefined) return [];
    const { length } = this.#held;
    const octets = { received: length, expected: length, taken: length };
    const head = { method: "GET", target: "/held", httpVersion: "1.1", peer: "", resource: "" } as const;
    const times = { waiting: 0, pausedMs: 0, ageMs: 0 };
    return [{ id: 1, ...head, ...octets, ...times, mode: "streaming", isAnswering: false }];
  }

  abort(reason: Error): void {
    this.aborted = reason;
    this.transport.abortConnection();
  }
}

export class EchoServer implements IServer {
  readonly protocols: EchoProtocol[] = [];
  readonly logged: string[] = [];
  readonly options: IServer["options"];

  constructor(options: Partial<Omit<IServer["options"], "log">> = {}) {
    const note = (message: string): unknown => this.logged.push(message);
    const log: ILog = { error: note, warn: note };
    this.options = { backlog: 511, maxConnections: Infinity, ...options, log };
  }

  buildProtocol(): EchoProtocol {
    const protocol = new EchoProtocol();
    this.protocols.push(protocol);
    return protocol;
  }
}
