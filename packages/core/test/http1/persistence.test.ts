/** Which connections live on, and how a connection ends (RFC 9112 section 9). */
import { BodyAborted, ShutDown } from "../../src/errors";
import type { IRequest, IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { RecordingProducer } from "../support/recording-producer";
import { atRest, deferred, get, post, postChunks, requestHead, serve } from "../support/serve";

const echoPath = (request: IRequest): IResponse => respond(200, {}, request.path);

describe("persistence", () => {
  test("a connection takes request after request", () => {
    const client = serve(echoPath).client();
    client.send(get("/a"), post("content", "/b"), postChunks(["con", "tent"], "/c"), get("/d"));
    expect(client.bodies).toEqual(["/a", "/b", "/c", "/d"]);
    expect(client.state).toBe("open");
  });

  test.each(["close", "Close", "keep-alive, close", "x,\tclose", "keep-alive close", "Close\tx,y"])(
    "Connection: %s ends it after the answer",
    (value) => {
      const client = serve(echoPath).client();
      client.send(get("/a", `Connection: ${value}`), get("/b"));
      expect(client.bodies).toEqual(["/a"]);
      expect(client.received).toContain("Connection: close\r\n");
      expect(client.isClosed).toBe(true);
    },
  );

  test.each(["x-close", "close;x", "closed", '"close"', "keep-alive x"])(
    "Connection: %s keeps it",
    (value) => {
      const client = serve(echoPath).client();
      client.send(get("/a", `Connection: ${value}`), get("/b"));
      expect(client.bodies).toEqual(["/a", "/b"]);
    },
  );

  test("Connection: keep-alive is nothing to talk about on HTTP/1.1", () => {
    const client = serve(echoPath).client();
    client.send(get("/a", "Connection: keep-alive"), get("/b"));
    expect(client.bodies).toEqual(["/a", "/b"]);
    expect(client.received).not.toContain("Connection:");
  });

  test("a response that says Connection: close closes", () => {
    const client = serve(() => respond(200, { Connection: "close" }, "bye")).client();
    client.send(get(), get());
    expect(client.bodies).toEqual(["bye"]);
    expect(client.received.match(/Connection: close/g)).toHaveLength(1);
    expect(client.isClosed).toBe(true);
  });

  test.each([
    [{ Connection: "close" }, 1],
    [{}, 0],
  ])("HTTP/1.0 closes, and says so if the response does: %j", (fields, count) => {
    const client = serve(() => respond(200, fields, "bye")).client();
    client.send("GET / HTTP/1.0\r\n\r\n");
    expect(client.received.match(/Connection: close/g) ?? []).toHaveLength(count);
    expect(client.isClosed).toBe(true);
  });

  test("a request sees whether its connection will live on", () => {
    const seen: unknown[] = [];
    const { client } = serve((request) => {
      const { channel } = request;
      seen.push(channel.httpVersion !== "2.0" && channel.persistent);
      return respond(200);
    });
    client().send(get(), get("/", "Connection: close"));
    client().send("GET / HTTP/1.0\r\n\r\n");
    expect(seen).toEqual([true, false, false]);
  });

  test("with requests of the next connection still behind it, the closing one reads on for a while", () => {
    const client = serve(echoPath).client();
    client.send(get("/a", "Connection: close") + get("/b"));
    expect(client.state).toBe("lingering");
  });
});

describe("HTTP/1.0", () => {
  test("is answered as 1.0, without chunks, and closed", () => {
    const producer = new RecordingProducer();
    const client = serve(() => respond(200, {}, producer.body)).client();
    client.send("GET / HTTP/1.0\r\n\r\n");
    producer.consumer.write("until ");
    producer.consumer.write("close");
    producer.consumer.finish();
    expect(client.received).toBe("HTTP/1.0 200 OK\r\n\r\nuntil close");
    expect(client.state).toBe("closed");
  });

  test("keep-alive is not honoured", () => {
    const client = serve(echoPath).client();
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    expect(client.bodies).toEqual(["/a"]);
    expect(client.isClosed).toBe(true);
  });

  test("trailers are dropped, and not asked for", () => {
    const trailers = jest.fn();
    const client = serve(() => respond(200, {}, "abc", { trailers })).client();
    client.send("GET / HTTP/1.0\r\n\r\n");
    expect(client.received).toBe(
      "HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n\r\nabc",
    );
    expect(trailers).not.toHaveBeenCalled();
  });

  test("gets no interim response, and its request has no upgrade", () => {
    const { client } = serve((request) => {
      request.channel.sendInterim(103);
      return respond(200, {}, String(request.upgrade));
    });
    const one = client().send("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    expect(one.received).not.toContain("103");
    expect(one.bodies).toEqual(["undefined"]);
  });
});

describe("drain", () => {
  test("closes an idle connection at once", () => {
    const { site, client } = serve(echoPath);
    const one = client().send(get());
    for (const connection of site.connections) connection.drain();
    expect(one.state).toBe("closed");
  });

  test("lets a busy one answer, with Connection: close, and takes nothing after it", async () => {
    const { promise, resolve } = deferred<IResponse>();
    const { site, client } = serve(() => promise);
    const one = client().send(get("/a") + get("/b"));
    for (const connection of site.connections) connection.drain();
    expect(one.state).toBe("open");
    resolve(respond(200, {}, "last"));
    await atRest();
    expect(one.bodies).toEqual(["last"]);
    expect(one.received).toContain("Connection: close\r\n");
    expect(one.isClosed).toBe(true);
  });

  test("closes after an answer whose head had left before", () => {
    const producer = new RecordingProducer();
    const { site, client } = serve(() => respond(200, {}, producer.body));
    const one = client().send(get());
    for (const connection of site.connections) connection.drain();
    producer.consumer.finish();
    expect(one.bodies).toEqual([""]);
    expect(one.isClosed).toBe(true);
  });
});

describe("abort", () => {
  test("ends what is in flight with BodyAborted and cuts the connection", () => {
    const reader = new RecordingProtocol();
    const producer = new RecordingProducer();
    const { site, client } = serve((request) => {
      request.deliverBody(reader);
      return respond(200, {}, producer.body);
    });
    const one = client().send(requestHead("POST", "/", "Content-Length: 3"));
    const reason = new ShutDown();
    for (const connection of site.connections) connection.abort(reason);
    expect(reader.end).toBeInstanceOf(BodyAborted);
    expect(reader.end).toMatchObject({ cause: reason });
    expect(producer.stops).toBe(1);
    expect(one.state).toBe("aborted");
    one.transport.lose();
    expect(site.connections.size).toBe(0);
  });
});
