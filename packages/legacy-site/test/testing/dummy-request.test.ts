/** DummyRequest and BytesIO, used as tests of applications use them. */
import {
  DeferredResource,
  EncodingResourceWrapper,
  Failure,
  GzipEncoderFactory,
  NOT_DONE_YET,
} from "../../src/index";
import { _render, BytesIO, DummyRequest } from "../../src/testing/index";
import { Leaf } from "../support/resources";

describe("DummyRequest", () => {
  test("keeps what is written, and how often it was finished", () => {
    const request = new DummyRequest([]);
    request.render(new Leaf(() => "café"));
    expect([Buffer.concat(request.written).toString(), request.finished]).toEqual(["café", 1]);
    request.write(Buffer.from([0xff]));
    expect(request.written.at(-1)).toEqual(Buffer.from([0xff]));
    expect(() => request.write(1 as never)).toThrow(TypeError);
  });

  test("setHeader adds, getHeader gives the first; arguments, hosts and addresses are as they were set", () => {
    const request = new DummyRequest(["a", ""]);
    request.setHeader("X-A", "1");
    request.setHeader("x-a", "2");
    expect(request.responseHeaders.getRawHeaders("x-a")).toEqual(["1", "2"]);
    request.requestHeaders.setRawHeaders("X-B", ["1", "2"]);
    request.requestHeaders.setRawHeaders("x-none", []);
    expect([request.getHeader("x-b"), request.getHeader("x-c")]).toEqual(["1", null]);
    expect(request.getAllHeaders()).toEqual({ "x-b": "2" });
    request.addArg("q", "1");
    expect([request.args, request.postpath]).toEqual([{ q: ["1"] }, ["a", ""]]);
    expect([request.getRequestHostname(), request.getHost().port, request.getClientIP()]).toEqual([
      "dummy",
      80,
      null,
    ]);
    expect(request.getClientAddress().type).toBe("memory");
    request.client = { type: "TCP", host: "::1", port: 1 };
    expect([request.getClientIP(), request.getClientAddress()]).toEqual(["::1", request.client]);
    request.setHost("h", 443, true);
    request.setHost("i", 80);
    expect(request.requestHeaders.getRawHeaders("host")).toEqual(["h", "i"]);
    expect(request.isSecure()).toBe(false);
  });

  test("status and redirects, before anything was written", () => {
    const request = new DummyRequest([]);
    request.redirect("/there");
    expect([request.responseCode, request.responseHeaders.getRawHeaders("location")]).toEqual([
      302,
      ["/there"],
    ]);
    request.setResponseCode(299, "Odd");
    expect(request.responseMessage).toBe("Odd");
    request.write("body");
    for (const late of [
      () => request.setResponseCode(200),
      () => request.setLastModified(0),
      () => request.setETag("e"),
      () => void request.getSession(),
    ]) {
      expect(late).toThrow("after data has been written: body");
    }
  });

  test("a session is the one that it was given, once", () => {
    const session = { uid: "mine" };
    const request = new DummyRequest([], session);
    expect([request.session, request.getSession(), request.session]).toEqual([null, session, session]);
    request.write("body");
    expect(request.getSession()).toBe(session);
    expect(new DummyRequest([]).getSession()).toMatchObject({ uid: "0" });
  });

  test("a pull producer is resumed until it has enough; a push producer is left alone", () => {
    const request = new DummyRequest([]);
    const puller = {
      resumeProducing: () => {
        request.write("x");
        if (request.written.length === 3) request.unregisterProducer();
      },
      stopProducing: () => {},
    };
    request.registerProducer(puller, false);
    expect(request.written).toHaveLength(3);
    request.registerProducer({ ...puller, pauseProducing: () => {} }, true);
    expect(request.written).toHaveLength(3);
  });

  test("notifyFinish hears of the end, good or bad", () => {
    const heard: unknown[] = [];
    const good = new DummyRequest([]);
    good.notifyFinish().addCallback((value) => heard.push(value));
    good.finish();
    good.finish();
    expect([heard, good.finished]).toEqual([[null], 2]);
    const bad = new DummyRequest([]);
    const reason = new Failure(new Error("trouble"));
    bad.notifyFinish().addErrback((failure) => heard.push(failure));
    bad.processingFailed(reason);
    expect(heard).toEqual([null, reason]);
  });

  test("render waits for a promise, and for who is not done yet", async () => {
    const request = new DummyRequest([]);
    const finished = request.notifyFinish();
    request.render(new Leaf(() => Promise.resolve("late")));
    expect(await finished).toBeNull();
    expect(request.written.join("")).toBe("late");
    const failing = new DummyRequest([]);
    const failed = failing.notifyFinish();
    failing.render(new Leaf(() => Promise.reject(new Error("trouble"))));
    await expect(failed).rejects.toThrow("trouble");
    const open = new DummyRequest([]);
    open.render(new Leaf(() => NOT_DONE_YET));
    expect(open.finished).toBe(0);
  });

  test("_render fires when the request has finished", async () => {
    expect(await _render(new Leaf(() => "now"), new DummyRequest([]))).toBeNull();
    const later = new DummyRequest([]);
    const fired = _render(new Leaf(() => NOT_DONE_YET), later);
    later.finish();
    expect(await fired).toBeNull();
    expect(await _render(new Leaf(() => NOT_DONE_YET), later)).toBeNull();
    expect(() => _render(new Leaf(() => 1 as never), later)).toThrow(TypeError);
  });

  test("our own wrappers and deferred resources take it too", async () => {
    const leaf = new Leaf(() => "plain");
    const request = new DummyRequest([]);
    request.render(new EncodingResourceWrapper(leaf, [new GzipEncoderFactory()]));
    expect(request.written.join("")).toBe("plain");
    const failing = new DummyRequest([]);
    const failed = failing.notifyFinish();
    failing.render(new DeferredResource(Promise.reject(new Error("not found"))));
    await expect(failed).rejects.toThrow("not found");
  });

  test("content is whatever a test puts there", () => {
    const request = new DummyRequest([]);
    const content = (request.content = new BytesIO("line\nrest"));
    expect([content.readline().toString(), content.tell(), content.read(2).toString()]).toEqual([
      "line\n",
      5,
      "re",
    ]);
  });
});

describe("BytesIO", () => {
  test("reads from where it stands, writes at the end", () => {
    const file = new BytesIO("one\ntwo");
    expect(file.read(4).toString()).toBe("one\n");
    expect(file.write(Buffer.from("\nthree"))).toBe(6);
    expect([...file].map(String)).toEqual(["two\n", "three"]);
    expect(file.seek(0)).toBe(0);
    expect(file.readlines().map(String)).toEqual(["one\n", "two\n", "three"]);
    file.close();
    expect(() => file.read()).toThrow();
    expect(file.getvalue().toString()).toBe("one\ntwo\nthree");
  });
});
