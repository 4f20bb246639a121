/** What clients say that is refused, and what they hear before their connection is closed. */
import { crlf } from "./crlf";
import { GET, type Exchange } from "./exchanges";

export const REFUSED_EXCHANGES: readonly Exchange[] = [
  [
    "no Host",
    crlf`
      GET / HTTP/1.1

      `,
    [[400, "..."]],
    "closed",
  ],
  [
    "both Content-Length and Transfer-Encoding: smuggling",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Content-Length: 4
      Transfer-Encoding: chunked

      0

      ` + GET,
    [[400, "..."]],
    "closed",
  ],
  [
    "two lengths",
    crlf`
      POST /echo HTTP/1.1
      Host: a
      Content-Length: 4
      Content-Length: 5

      12345`,
    [[400, "..."]],
    "closed",
  ],
  ["a bare LF", "GET / HTTP/1.1\nHost: a\n\n", [[400, "..."]], "closed"],
  [
    "a line that is folded",
    "GET / HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n two\r\n\r\n",
    [[400, "..."]],
    "closed",
  ],
  ["TLS, in the clear", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", [[400, "..."]], "closed"],
  [
    "a chunk size that is no number",
    crlf`
      POST /hash HTTP/1.1
      Host: a
      Transfer-Encoding: chunked

      5g
      12345
      0

      `,
    [[400, "..."]],
    "closed",
  ],
  [
    "more content than announced: the surplus is a request, and a bad one",
    crlf`
      POST /hash HTTP/1.1
      Host: a
      Content-Length: 3

      123surplus
      `,
    [
      [200, "3 a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998e86f7f7a27ae3\n"],
      [400, "..."],
    ],
    "closed",
  ],
  [
    "a bad request behind a good one that takes its time",
    crlf`
      GET /later HTTP/1.1
      Host: a

      GET / NONSENSE/1.1

      `,
    [
      [200, "later\n"],
      [400, "..."],
    ],
    "closed",
  ],
];
