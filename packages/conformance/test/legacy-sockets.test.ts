/** The legacy site on real sockets: clients that leave, and what becomes of a process whose application fails. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { connect as connectSecurely } from "node:tls";
import { ClientGone } from "@headgate/core";
import {
  ConnectionDone,
  ConnectionLost,
  NOT_DONE_YET,
  Resource,
  Site,
  type Failure,
  type Request,
} from "@headgate/legacy-site";
import { SocketTransport } from "@headgate/node";
import { Child } from "../src/child";
import "./support/close-all";
import { RawClient } from "./support/raw-client";
import { RecordingLog, willClose } from "./support/servers";
import { until } from "./support/until";

const PROGRAM = join(__dirname, "children/legacy.ts");
const GET = "GET /late HTTP/1.1\r\nHost: a\r\n\r\n";

/** Does nothing until its test does. */
class Silent extends Resource {
  override readonly isLeaf = true;
  request: Request | undefined;
  readonly failures: Failure[] = [];

  render_GET(request: Request): typeof NOT_DONE_YET {
    this.request = request;
    request.notifyFinish().addErrback((failure) => {
      this.failures.push(failure);
    });
    return NOT_DONE_YET;
  }
}

async function serveLegacy(resource: Resource): Promise<RawClient> {
  const site = new Site(resource, { log: new RecordingLog() });
  const endpoint = willClose(await site.listen(0, "127.0.0.1"));
  return RawClient.connect(endpoint.port);
}

describe("a client that leaves", () => {
  test("by RST: notifyFinish errbacks ConnectionLost, and finish() throws CLIENT_GONE", async () => {
    const silent = new Silent();
    const client = await serveLegacy(silent);
    await client.send(GET);
    await until(() => silent.request !== undefined);
    client.reset();
    await until(() => silent.failures.length === 1);
    expect(silent.failures[0]?.value).toBeInstanceOf(ConnectionLost);
    expect(() => silent.request?.finish()).toThrow(ClientGone);
  });

  test("by FIN: it errbacks ConnectionDone; what is written all the same is sent", async () => {
    const silent = new Silent();
    const client = await serveLegacy(silent);
    client.socket.end(GET);
    await until(() => silent.failures.length === 1);
    expect(silent.failures[0]?.value).toBeInstanceOf(ConnectionDone);
    silent.request?.write("late, but here\n");
    expect(() => silent.request?.finish()).toThrow(ClientGone);
    expect((await client.answer()).body).toBe("late, but here\n");
    expect(await client.end()).toBe("");
  });
});

describe("closing, with a client that has sent FIN and is owed an answer", () => {
  /** What was logged while the endpoint closed. */
  async function closing(leaf: Silent, graceMs?: number): Promise<readonly string[]> {
    const log = new RecordingLog();
    const endpoint = await new Site(leaf, { log }).listen(0, "127.0.0.1");
    const client = await RawClient.connect(endpoint.port);
    client.socket.end(GET);
    await until(() => leaf.failures.length === 1);
    await endpoint.close({ graceMs });
    await client.end();
    return log.lines;
  }

  test("waits for its answer as for any other, and cuts it after the grace", async () => {
    expect(await closing(new Silent(), 50)).toEqual([expect.stringMatching(/in flight: GET \/late$/)]);
  });

  test("waits for nothing if the resource says that none will come, by loseConnection", async () => {
    class SaysSo extends Silent {
      override render_GET(request: Request): typeof NOT_DONE_YET {
        request.notifyFinish().addErrback(() => request.loseConnection());
        return super.render_GET(request);
      }
    }
    expect(await closing(new SaysSo())).toEqual([]);
  });
});

test("a FIN right behind the head gets the answer that render gives when it has come", async () => {
  class Later extends Resource {
    override readonly isLeaf = true;

    async render_GET(request: Request): Promise<string> {
      await new Promise<void>((resolve) => void request.notifyFinish().addErrback(() => resolve()));
      return "later\n";
    }
  }
  const client = await serveLegacy(new Later());
  client.socket.end(GET);
  expect((await client.answer()).body).toBe("later\n");
});

describe("write and finish in one turn", () => {
  class Writes extends Resource {
    override readonly isLeaf = true;

    render_GET(request: Request): typeof NOT_DONE_YET {
      const answer = (): void => {
        request.write("one ");
        request.write("socket ");
        request.write("write");
        request.finish();
      };
      if (request.uri === "/later") setTimeout(answer, 5);
      else answer();
      return NOT_DONE_YET;
    }
  }

  /** A server whose one socket counts what it hands to the kernel. */
  async function counting(): Promise<{ client: RawClient; count: () => number; server: Server }> {
    const site = new Site(new Writes(), { log: new RecordingLog() });
    const spies: jest.SpyInstance[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      for (const method of ["_write", "_writev"] as const) spies.push(jest.spyOn(socket, method as "_write"));
      SocketTransport.connect(socket, site.buildProtocol());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = await RawClient.connect((server.address() as AddressInfo).port);
    const count = (): number => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    return { client, count, server };
  }

  test.each(["/inside-render", "/later"])("is one socket write: %s", async (target) => {
    const { client, count, server } = await counting();
    await client.send(GET.replace("/late", target));
    expect((await client.answer()).body).toBe("one socket write");
    expect(count()).toBe(1);
    client.socket.destroy();
    server.close();
  });
});

describe("in a process of its own", () => {
  test("a finish() that is too late is logged and the process lives; any other uncaught error ends it", async () => {
    const child = await Child.listening(PROGRAM);
    try {
      for (const leave of ["reset", "finish"] as const) {
        const client = await RawClient.connect(child.port);
        await client.send(GET);
        // By the time that another request is answered this one has been read: the reset would take it along.
        const other = await RawClient.connect(child.port);
        await other.send(GET.replace("late", "none"));
        expect((await other.answer()).code).toBe(404);
        client[leave]();
      }
      while ((await child.ask<string[]>("reasons")).length < 2);
      expect(await child.ask("reasons")).toEqual(["ConnectionLost", "ConnectionDone"]);
      await until(() => child.output.split("nobody caught that the client had left").length === 3);
      const client = await RawClient.connect(child.port);
      await client.send(GET.replace("late", "bug"));
      expect(await child.exit()).toBe(1);
      expect(child.output).toContain("TypeError: a bug of the application");
      await client.end();
    } finally {
      await child.stop();
    }
  });

  test.each([
    ["over TLS, by listen of @headgate/node", "tls"],
    ["below a bridge in a site of core", "core"],
  ])("a finish() that is too late is logged as well %s", async (_, how) => {
    const child = await Child.listening(PROGRAM, [how]);
    try {
      const connectClient = (): RawClient => {
        const target = { port: child.port, host: "127.0.0.1" };
        return new RawClient(
          how === "tls" ? connectSecurely({ ...target, rejectUnauthorized: false }) : connect(target),
        );
      };
      const client = connectClient();
      await client.send(GET);
      // By the time that another request is answered, this one has been read.
      const other = connectClient();
      await other.send(GET.replace("late", "none"));
      expect((await other.answer()).code).toBe(404);
      client.socket.destroy();
      await until(() => child.output.includes("nobody caught that the client had left"));
      await other.send(GET.replace("late", "bug"));
      expect(await child.exit()).toBe(1);
      expect(child.output).toContain("TypeError: a bug of the application");
    } finally {
      await child.stop();
    }
  });

  test("a port in use, and nobody awaits listen: one line, and exit code 1", async () => {
    const site = new Site(new Resource(), { log: new RecordingLog() });
    const { port } = willClose(await site.listen(0, "127.0.0.1"));
    const child = new Child(PROGRAM, [String(port)]);
    await once(child.process, "close");
    expect(await child.exit()).toBe(1);
    expect(child.output).toBe(
      `cannot listen on 127.0.0.1:${port}: something else is listening there; ` +
        "stop it, or choose another port or path (EADDRINUSE)\n",
    );
  });
});
