/**
 * One request to a site and its answer, over real wire octets of any version, in memory: no socket, no port.
 */
import type { IServerProtocol } from "../interfaces/server";
import { Http1Injection } from "./http1-injection";
import { Http2Injection } from "./http2-injection";
import type { IInjection, Injected, InjectOptions } from "./injection";
import { StringTransport } from "./string-transport";

/** What is injected into: a Site of core, or a legacy one. */
export interface IInjectable {
  buildProtocol(): IServerProtocol;
}

const CLOCK_STEP_MS = 250;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * @returns the final response, when its body is complete or has broken off
 * @throws Error where the connection, or the stream, ended without one
 */
export async function inject(site: IInjectable, options: InjectOptions = {}): Promise<Injected> {
  const transport = new StringTransport();
  transport.connect(site.buildProtocol());
  const isHttp2 = options.httpVersion === "2.0";
  const injection: IInjection = isHttp2
    ? new Http2Injection(transport, options)
    : new Http1Injection(transport, options);
  for (;;) {
    const { isOver } = injection;
    const answer = injection.answer();
    if (answer !== undefined) {
      transport.lose();
      return answer;
    }
    if (isOver) {
      throw new Error(`closed without an answer to ${options.method ?? "GET"} ${options.target ?? "/"}`);
    }
    injection.proceed();
    options.clock?.advance(CLOCK_STEP_MS);
    await nextTurn();
  }
}
