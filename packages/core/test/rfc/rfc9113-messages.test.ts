/** RFC 9113 section 8, clause by clause: messages over a whole connection. Fields: rfc9113-fields.test.ts. */
import { readBody } from "../../src/body/read-body";
import { BodyLost } from "../../src/errors";
import { Headers } from "../../src/fields/headers";
import { Flag, FrameType } from "../../src/http2/wire/frame";
import type { Handler } from "../../src/interfaces/resource";
import type { IResponse } from "../../src/interfaces/message";
import { respond } from "../../src/message/response";
import type { SiteOptions } from "../../src/options";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { block, connect, head, type Http2Peer } from "../support/http2-peer";
import { ManualBody } from "../support/manual-body";
import { atRest, serve, type Served } from "../support/serve";

const hello: Handler = () => respond(200, {}, "hello");
const never = (): Promise<IResponse> => new Promise(() => undefined);
const upload: Handler = async (request) => respond(200, {}, await readBody(request));

const MALFORMED = "reset PROTOCOL_ERROR";

describe("malformed messages", () => {
  test("are a stream error, and siblings go on (section 8.1.1)", () => {
    const client = connect(serve(hello));
    expect(client.open(1, [[":method", "GET"]]).outcome(1)).toBe(MALFORMED);
    expect(client.open(3, head()).outcome(3)).toBe("200 hello");
  });

  test.each<[what: string, frames: (client: Http2Peer) => void]>([
    ["HEADERS only", (client) => client.headers(1, head("POST", "/", ["content-length", "1"]), true)],
    ["DATA", (client) => client.data(1, "ab", true)],
    ["an empty DATA", (client) => client.data(1, "", true)],
    ["trailers", (client) => client.headers(1, [["a", "b"]], true)],
  ])("content-length is held against what came at END_STREAM, with %s (section 8.1.1)", (what, frames) => {
    const client = connect(serve(never));
    if (what === "HEADERS only") client.open(1, head("POST", "/", ["content-length", "1"]));
    else frames(client.open(1, head("POST", "/", ["content-length", "1"]), false));
    expect(client.outcome(1)).toBe(MALFORMED);
  });

  test("content beyond content-length is refused as it comes, and its reader gets BodyLost (section 8.1.1)", () => {
    const reader = new RecordingProtocol();
    const client = connect(
      serve((request) => {
        request.deliverBody(reader);
        return never();
      }),
    );
    client.open(1, head("POST", "/", ["content-length", "3"]), false).data(1, "ab", false);
    client.data(1, "cd", false);
    expect(client.outcome(1)).toBe(MALFORMED);
    expect(reader).toMatchObject({ text: "ab", end: expect.any(BodyLost) });
  });

  test.each<[what: string, method: string, response: () => IResponse, fields: [string, string]]>([
    ["HEAD", "HEAD", () => respond(200, {}, "hello"), ["content-length", "5"]],
    ["304", "GET", () => respond(304, { "content-length": 5 }), ["content-length", "5"]],
  ])(
    "our answer to %s says the length of content that does not come (section 8.1.1)",
    (_, method, response, line) => {
      const client = connect(serve(response)).open(1, head(method));
      expect(client.news()).toEqual(["HEADERS 1 END"]);
      expect(client.answer(1).fields).toContainEqual(line);
    },
  );
});

describe("trailers", () => {
  test("of a request are there after its content (section 8.1)", async () => {
    const handler: Handler = async (request) =>
      respond(200, {}, (await readBody(request)).toString() + String((await request.trailers).get("digest")));
    const client = connect(serve(handler)).open(1, head("POST"), false);
    client.data(1, "abc", false);
    client.headers(1, [["digest", "x"]], true);
    await atRest();
    expect(client.outcome(1)).toBe("200 abcx");
  });

  test("without END_STREAM are malformed (section 8.1)", () => {
    const client = connect(serve(never)).open(1, head("POST"), false);
    client.headers(1, [["digest", "x"]], false);
    expect(client.outcome(1)).toBe(MALFORMED);
  });

  test("with a pseudo-header field are malformed (section 8.1)", () => {
    const client = connect(serve(never)).open(1, head("POST"), false);
    client.frame(FrameType.HEADERS, Flag.END_HEADERS | Flag.END_STREAM, 1, block([[":path", "/"]]));
    expect(client.outcome(1)).toBe(MALFORMED);
  });

  test("of an answer follow its content in HEADERS that end the stream (section 8.1)", () => {
    const trailers = new Headers({ digest: "x", "content-length": "9", connection: "close" });
    const body = new ManualBody();
    const client = connect(serve(() => respond(200, {}, body, { trailers: () => trailers })));
    client.open(1, head());
    body.write("abc").end();
    expect(client.news()).toEqual(["HEADERS 1", "DATA 1 3", "HEADERS 1 END"]);
    expect(client.answer(1).trailers).toEqual([["digest", "x"]]);
  });
});

describe("interim and early answers", () => {
  test("1xx come before the final answer, any number, and never end the stream (section 8.1)", () => {
    const client = connect(
      serve(({ channel }) => {
        channel.sendInterim(103, { link: "</a>" });
        channel.sendInterim(102);
        return respond(204);
      }),
    ).open(1, head());
    expect(client.news()).toEqual(["HEADERS 1", "HEADERS 1", "HEADERS 1 END"]);
    expect(client.answer(1).interim).toEqual([
      { code: 103, fields: [["link", "</a>"]] },
      { code: 102, fields: [] },
    ]);
  });

  test("101 is never sent (section 8.6)", () => {
    const client = connect(
      serve(({ channel }) => {
        expect(() => channel.sendInterim(101)).toThrow(/no interim response/);
        return respond(200);
      }),
    );
    expect(client.open(1, head("GET", "/")).outcome(1)).toBe("200");
  });

  test("100 (Continue) is the answer to the first claim (section 8.1)", async () => {
    const claim: { now?: () => void } = {};
    const handler: Handler = async (request) => {
      await new Promise<void>((resolve) => (claim.now = resolve));
      return respond(200, {}, await readBody(request));
    };
    const client = connect(serve(handler)).open(1, head("POST", "/", ["expect", "100-continue"]), false);
    expect(client.news()).toEqual([]);
    claim.now?.();
    await atRest();
    expect(client.answer(1).interim).toEqual([{ code: 100, fields: [] }]);
    client.data(1, "abc", true);
    await atRest();
    expect(client.outcome(1)).toBe("200 abc");
    expect(client.answer(1).interim).toHaveLength(1);
  });

  test("an answer may come before the content, which RST_STREAM(NO_ERROR) then ends (section 8.1)", () => {
    const client = connect(serve(hello)).open(1, head("POST", "/", ["expect", "100-continue"]), false);
    expect(client.news()).toEqual(["HEADERS 1", "DATA 1 5 END", "RST_STREAM 1 NO_ERROR"]);
    client.data(1, "on its way", true);
    expect(client.news()).toEqual([]);
    expect(client.ending).toBe("open");
  });

  describe("a short content that nobody reads is swallowed, as on HTTP/1.1 (section 8.1)", () => {
    function answered(length: number, options: SiteOptions = {}): { client: Http2Peer; served: Served } {
      const served = serve(hello, options);
      const client = connect(served).open(1, head("POST", "/", ["content-length", String(length)]), false);
      return { client, served };
    }
    const ANSWER = ["HEADERS 1", "DATA 1 5 END"];
    const RESET = "RST_STREAM 1 NO_ERROR";

    test("what is on its way ends the stream, and nothing is reset", () => {
      const { client, served } = answered(3);
      expect(client.news()).toEqual(ANSWER);
      client.data(1, "ab", false);
      client.data(1, "c", true);
      served.clock.advance(10_000);
      expect(client.news()).toEqual([]);
      expect(client.open(3, head()).outcome(3)).toBe("200 hello");
    });

    test("for as long as unreadBody says", () => {
      const { client, served } = answered(3);
      client.data(1, "ab", false);
      served.clock.advance(1_000);
      expect(client.news()).toEqual(ANSWER);
      served.clock.advance(2_000);
      expect(client.news()).toEqual([RESET]);
      client.data(1, "c", true);
      expect(client.news()).toEqual([]);
      expect(client.ending).toBe("open");
    });

    test.each<[what: string, length: number, options: SiteOptions]>([
      ["more than a window", 65_536, {}],
      ["more than unreadBody", 3, { unreadBody: { maxOctets: 2, timeoutMs: 2_000 } }],
    ])("not of %s", (_what, length, options) => {
      expect(answered(length, options).client.news()).toEqual([...ANSWER, RESET]);
    });

    test("not where the client waits for a 100, nor where it has sent FIN", () => {
      const fields: [string, string][] = [
        ["content-length", "3"],
        ["expect", "100-continue"],
      ];
      const waiting = connect(serve(hello)).open(1, head("POST", "/", ...fields), false);
      expect(waiting.news()).toEqual([...ANSWER, RESET]);
      const { client, served } = answered(3);
      client.transport.feedEnd();
      expect(client.news().slice(0, 3)).toEqual([...ANSWER, RESET]);
      expect(served.site.exchanges()).toEqual([]);
    });

    test("more than was announced, and less, are errors still", () => {
      for (const [body, isEnd] of [
        ["abcd", false],
        ["ab", true],
      ] as const) {
        const { client } = answered(3);
        client.data(1, body, isEnd);
        expect(client.news()).toEqual([...ANSWER, "RST_STREAM 1 PROTOCOL_ERROR"]);
      }
    });
  });

  test("an early answer leaves a reader its content, and then nothing is reset (section 8.1)", () => {
    const reader = new RecordingProtocol();
    const client = connect(
      serve((request) => {
        request.deliverBody(reader);
        return respond(200);
      }),
    ).open(1, head("POST"), false);
    client.data(1, "abc", true);
    expect(client.news()).toEqual(["WINDOW_UPDATE 1 983041", "HEADERS 1 END"]);
    expect(reader.text).toBe("abc");
  });

  test("content is uploaded as it is answered (section 8.1)", async () => {
    const client = connect(serve(upload)).open(1, head("POST"), false);
    for (const octet of "abc") client.data(1, octet, octet === "c");
    await atRest();
    expect(client.outcome(1)).toBe("200 abc");
  });
});
