/** Plays a case over HTTP/1.1, on loopback. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { isAsk, type Case, type Outcome, type RawAnswer, type Step } from "./case";
import { Normaliser } from "./normalise";
import { parseAnswer } from "./parse-answers";
import { requestOf } from "./request-of";

/** Without an answer, or the end that it says, for so long, there will be none. */
const PATIENCE_MS = 5000;

class Connection {
  readonly socket: Socket;
  #received = "";
  #hasEnded = false;
  #changed: () => void = () => {};

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text: string) => {
      this.#received += text;
      this.#changed();
    });
    this.socket.on("error", () => undefined);
    for (const event of ["end", "close"]) {
      this.socket.on(event, () => {
        this.#hasEnded = true;
        this.#changed();
      });
    }
  }

  send(octets: string): void {
    this.socket.write(octets, "latin1");
  }

  async answer(method: string): Promise<RawAnswer> {
    for (;;) {
      const parsed = parseAnswer(this.#received, method, this.#hasEnded);
      if (parsed !== undefined) {
        this.#received = this.#received.slice(parsed.end);
        return parsed.answer;
      }
      if (this.#hasEnded || !(await this.#changes(PATIENCE_MS))) throw new Error(this.#missing());
    }
  }

  async hears(text: string): Promise<void> {
    while (!this.#received.includes(text)) {
      if (this.#hasEnded || !(await this.#changes(PATIENCE_MS))) throw new Error(this.#missing());
    }
  }

  /** Whether the server closes it within `withinMs`. */
  async end(withinMs: number): Promise<Outcome["end"]> {
    while (!this.#hasEnded && (await this.#changes(withinMs)));
    return this.#hasEnded ? "closed" : "open";
  }

  #changes(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs, false);
      this.#changed = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  #missing(): string {
    return `no complete answer in ${JSON.stringify(this.#received.slice(0, 300))}`;
  }
}

/** `endWithinMs`: how long the server may take to close the connection after a last answer that does not say so. */
export async function playHTTP1(port: number, played: Case, endWithinMs: number): Promise<Outcome> {
  const answers: RawAnswer[] = [];
  let connection = new Connection(port);
  try {
    for (const step of played.steps) {
      await play(connection, step, answers);
      if (typeof step === "object" && "leave" in step) connection = new Connection(port);
    }
    const end = await connection.end(saysClose(answers.at(-1)) ? PATIENCE_MS : endWithinMs);
    return new Normaliser(port, played.masks).outcome(answers, end);
  } finally {
    connection.socket.destroy();
  }
}

function saysClose(answer: RawAnswer | undefined): boolean {
  return (
    answer?.fields.some(([name, value]) => /^connection$/i.test(name) && /^close$/i.test(value)) === true
  );
}

async function play(connection: Connection, step: Step, answers: RawAnswer[]): Promise<void> {
  if (isAsk(step)) {
    const { method, target, fields, content } = requestOf(step, answers);
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
    connection.send(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${content}`);
    answers.push(await connection.answer(method));
  } else if ("raw" in step) {
    connection.send(step.raw);
    for (const method of step.methods) answers.push(await connection.answer(method));
  } else if ("leave" in step) {
    if (step.after !== undefined) await connection.hears(step.after);
    if (step.leave === "finish") connection.socket.end();
    else connection.socket.resetAndDestroy();
    await once(connection.socket, "close");
  } else await wait(step.waitMs);
}
