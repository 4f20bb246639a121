/**
 * Field lists that nobody chose, there and back: a client's encoder and our decoder, our encoder and a client's
 * decoder, block after block on one connection, with tables of several sizes on either side (RFC 7541).
 */
import fc from "fast-check";
import { Headers, leaf, respond } from "@headgate/core";
import "./support/close-all";
import type { Fields, IHTTP2Client } from "./support/http2-client";
import { NodeHTTP2Client } from "./support/node-http2-client";
import { PythonHTTP2Client } from "./support/python-http2-client";
import { serve } from "./support/servers";
import { describeWith } from "./support/tools";
import { until } from "./support/until";

const RUNS = 25;

/** What a message is made with; the rest is anybody's. */
const SAID_BY_US = new Set([":status", "date", "content-length", "host"]);
/** Of these a request must not have any, or they mean something to a server. */
const LEFT_OUT = new Set([
  ...["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "http2-settings"],
  ...["content-length", "cookie", "date", "expect", "host", "priority"],
]);

/** Names of the static table, names that plain objects have, and names of nobody. */
const NAME = fc
  .oneof(
    fc.constantFrom(
      ...["accept", "accept-encoding", "age", "authorization", "etag", "location", "vary", "x-one", "x-two"],
      ...["constructor", "__proto__", "hasownproperty", "tostring", "valueof"],
    ),
    fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,20}$/),
  )
  .filter((name) => !LEFT_OUT.has(name));

const VALUE = fc.oneof(
  fc.constantFrom("", "gzip, deflate", "constructor", "__proto__", "toString", "hasOwnProperty", "0"),
  fc.stringMatching(/^[!-~\x80-\xff]([ -~\x80-\xff]{0,60}[!-~\x80-\xff])?$/),
);

const FIELD = fc.tuple(NAME, VALUE);
/** node:http2 takes a name once where HTTP knows it as single. */
const DISTINCT = fc.array(fc.uniqueArray(FIELD, { maxLength: 15, selector: ([name]) => name }), {
  minLength: 1,
  maxLength: 6,
});
const REPEATED = fc.array(fc.array(FIELD, { maxLength: 15 }), { minLength: 1, maxLength: 6 });

const MIRROR = leaf((request) => respond(200, new Headers([...request.headers])));

async function reflected(client: IHTTP2Client, lists: readonly Fields[]): Promise<Fields[]> {
  const streams = lists.map((fields) => client.open(fields, true));
  await until(() => streams.every((stream) => stream.hasEnded));
  return streams.map(({ head = [] }) => head.filter(([name]) => !SAID_BY_US.has(name)));
}

function inOrder(fields: Fields): Fields {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe.each([0, 100, 4_096, 65_536])(
  "with a table of %d octets for what comes to us",
  (headerTableOctets) => {
    const options = { http2: { headerTableOctets } };

    test.each([0, 100, 4_096, 65_536])(
      "node:http2, with one of %d, has back what it sent",
      async (theirs) => {
        const { endpoint } = await serve(MIRROR, options);
        const client = new NodeHTTP2Client(endpoint.url, { settings: { headerTableSize: theirs } });
        const property = fc.asyncProperty(DISTINCT, async (lists) => {
          // An object of fields has an order of its own.
          expect((await reflected(client, lists)).map(inOrder)).toEqual(lists.map(inOrder));
        });
        await fc.assert(property, { numRuns: RUNS });
      },
    );

    describeWith("python3-h2")("python3-h2", () => {
      test("has back what it sent, in its order, whatever it sets its own table to in between", async () => {
        const { endpoint } = await serve(MIRROR, options);
        const client = new PythonHTTP2Client(endpoint.url);
        const size = fc.constantFrom(undefined, 0, 100, 4_096, 65_536);
        const property = fc.asyncProperty(REPEATED, size, async (lists, theirs) => {
          if (theirs !== undefined) client.setTable(theirs);
          expect(await reflected(client, lists)).toEqual(lists);
        });
        await fc.assert(property, { numRuns: RUNS });
      });
    });
  },
);
