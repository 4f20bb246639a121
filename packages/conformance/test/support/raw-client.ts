/** A client that says exactly what it is told, octet by octet, and keeps what it hears. */
import { once } from "node:events";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import { parseAnswer, type Answer } from "./answer";

const open = new Set<RawClient>();

/** After each test. */
export function closeRawClients(): void {
  for (const client of open) client.socket.destroy();
  open.clear();
}

export class RawClient {
  readonly socket: Socket;
  /** Received and not yet read as an answer, as latin1. */
  #received = "";
  #octets = 0;
  #hasEnded = false;
  #error: NodeJS.ErrnoException | undefined;
  #changed: () => void = () => {};

  /** Takes over a socket that is connecting or connected. */
  constructor(socket: Socket) {
    this.socket = socket;
    open.add(this);
    socket.setEncoding("latin1");
    socket.on("data", (octets: string) => {
      this.#received += octets;
      this.#octets += octets.length;
      this.#changed();
    });
    socket.on("end", () => this.#ended());
    socket.on("close", () => this.#ended());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#error = error;
      this.#ended();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    return RawClient.connectTo({ port, host: "127.0.0.1" });
  }

  static async connectTo(target: NetConnectOpts): Promise<RawClient> {
    const client = new RawClient(connect({ allowHalfOpen: true, ...target }));
    await once(client.socket, "connect");
    client.socket.setNoDelay(true);
    return client;
  }

  // ---- speaking ----------------------------------------------------------------------------------------

  /** Resolves when the kernel has taken the octets, or when it never will. */
  send(octets: string | Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(octets, "latin1", () => resolve());
    });
  }

  /** FIN. */
  finish(): void {
    this.socket.end();
  }

  /** RST. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  // ---- hearing -----------------------------------------------------------------------------------------

  get received(): string {
    return this.#received;
  }

  /** Octets received in all. */
  get octets(): number {
    return this.#octets;
  }

  /** FIN, RST or an error came. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What went wrong with the connection: ECONNRESET, say. */
  get errorCode(): string | undefined {
    return this.#error?.code;
  }

  /** The next answer, taken out of what was received; interim ones count. */
  async answer(isToHead = false): Promise<Answer> {
    for (;;) {
      const parsed = parseAnswer(this.#received, isToHead, this.#hasEnded);
      if (parsed !== undefined) {
        this.#received = this.#received.slice(parsed.end);
        return parsed.answer;
      }
      await this.#change();
    }
  }

  async answers(count: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < count) answers.push(await this.answer());
    return answers;
  }

  /** Waits until `text` is among what was received and not read. */
  async hear(text: string): Promise<void> {
    while (!this.#received.includes(text)) {
      if (this.#hasEnded)
        throw new Error(`ended without ${JSON.stringify(text)}: ${this.#received.slice(-200)}`);
      await this.#change();
    }
  }

  /** Waits for the end, and returns what was received and not read. */
  async end(): Promise<string> {
    while (!this.#hasEnded) await this.#change();
    return this.#received;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  #ended(): void {
    this.#hasEnded = true;
    this.#changed();
  }
}
