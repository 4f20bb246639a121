/** Octets behind an answer that has no content would be read as the next answer: of somebody else, behind a proxy. */
import zlib from "node:zlib";
import fc from "fast-check";
import { EncodingResourceWrapper, GzipEncoderFactory } from "../../src/index";
import { Connection } from "../support/connection";
import { branch, Leaf } from "../support/resources";

const ofCode = (code: number): EncodingResourceWrapper =>
  new EncodingResourceWrapper(
    new Leaf((request) => {
      request.setResponseCode(code);
      return code === 200 || code === 206 || code === 404 ? `content of ${code}` : "";
    }),
    [new GzipEncoderFactory()],
  );

const CODES = [200, 204, 206, 304, 404];
const root = branch(Object.fromEntries(CODES.map((code) => [`${code}`, ofCode(code)])));
const requests = fc.array(fc.tuple(fc.constantFrom("GET", "HEAD"), fc.constantFrom(...CODES)), {
  minLength: 1,
  maxLength: 6,
});

test("desynchronisation by gzip: any row of requests gets its answers, and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (row) => {
      const connection = Connection.to(root);
      for (const [method, code] of row) connection.send(`${method} /${code}`, { "Accept-Encoding": "gzip" });
      await connection.answered(row.length);
      const { responses } = connection;
      expect(responses.map(({ code }) => code)).toEqual(row.map(([, code]) => code));
      row.forEach(([method, code], at) => {
        const { body, headers } = responses[at]!;
        const content =
          headers.get("content-encoding") === "gzip" && body.length > 0 ? zlib.gunzipSync(body) : body;
        const isEmpty = method === "HEAD" || code === 204 || code === 304;
        expect(content.toString()).toBe(isEmpty ? "" : `content of ${code}`);
      });
    }),
    { numRuns: 40 },
  );
});
