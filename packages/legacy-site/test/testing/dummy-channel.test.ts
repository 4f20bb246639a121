/** DummyChannel, used as tests of applications use it. */
import { ClientGone, respond } from "@headgate/core";
import {
  ConnectionLost,
  DeferredResource,
  Failure,
  ParentRedirect,
  Request,
  Resource,
  Site,
  type AnyResource,
} from "../../src/index";
import { DummyChannel } from "../../src/testing/index";
import { branch, Leaf } from "../support/resources";

describe("DummyChannel", () => {
  function request(
    root: AnyResource,
    ...line: [string, string, string]
  ): { channel: DummyChannel; written: string } {
    const channel = new DummyChannel();
    channel.site = new Site(root);
    new Request(channel, false).requestReceived(...line);
    return { channel, written: channel.transport.written.getvalue().toString() };
  }

  test("a Request on it answers as on a connection", () => {
    const { written } = request(branch({ a: new Leaf((r) => r.postpath.join()) }), "GET", "/a/b", "HTTP/1.1");
    expect(written).toMatch(/^HTTP\/1\.1 200 OK\r\nDate: [^]+\r\nContent-Length: 1\r\n[^]*\r\n\r\nb$/);
  });

  test.each([
    ["POST", 405],
    ["BREW", 501],
    ["GET", 500],
  ])("%s: %d", (method, code) => {
    class Broken extends Resource {
      render_GET(): never {
        throw new Error("trouble");
      }
    }
    const { channel, written } = request(branch({ a: new Broken() }), method, "/a", "HTTP/1.0");
    expect(written).toContain(`HTTP/1.1 ${code} `);
    expect(channel.errors).toHaveLength(code === 500 ? 1 : 0);
  });

  test("its own site, and promises on the way", async () => {
    const finds = new (class extends Resource {
      override getChild(): Promise<AnyResource> {
        return Promise.resolve(new Leaf(() => "found"));
      }
    })();
    const channel = new DummyChannel();
    const found = new Request(channel, false);
    found.requestReceived("GET", "/none", "HTTP/1.1");
    expect(channel.transport.written.getvalue().toString()).toContain("404");
    const other = new DummyChannel();
    other.site = new Site(finds);
    const late = new Request(other, false);
    const finished = late.notifyFinish();
    late.requestReceived("GET", "/a", "HTTP/1.1");
    await finished;
    expect(other.transport.written.getvalue().toString()).toMatch(/found$/);
    const failing = new DummyChannel();
    failing.site = new Site(new DeferredResource(Promise.reject(new Error("trouble"))));
    const failed = new Request(failing, false);
    const ended = failed.notifyFinish();
    failed.requestReceived("GET", "/a", "HTTP/1.1");
    await ended;
    expect(failing.transport.written.getvalue().toString()).toContain("500");
  });

  test("content by hand", () => {
    const channel = new DummyChannel();
    channel.site = new Site(new Leaf((r) => r.content.read()));
    const posted = new Request(channel, false);
    posted.gotLength(6);
    posted.handleContentChunk(Buffer.from("con"));
    posted.handleContentChunk(Buffer.from("tent"));
    posted.requestReceived("POST", "/", "HTTP/1.1");
    expect(channel.transport.written.getvalue().toString()).toMatch(/content$/);
  });

  test("a form by hand", () => {
    const channel = new DummyChannel();
    channel.site = new Site(new Leaf((r) => r.args["a"]!.join()));
    const posted = new Request(channel, false);
    posted.requestHeaders.setRawHeaders("content-type", ["application/x-www-form-urlencoded"]);
    posted.gotLength(null);
    posted.handleContentChunk(Buffer.from("a=1&a=2"));
    posted.requestReceived("POST", "/", "HTTP/1.1");
    expect(channel.transport.written.getvalue().toString()).toMatch(/1,2$/);
  });

  test("addresses, TLS, producers, and the end", () => {
    const channel = new DummyChannel({ type: "TCP", host: "::1", port: 5 });
    const plain = new Request(channel, false);
    expect([plain.getClientIP(), plain.getHost().port, plain.isSecure()]).toEqual(["::1", 80, false]);
    expect(new DummyChannel().getPeer().host).toBe("192.168.1.1");
    const producer = { resumeProducing: () => {}, stopProducing: () => {} };
    plain.registerProducer(producer, false);
    plain.unregisterProducer();
    expect(channel.transport.producers).toEqual([[producer, false]]);
    plain.loseConnection();
    expect(channel.transport.disconnected).toBe(true);
    channel.transport = new DummyChannel.SSL();
    expect(new Request(channel, false).isSecure()).toBe(true);
    plain.transport.abortConnection();
    expect(channel.transport.disconnected).toBe(true);
    expect(new DummyChannel.TCP().disconnected).toBe(false);
  });

  test("a client that has left", () => {
    const channel = new DummyChannel();
    const left = new Request(channel, false);
    const reasons: unknown[] = [];
    left.notifyFinish().addErrback((failure) => reasons.push(failure.value));
    channel.goneReason = new ClientGone();
    left.connectionLost(new Failure(new ConnectionLost()));
    expect(reasons).toEqual([expect.any(ConnectionLost)]);
    expect(() => left.finish()).toThrow(ClientGone);
  });

  test("what it can't do, it says", () => {
    const core = { responseForRequest: () => respond(200) };
    expect(request(core, "GET", "/", "HTTP/1.1").channel.errors).toEqual([expect.any(TypeError)]);
    expect(() => new DummyChannel().rendering(core, () => {})).toThrow(TypeError);
    expect(() =>
      new DummyChannel().run(() => {
        throw new Error("before there is a request");
      }),
    ).toThrow("before there is a request");
  });

  test("redirects of a request by hand", () => {
    const { written } = request(branch({ a: new ParentRedirect() }), "GET", "/a?b", "HTTP/1.1");
    expect(written).toContain("Location: http://10.0.0.1/\r\n");
  });
});
