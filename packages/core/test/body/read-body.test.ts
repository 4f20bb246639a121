import { readBody } from "../../src/body/read-body";
import { BodyAborted, BodyAlreadyClaimed, BodyDone, BodyLost, LimitExceeded } from "../../src/errors";
import { ManualBody } from "../support/manual-body";

test.each(["UNKNOWN_LENGTH", 6] as const)("gives all octets of a body of length %p", async (length) => {
  const body = new ManualBody(length);
  const bytes = readBody(body);
  body.write("ab", "c", "def").end();
  expect((await bytes).toString()).toBe("abcdef");
});

test("gives no octets for an empty body", async () => {
  for (const length of ["UNKNOWN_LENGTH", 0] as const) {
    expect(await readBody(new ManualBody(length).end())).toHaveLength(0);
  }
});

test("copies what it borrowed, and says that it collects", async () => {
  const chunk = Buffer.from("kept");
  const bytes = await readBody({
    length: 4,
    deliverBody(protocol) {
      expect(protocol).toMatchObject({ borrowsData: true, collectsBody: true });
      protocol.makeConnection({ pauseProducing() {}, resumeProducing() {}, stopProducing() {} });
      protocol.dataReceived(chunk);
      chunk.fill("x");
      protocol.connectionLost(BodyDone.instance);
    },
  });
  expect(bytes.toString()).toBe("kept");
});

test("never shows memory that was not received, whatever length was announced", async () => {
  const short = new ManualBody(1000);
  const bytes = readBody(short);
  short.write("only this").end();
  expect((await bytes).toString()).toBe("only this");
});

describe("the limit", () => {
  test("lets exactly that much pass", async () => {
    expect(await readBody(new ManualBody().write("1234").end(), { limit: 4 })).toHaveLength(4);
  });

  test("stops a body that is longer", async () => {
    const body = new ManualBody();
    const bytes = readBody(body, { limit: 4 });
    body.write("123", "45", "6");
    await expect(bytes).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", status: 413 });
    expect(body.calls).toEqual(["claimed", "wanted", "BODY_ABORTED"]);
  });

  test("refuses one that announces more, without claiming it", async () => {
    const body = new ManualBody(5);
    await expect(readBody(body, { limit: 4 })).rejects.toBeInstanceOf(LimitExceeded);
    expect(body.isClaimed).toBe(false);
  });

  test("is 16 MiB unless said otherwise", async () => {
    const body = new ManualBody(16 * 1024 * 1024 + 1);
    await expect(readBody(body)).rejects.toBeInstanceOf(LimitExceeded);
  });
});

describe("the signal", () => {
  const reason = new Error("enough");

  test("stops the body, and its reason is the rejection", async () => {
    const body = new ManualBody();
    const controller = new AbortController();
    const bytes = readBody(body.write("a"), { signal: controller.signal });
    controller.abort(reason);
    await expect(bytes).rejects.toBe(reason);
    expect(body.calls).toContain("BODY_ABORTED");
  });

  test("aborted before: the body is not claimed", async () => {
    const body = new ManualBody();
    await expect(readBody(body, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(body.isClaimed).toBe(false);
  });

  test("is let go of at the end", async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, "removeEventListener");
    await readBody(new ManualBody().end(), { signal });
    expect(removed).toHaveBeenCalledTimes(1);
  });
});

test.each([new BodyLost("the wire broke"), new BodyAborted("the clock ran out")])(
  "rejects with %p",
  async (reason) => {
    const body = new ManualBody();
    const bytes = readBody(body.write("a"));
    body.end(reason);
    await expect(bytes).rejects.toBe(reason);
  },
);

test("rejects for a body that has a reader", async () => {
  const body = new ManualBody();
  void readBody(body);
  await expect(readBody(body)).rejects.toBeInstanceOf(BodyAlreadyClaimed);
});
