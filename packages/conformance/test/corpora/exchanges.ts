/**
 * What clients say on one connection, and what they must hear. Each row is sent whole, then octet by octet.
 *
 * [name, sent, heard, what becomes of the connection]. An answer is its status and its content; a content that
 * starts with `...` is only asked to contain the rest. "open": the next request of the connection is answered.
 */
import { crlf } from "./crlf";

export type Heard = readonly [code: number, content: string];
export type Exchange = readonly [
  name: string,
  sent: string,
  heard: readonly Heard[],
  then: "open" | "closed",
];

export const GET = crlf`
  GET / HTTP/1.1
  Host: a

  `;

export const EXCHANGES: readonly Exchange[] = [
  ["a request", GET, [[200, "hello\n"]], "open"],
  [
    "three in one segment",
    GET.repeat(3),
    [
      [200, "hello\n"],
      [200, "hello\n"],
      [200, "hello\n"],
    ],
    "open",
  ],
  [
    "answers in order, though the first takes its time",
    crlf`
      GET /later HTTP/1.1
      Host: a

      GET / HTTP/1.1
      Host: a

      `,
    [
      [200, "later\n"],
      [200, "hello\n"],
    ],
    "open",
  ],
  [
    "content of a known length, then another request",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Content-Length: 5

      12345` + GET,
    [
      [200, "12345"],
      [200, "hello\n"],
    ],
    "open",
  ],
  [
    "chunks, with extensions and trailers, then another request",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Transfer-Encoding: chunked

      3
      123
      00A;name=value;q="a;b"
      4567890abc
      0
      X-Trailer: yes

      ` + GET,
    [
      [200, "1234567890abc"],
      [200, "hello\n"],
    ],
    "open",
  ],
  [
    "no chunk but the last",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Transfer-Encoding: chunked

      0

      `,
    [[200, ""]],
    "open",
  ],
  [
    "content that nobody reads, then another request",
    crlf`
      POST /forbidden HTTP/1.1
      Host: a
      Content-Length: 5

      12345` + GET,
    [
      [403, "not here"],
      [200, "hello\n"],
    ],
    "open",
  ],
  [
    "HEAD says what GET would, without content",
    crlf`
      HEAD / HTTP/1.1
      Host: a

      `,
    [[200, ""]],
    "open",
  ],
  [
    "HTTP/1.0 closes",
    crlf`
      GET / HTTP/1.0

      `,
    [[200, "hello\n"]],
    "closed",
  ],
  [
    "HTTP/1.0 closes, though it asks to stay (as twisted.web)",
    crlf`
      GET / HTTP/1.0
      Connection: keep-alive

      `,
    [[200, "hello\n"]],
    "closed",
  ],
  [
    "HTTP/1.0 gets a stream up to the end of the connection",
    crlf`
      GET /stream HTTP/1.0
      Connection: keep-alive

      `,
    [[200, "one\ntwo\nthree\n"]],
    "closed",
  ],
  [
    "a client that wants to close",
    crlf`
      GET / HTTP/1.1
      Host: a
      Connection: close

      ` + GET,
    [[200, "hello\n"]],
    "closed",
  ],
  [
    "the absolute form",
    crlf`
      GET http://b/stream HTTP/1.1
      Host: b

      `,
    [[200, "one\ntwo\nthree\n"]],
    "open",
  ],
  [
    "the asterisk form",
    crlf`
      OPTIONS * HTTP/1.1
      Host: a

      `,
    [[200, ""]],
    "open",
  ],
  [
    "CONNECT to a server that tunnels nothing",
    crlf`
      CONNECT b:443 HTTP/1.1
      Host: b:443

      `,
    [[501, "CONNECT is not supported here\n"]],
    "open",
  ],
  [
    "an expectation that nobody knows",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Expect: a-miracle
      Content-Length: 5

      `,
    [[417, "...a-miracle"]],
    "closed",
  ],
  [
    "an empty line before a request",
    "\r\n" + GET + "\r\n" + GET,
    [
      [200, "hello\n"],
      [200, "hello\n"],
    ],
    "open",
  ],
  ["two of them", "\r\n\r\n" + GET, [[400, "..."]], "closed"],
];
