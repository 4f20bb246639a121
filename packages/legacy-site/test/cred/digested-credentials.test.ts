/** The arithmetic of Digest, against the examples of its standards. */
import { DigestedCredentials, IUsernameDigestHash } from "../../src/index";
import { digestOf } from "../../src/cred/digest-hash";

// RFC 7616 section 3.9.1, and RFC 2617 section 3.5.
const RFC7616 = {
  uri: "/dir/index.html",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  nc: "00000001",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  qop: "auth",
};
const RFC2617 = {
  uri: "/dir/index.html",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  nc: "00000001",
  cnonce: "0a4f113b",
  qop: "auth",
};

const EXAMPLES = [
  [
    "SHA-256",
    "http-auth@example.org",
    "Circle of Life",
    {
      ...RFC7616,
      algorithm: "SHA-256",
      response: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    },
  ],
  [
    "MD5",
    "http-auth@example.org",
    "Circle of Life",
    { ...RFC7616, algorithm: "MD5", response: "8ca523f5e9506fed4657c9700eebdbec" },
  ],
  [
    "MD5, as RFC 2617 has it",
    "testrealm@host.com",
    "Circle Of Life",
    { ...RFC2617, response: "6629fae49393a05397450978507c4ef1" },
  ],
] as const;

describe.each(EXAMPLES)("%s", (_name, realm, password, fields) => {
  const credentials = new DigestedCredentials("Mufasa", "GET", realm, fields);
  const algorithm = fields.response.length === 64 ? "sha-256" : "md5";

  test("fits its password, and its hash", () => {
    expect(credentials.checkPassword(password)).toBe(true);
    expect(credentials.checkHash(digestOf(algorithm, "Mufasa", realm, password))).toBe(true);
    expect(credentials[IUsernameDigestHash]).toBe(true);
  });

  test("fits no other", () => {
    expect(credentials.checkPassword("")).toBe(false);
    expect(credentials.checkHash(digestOf(algorithm, "Mufasa", realm, "circle of life"))).toBe(false);
    expect(new DigestedCredentials("Mufasa", "POST", realm, fields).checkPassword(password)).toBe(false);
  });
});

test("without count and cnonce, as RFC 2069 had it", () => {
  const secret = digestOf("md5", "u", "r", "p");
  const response = digestOf("md5", secret, "n", digestOf("md5", "GET", "/"));
  const fields = { nonce: "n", uri: "/", response };
  expect(new DigestedCredentials("u", "GET", "r", fields).checkPassword("p")).toBe(true);
});

test.each([
  ["an algorithm that is none", { algorithm: "md5-sess" }],
  ["a digest over the body", { qop: "auth-int" }],
])("%s fits nothing", (_what, odd) => {
  const credentials = new DigestedCredentials("Mufasa", "GET", "testrealm@host.com", {
    ...EXAMPLES[2][3],
    ...odd,
  });
  expect(credentials.checkPassword("Circle Of Life")).toBe(false);
  expect(credentials.checkHash("0".repeat(32))).toBe(false);
});

test("whether it is fresh is asked once, and only of what fits", () => {
  let asked = 0;
  const [, realm, password, fields] = EXAMPLES[2];
  const credentials = new DigestedCredentials("Mufasa", "GET", realm, fields, () => ++asked === 1);
  expect(credentials.checkPassword("no")).toBe(false);
  expect(asked).toBe(0);
  expect([credentials.checkPassword(password), credentials.checkPassword(password), asked]).toEqual([
    true,
    true,
    1,
  ]);
});
