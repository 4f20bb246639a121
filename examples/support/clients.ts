/** node:http and node:http2 as one client, for the tests: both are to see the same. */
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect, type IncomingHttpHeaders } from "node:http2";
import type { Site } from "@headgate/legacy-site/server";

export interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Client {
  ask(question: Question): Promise<Answer>;
  /** Asks, and goes away as soon as `isEnough` resolves. */
  leave(question: Question, isEnough: Promise<unknown>): Promise<void>;
}

/** Tests run once for each: `describe.each(VERSIONS)`. */
export const VERSIONS = ["1.1", "2.0"] as const;
export type Version = (typeof VERSIONS)[number];

/** Serves `site` on a free port for as long as `use` runs. */
export async function withClient(
  site: Site,
  version: Version,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const endpoint = await site.listen(0, "127.0.0.1");
  const session = version === "2.0" ? connect(`http://127.0.0.1:${endpoint.port}`) : undefined;
  try {
    await use(session === undefined ? http1(endpoint.port) : http2(session));
  } finally {
    session?.destroy();
    await endpoint.close({ graceMs: 1_000 });
  }
}

function http1(port: number): Client {
  const send = ({ method = "GET", path = "/", headers = {}, body }: Question): ReturnType<typeof request> =>
    request({ host: "127.0.0.1", port, agent: false, method, path, headers }).end(body);
  return {
    async ask(question) {
      const [answer] = (await once(send(question), "response")) as [IncomingMessage];
      return { code: answer.statusCode!, headers: answer.headers, text: await textOf(answer) };
    },
    async leave(question, isEnough) {
      const sending = send(question).on("error", () => {});
      await isEnough;
      sending.destroy();
    },
  };
}

function http2(session: ReturnType<typeof connect>): Client {
  const send = ({
    method = "GET",
    path = "/",
    headers = {},
    body,
  }: Question): ReturnType<typeof session.request> => {
    const { host, ...fields } = headers as Record<string, string>;
    const authority = host === undefined ? {} : { ":authority": host };
    return session.request({ ":method": method, ":path": path, ...authority, ...fields }).end(body);
  };
  return {
    async ask(question) {
      const stream = send(question);
      const [headers] = (await once(stream, "response")) as [IncomingHttpHeaders & { ":status": number }];
      return { code: headers[":status"], headers, text: await textOf(stream) };
    },
    async leave(question, isEnough) {
      const stream = send(question).on("error", () => {});
      await isEnough;
      stream.close(8);
    },
  };
}

async function textOf(answer: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const piece of answer.setEncoding("utf8")) text += piece as string;
  return text;
}
