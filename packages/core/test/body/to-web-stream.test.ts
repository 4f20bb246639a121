import { toWebStream } from "../../src/body/to-web-stream";
import { BodyLost } from "../../src/errors";
import { settle } from "../contract/body-contract";
import { ManualBody } from "../support/manual-body";

test("yields every chunk, then closes", async () => {
  const stream = toWebStream(new ManualBody().write("a", "b", "c").end());
  expect(await new Response(stream).text()).toBe("abc");
});

test("claims the body at the first read, and asks for no more than is read", async () => {
  const body = new ManualBody().write("a", "b");
  const reader = toWebStream(body).getReader();
  await settle();
  expect(body.isClaimed).toBe(false);
  expect(Buffer.from((await reader.read()).value!).toString()).toBe("a");
  await settle();
  expect(body.wantsData).toBe(false);
  expect(Buffer.from((await reader.read()).value!).toString()).toBe("b");
  const third = reader.read();
  await settle();
  expect(body.wantsData).toBe(true);
  body.end();
  expect((await third).done).toBe(true);
});

test("cancel stops the body, also before the first read", async () => {
  for (const isRead of [true, false]) {
    const body = new ManualBody().write("a");
    const reader = toWebStream(body).getReader();
    if (isRead) await reader.read();
    await reader.cancel("enough");
    expect(body.calls).toContain("BODY_ABORTED");
  }
});

test("a body that broke off fails the stream with its reason", async () => {
  const lost = new BodyLost("the wire broke");
  const body = new ManualBody();
  const reader = toWebStream(body).getReader();
  const read = reader.read();
  body.end(lost);
  await expect(read).rejects.toBe(lost);
});
