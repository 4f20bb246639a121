/** Hooks that twisted.web called as a body came, or when it was there. */
import { CONTENT_BLIND, Request, Resource, Site } from "../src/index";
import { Connection, Journal } from "./support/connection";
import { Leaf } from "./support/resources";
import { echo, LENGTH } from "./support/early";

describe("hooks that ran on whole requests", () => {
  const order: string[] = [];
  class Hooked extends Request {
    override gotLength(length: number | null): void {
      order.push(`gotLength ${String(length)}`);
      super.gotLength(length);
    }

    override handleContentChunk(octets: Buffer): void {
      order.push(`chunk ${octets.toString()}`);
      super.handleContentChunk(octets);
    }

    override requestReceived(method: string, uri: string, version: string): void {
      order.push(`requestReceived ${method} ${uri} ${version}`);
      super.requestReceived(method, uri, version);
    }

    override process(): void {
      order.push(`process ${this.content.read().toString()}`);
      this.content.seek(0);
      super.process();
    }
  }
  class HookedSite extends Site {
    override getResourceFor(request: Request): ReturnType<Site["getResourceFor"]> {
      order.push("getResourceFor");
      return super.getResourceFor(request);
    }
  }

  test("run in twisted's order, after the body", async () => {
    const root = new Leaf((request) => {
      order.push(`render ${request.content.read().toString()}`);
      return "done";
    });
    const connection = new Connection(new HookedSite(root, Hooked, { log: new Journal() }));
    connection.send("POST /x", LENGTH);
    connection.transport.feed("hel");
    expect(order).toEqual(["gotLength 5", "chunk hel"]);
    connection.transport.feed("lo");
    await connection.answered();
    expect(order.slice(2)).toEqual([
      "chunk lo",
      "requestReceived POST /x HTTP/1.1",
      "process hello",
      "getResourceFor",
      "render hello",
    ]);
  });

  test("CONTENT_BLIND on their class lifts the wait", () => {
    class Blinded extends Request {
      static readonly [CONTENT_BLIND] = true;

      override process(): void {
        super.process();
      }
    }
    const connection = Connection.to(new Resource(), { requestFactory: Blinded }).send("POST /a", LENGTH);
    expect(connection.response.code).toBe(404);
  });

  test("gotLength and handleContentChunk alone change only the collecting", () => {
    class Collects extends Request {
      override handleContentChunk(octets: Buffer): void {
        super.handleContentChunk(Buffer.from(octets.toString().toUpperCase()));
      }
    }
    expect(
      Connection.to(new Resource(), { requestFactory: Collects }).send("POST /a", LENGTH).response.code,
    ).toBe(404);
    const connection = Connection.to(echo, { requestFactory: Collects }).send("POST /", {}, "hello");
    expect(connection.body).toBe("HELLO");
  });

  test("getContentFile of the site is collected into", () => {
    const chunks: Buffer[] = [];
    class OwnFiles extends Site {
      getContentFile(): { write(octets: Buffer): void; read(): Buffer; seek(): void } {
        return {
          write: (octets) => void chunks.push(octets),
          read: () => Buffer.concat(chunks),
          seek: () => undefined,
        };
      }
    }
    const connection = new Connection(new OwnFiles(echo)).send("POST /", {}, "hello");
    expect(connection.body).toBe("hello");
    expect(chunks).toHaveLength(1);
  });
});
