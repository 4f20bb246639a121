/** The access log of whatever answers in this process: a subscriber, so that new and old sites log alike. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IRequest, ResponseEvent } from "@headgate/core";
import { combinedLogFormatter, datetimeToLogString, type LoggedRequest } from "@headgate/legacy-site";
import { NotUsable } from "../command-line/exit-codes";
import type { Terminal } from "../command-line/terminal";
import { AppendedFile } from "./appended-file";

/** Lines wait so long for others to be written with. */
const GATHER_MS = 200;

export class AccessLog {
  readonly #write: (lines: string) => void;
  readonly #end: () => void;
  #lines = "";
  #timer: NodeJS.Timeout | undefined;

  private constructor(write: (lines: string) => void, end: () => void = () => {}) {
    this.#write = write;
    this.#end = end;
    subscribe("headgate:response", this.#responded);
  }

  /** Appends to the file; `-` is the terminal. @throws NotUsable */
  static to(path: string, terminal: Terminal): AccessLog {
    if (path === "-") return new AccessLog((lines) => terminal.out(lines));
    try {
      const file = new AppendedFile(path);
      let isFailing = false;
      const write = (lines: string): void => {
        try {
          file.append(lines);
          isFailing = false;
        } catch (error) {
          // Once, until it can be written again.
          if (isFailing) return;
          isFailing = true;
          terminal.err(`headgate: the access log can't be written: ${(error as Error).message}\n`);
        }
      };
      return new AccessLog(write, () => file.close());
    } catch (error) {
      throw new NotUsable(`the access log can't be opened: ${(error as Error).message}`, { cause: error });
    }
  }

  close(): void {
    unsubscribe("headgate:response", this.#responded);
    this.#flush();
    this.#end();
  }

  readonly #responded = (message: unknown): void => {
    const { type, request, response, sent } = message as ResponseEvent;
    if (type !== "ended") return;
    const line = combinedLogFormatter(
      datetimeToLogString(Date.now() / 1000),
      logged(request, response.code, sent),
    );
    this.#lines += `${line}\n`;
    this.#timer ??= setTimeout(this.#flush, GATHER_MS);
  };

  readonly #flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "") this.#write(lines);
  };
}

function logged(request: IRequest, code: number, sent: number): LoggedRequest {
  return {
    method: request.method,
    uri: text(request.uri),
    clientproto: `HTTP/${request.httpVersion}`,
    code,
    sentLength: sent,
    requestHeaders: { getRawHeaders: (name) => request.headers.getAll(name).map(text) },
    getClientAddress: () => request.channel.peer,
  };
}

/** The formatter speaks UTF-8, core octets. */
function text(octets: string): string {
  return Buffer.from(octets, "latin1").toString();
}
