import { readJson } from "../../src/body/read-json";
import { Headers } from "../../src/fields/headers";
import { BytesBody } from "../../src/body/bytes-body";
import { ManualBody } from "../support/manual-body";

function content(bytes: string | Uint8Array): BytesBody {
  return new BytesBody(Buffer.from(bytes as string));
}

test.each<[string, string, unknown]>([
  ["an object", '{"a":[1,null]}', { a: [1, null] }],
  ["a bare value", " 1 ", 1],
  ["text beyond ASCII", '"\u00fc\u{1f30a}"', "\u00fc\u{1f30a}"],
  ["a byte order mark before it", '\ufeff{"a":1}', { a: 1 }],
])("reads %s", async (_, text, value) => {
  expect(await readJson(content(text))).toEqual(value);
});

test("a key __proto__ is the value's own, and changes nothing else", async () => {
  const value = (await readJson(content('{"__proto__":{"admin":true}}'))) as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect("admin" in {}).toBe(false);
});

test.each<[string, string | Uint8Array, string]>([
  ["nothing", "", "empty"],
  ["something else", "a=1&b=2", "not JSON"],
  ["half of it", '{"a":', "not JSON"],
  ["octets that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), "not JSON"],
  ["UTF-16", Buffer.from('"a"', "utf16le"), "not JSON"],
])("answers %s with 400", async (_, bytes, words) => {
  await expect(readJson(content(bytes))).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining(words),
  });
});

describe("the content-type of a request", () => {
  function request(type: string | undefined): ManualBody & { headers: Headers } {
    const headers = new Headers(type === undefined ? {} : { "Content-Type": type });
    return Object.assign(new ManualBody().write("{}").end(), { headers });
  }

  test.each([
    undefined,
    "application/json",
    "Application/JSON; charset=utf-8",
    "application/problem+json",
    "application/ld+json ;profile=x",
  ])("%p is read", async (type) => {
    expect(await readJson(request(type))).toEqual({});
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "x/application/json",
    "text/plain; a=application/json",
    "multipart/form-data; boundary=+json",
  ])("%p is 415, and the body is not claimed", async (type) => {
    const body = request(type);
    await expect(readJson(body)).rejects.toMatchObject({
      status: 415,
      headers: { Accept: "application/json" },
    });
    expect(body.isClaimed).toBe(false);
  });
});

test("has the limits of readBody", async () => {
  await expect(readJson(content('"long"'), { limit: 3 })).rejects.toMatchObject({ status: 413 });
});
