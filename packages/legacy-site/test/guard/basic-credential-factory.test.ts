/** Basic credentials, as Python's binascii would read them. */
import { BasicCredentialFactory, LoginFailed, type Request } from "../../src/index";
import fc from "fast-check";

const factory = new BasicCredentialFactory("realm");
const request = {} as unknown as Request;

test("the challenge is the realm", () => {
  expect([factory.scheme, factory.getChallenge(request)]).toEqual(["basic", { realm: "realm" }]);
});

test.each([
  ["YWxpY2U6d29uZGVyIGxhbmQ=", "alice", "wonder land"],
  ["YWxpY2U6d29uZGVyIGxhbmQ", "alice", "wonder land"],
  [" YWxpY2U6d29uZGVyIGxhbmQ=====", "alice", "wonder land"],
  ["*Ym9iOmE6Yjpj", "bob", "a:b:c"],
  ["Og==", "", ""],
  ["em/Dqzpww6Rzcw==", "zoë", "päss"],
  ["/zr+", "\udcff", "\udcfe"],
])("%s: %s, %s", (response, username, password) => {
  expect(factory.decode(response, request)).toMatchObject({ username, password });
});

test.each([[""], ["YWxpY2U="], ["!!!!"], ["QUJDR"], ["===="]])("%j is refused", (response) => {
  expect(() => factory.decode(response, request)).toThrow(LoginFailed);
});

test("every user without a colon, and every password, comes through", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, (name, password) => {
      const username = name.replaceAll(":", "");
      const response = Buffer.from(`${username}:${password}`).toString("base64");
      expect(factory.decode(response, request)).toMatchObject({ username, password });
    }),
  );
});
