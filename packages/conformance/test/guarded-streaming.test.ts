/**
 * A guard at the root over a leaf that streams, and 1 GiB announced: who is not let in has its 401 before anything is
 * invited, and who is let in has octet 1 back before octet 2 is sent.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { respond, type BodyEvent, type IRequest, type IResponse } from "@headgate/core";
import {
  BasicCredentialFactory,
  DigestCredentialFactory,
  HTTPAuthSessionWrapper,
  InMemoryUsernamePasswordDatabaseDontUse,
  IResource,
  Portal,
  Resource,
  Site,
  STREAMING,
  type ICredentialFactory,
  type IRealm,
} from "@headgate/legacy-site";
import "./support/close-all";
import { digestFor } from "./support/digest";
import type { Fields, HTTP2Stream } from "./support/http2-client";
import { NodeHTTP2Client } from "./support/node-http2-client";
import { RawClient } from "./support/raw-client";
import { RecordingLog, willClose } from "./support/servers";
import { until } from "./support/until";

const GIB = 1024 ** 3;
const TARGET = "/upload";
const [USER, PASSWORD] = ["alice", "wonder land"];
const CANCEL = 8;

class Echo extends Resource {
  static readonly [STREAMING] = true;
  override readonly isLeaf = true;

  override responseForRequest(request: IRequest): IResponse {
    return respond(200, {}, request);
  }
}

interface Scheme {
  readonly name: string;
  makeFactory(): ICredentialFactory;
  /** The Authorization field. @param challenge what a 401 asked */
  credentials(challenge: string, password: string): string;
}

const SCHEMES: readonly Scheme[] = [
  {
    name: "Basic",
    makeFactory: () => new BasicCredentialFactory("here"),
    credentials: (_, password) => `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`,
  },
  {
    name: "Digest",
    makeFactory: () => new DigestCredentialFactory("md5", "here"),
    credentials: (challenge, password) => digestFor(challenge, USER, password, "PUT", TARGET),
  },
];

interface Guarded {
  readonly site: Site;
  readonly port: number;
}

async function serveGuarded(factory: ICredentialFactory): Promise<Guarded> {
  const realm: IRealm = { requestAvatar: () => [IResource, new Echo(), null] };
  const users = new InMemoryUsernamePasswordDatabaseDontUse({ [USER]: PASSWORD });
  const root = new HTTPAuthSessionWrapper(new Portal(realm, [users]), [factory]);
  const site = new Site(root, { log: new RecordingLog() });
  return { site, port: willClose(await site.listen(0, "127.0.0.1")).port };
}

/** Bodies that anybody claimed, and those whose octets came all the same. */
const claimed: string[] = [];
const heard = (event: unknown): void => {
  const { type, request } = event as BodyEvent;
  if (type === "claimed") claimed.push(request.httpVersion);
};
beforeEach(() => {
  claimed.length = 0;
  subscribe("headgate:body", heard);
});
afterEach(() => {
  unsubscribe("headgate:body", heard);
});

function expectNothingTaken(site: Site): void {
  expect(claimed).toEqual([]);
  expect(site.bridgeSettings.budget.used).toBe(0);
  expect(site.exchanges().filter(({ received }) => received > 0)).toEqual([]);
}

function expectStreaming(site: Site, received: number): void {
  expect(site.exchanges()).toMatchObject([{ mode: "streaming", received, expected: GIB, isAnswering: true }]);
  expect(site.bridgeSettings.budget.used).toBe(0);
}

describe.each(SCHEMES)("$name over HTTP/1.1", ({ makeFactory, credentials }) => {
  async function ask(port: number, authorization?: string): Promise<RawClient> {
    const client = await RawClient.connect(port);
    const login = authorization === undefined ? "" : `Authorization: ${authorization}\r\n`;
    const framing = `Content-Length: ${GIB}\r\nExpect: 100-continue\r\n`;
    await client.send(`PUT ${TARGET} HTTP/1.1\r\nHost: a\r\n${login}${framing}\r\n`);
    return client;
  }

  async function challengeOf(port: number): Promise<string> {
    const answer = await (await ask(port)).answer();
    return answer.fields.get("www-authenticate") ?? "";
  }

  test("a bad login has its 401, no 100, and not an octet is collected", async () => {
    const { site, port } = await serveGuarded(makeFactory());
    const client = await ask(port, credentials(await challengeOf(port), "a guess"));
    const answer = await client.answer();
    expect(answer.code).toBe(401);
    // Nobody will read 1 GiB for the sake of the next request.
    expect(answer.fields.get("connection")).toBe("close");
    expectNothingTaken(site);
  });

  test("a good login has octet 1 echoed before octet 2 is sent", async () => {
    const { site, port } = await serveGuarded(makeFactory());
    const client = await ask(port, credentials(await challengeOf(port), PASSWORD));
    expect((await client.answer()).code).toBe(100);
    await client.send("1");
    await client.hear("\r\n\r\n1");
    expect(client.received).toMatch(/^HTTP\/1\.1 200 /);
    expectStreaming(site, 1);
    await client.send("2");
    await client.hear("\r\n\r\n12");
    expectStreaming(site, 2);
  });
});

describe.each(SCHEMES)("$name over HTTP/2", ({ makeFactory, credentials }) => {
  function ask(client: NodeHTTP2Client, authorization?: string): HTTP2Stream {
    const login: Fields = authorization === undefined ? [] : [["authorization", authorization]];
    return client.open([
      [":method", "PUT"],
      [":path", TARGET],
      ["content-length", String(GIB)],
      ["expect", "100-continue"],
      ...login,
    ]);
  }

  async function challengeOf(client: NodeHTTP2Client): Promise<string> {
    const stream = ask(client);
    await until(() => stream.hasEnded);
    return stream.field("www-authenticate") ?? "";
  }

  test("a bad login has its 401, no 100, and not an octet is collected", async () => {
    const { site, port } = await serveGuarded(makeFactory());
    const client = new NodeHTTP2Client(`http://127.0.0.1:${port}`);
    const stream = ask(client, credentials(await challengeOf(client), "a guess"));
    await until(() => stream.hasEnded);
    expect([stream.code, stream.interims]).toEqual([401, []]);
    expectNothingTaken(site);
  });

  test("a good login has octet 1 echoed before octet 2 is sent", async () => {
    const { site, port } = await serveGuarded(makeFactory());
    const client = new NodeHTTP2Client(`http://127.0.0.1:${port}`);
    const stream = ask(client, credentials(await challengeOf(client), PASSWORD));
    await until(() => stream.interims.length > 0);
    expect(stream.interims[0]).toContainEqual([":status", "100"]);
    stream.write("1");
    await until(() => stream.body.length > 0);
    expect([stream.code, stream.body.toString()]).toEqual([200, "1"]);
    expectStreaming(site, 1);
    stream.write("2");
    await until(() => stream.body.length > 1);
    expect(stream.body.toString()).toBe("12");
    expectStreaming(site, 2);
    stream.reset(CANCEL);
  });
});
