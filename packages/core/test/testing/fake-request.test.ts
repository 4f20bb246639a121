import { readBody } from "../../src/body/read-body";
import { BodyAlreadyClaimed } from "../../src/errors";
import { fakeRequest } from "../../src/testing/fake-request";
import { RecordingProtocol } from "../../src/testing/recording-protocol";

test.each(["octets", ""])("a body, %j, has one reader", async (body) => {
  const request = fakeRequest({ method: "POST", body });
  expect((await readBody(request)).toString()).toBe(body);
  expect(() => request.deliverBody(new RecordingProtocol())).toThrow(BodyAlreadyClaimed);
});

test("trailers are empty, and there when the body has been read", async () => {
  const request = fakeRequest({ method: "POST", body: "octets" });
  let isThere = false;
  const trailers = request.trailers.finally(() => {
    isThere = true;
  });
  await Promise.resolve();
  expect(isThere).toBe(false);
  await readBody(request);
  expect([...(await trailers)]).toEqual([]);
  expect([...(await fakeRequest().trailers)]).toEqual([]);
});

test("trailers of a body that was stopped reject", async () => {
  const request = fakeRequest({ method: "POST", body: "octets" });
  const reader = new RecordingProtocol({ pauseAtOnce: true });
  request.deliverBody(reader);
  reader.transport.stopProducing();
  await expect(request.trailers).rejects.toBe(reader.end);
});

test("a chunk belongs to its receiver", () => {
  const octets = Buffer.from("octets");
  const reader = new RecordingProtocol({ received: (chunk) => chunk.fill(0) });
  fakeRequest({ method: "POST", body: octets }).deliverBody(reader);
  expect(octets.toString()).toBe("octets");
});

test.each([
  [{}, "/", "", "http", "localhost"],
  [{ target: "/a/b?c=d?e" }, "/a/b", "c=d?e", "http", "localhost"],
  [{ target: "https://b.test:1/a?c" }, "/a", "c", "https", "b.test:1"],
  [{ headers: { Host: "c.test" } }, "/", "", "http", "c.test"],
  [{ headers: { Host: "c.test" }, authority: "d.test", scheme: "https" }, "/", "", "https", "d.test"],
  [{ method: "OPTIONS", target: "*" }, "*", "", "http", "localhost"],
  [{ method: "CONNECT", target: "e.test:80" }, "", "", "http", "e.test:80"],
] as const)("%j is at %s?%s of %s://%s", (init, path, query, scheme, authority) => {
  expect(fakeRequest(init)).toMatchObject({ path, query, scheme, authority });
});

test.each(["1.0", "1.1", "2.0"] as const)("the channel is one of HTTP/%s", (httpVersion) => {
  const { channel } = fakeRequest({ httpVersion, scheme: "https" });
  expect(channel).toMatchObject({ httpVersion, isSecure: true });
  expect("streamId" in channel).toBe(httpVersion === "2.0");
});
