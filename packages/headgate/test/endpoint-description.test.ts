/** Places to listen on, as Twisted's endpoint descriptions and as plain ports. */
import { parseArguments } from "../src/command-line/arguments";
import { parsePlace, type Place } from "../src/listening/endpoint-description";
import { LISTEN_OPTIONS, placesFrom } from "../src/listening/listen-options";

const certificate = { privateKey: "key.pem", certKey: "cert.pem" };

const PLACES: readonly (readonly [description: string, place: Place])[] = [
  ["8080", { type: "tcp", port: 8080 }],
  ["localhost:8080", { type: "tcp", port: 8080, host: "localhost" }],
  ["0.0.0.0:80", { type: "tcp", port: 80, host: "0.0.0.0" }],
  ["[::1]:8080", { type: "tcp", port: 8080, host: "::1" }],
  ["tcp:8080", { type: "tcp", port: 8080 }],
  ["tcp:0", { type: "tcp", port: 0 }],
  ["tcp:port=8080", { type: "tcp", port: 8080 }],
  ["tcp:8080:interface=127.0.0.1", { type: "tcp", port: 8080, host: "127.0.0.1" }],
  ["tcp:interface=127.0.0.1:port=8080", { type: "tcp", port: 8080, host: "127.0.0.1" }],
  ["tcp:8080:127.0.0.1", { type: "tcp", port: 8080, host: "127.0.0.1" }],
  ["tcp:8080:interface=", { type: "tcp", port: 8080 }],
  ["tcp:8080:interface=\\:\\:1", { type: "tcp", port: 8080, host: "::1" }],
  ["tcp6:8080", { type: "tcp", port: 8080, host: "::" }],
  ["tcp6:8080:interface=\\:\\:1", { type: "tcp", port: 8080, host: "::1" }],
  ["ssl:8443", { type: "ssl", port: 8443 }],
  ["ssl:8443:privateKey=key.pem:certKey=cert.pem", { type: "ssl", port: 8443, certificate }],
  ["ssl:8443:key.pem:cert.pem", { type: "ssl", port: 8443, certificate }],
  [
    "ssl:8443:privateKey=both.pem",
    { type: "ssl", port: 8443, certificate: { privateKey: "both.pem", certKey: "both.pem" } },
  ],
  [
    "ssl:8443:key.pem:cert.pem:interface=::1".replace("::1", "\\:\\:1") + ":extraCertChain=chain.pem",
    { type: "ssl", port: 8443, host: "::1", certificate: { ...certificate, extraCertChain: "chain.pem" } },
  ],
  ["unix:/run/a.sock", { type: "unix", path: "/run/a.sock" }],
  ["unix:/run/a\\:b=c.sock", { type: "unix", path: "/run/a:b=c.sock" }],
  ["unix:address=/run/a.sock:mode=660", { type: "unix", path: "/run/a.sock", mode: 0o660 }],
  ["unix:/run/a\\\\b", { type: "unix", path: "/run/a\\b" }],
  ["systemd:domain=INET:index=0", { type: "descriptor", fd: 3 }],
  ["systemd:INET:1", { type: "descriptor", fd: 4 }],
];

test.each(PLACES)("%s", (description, place) => {
  expect(parsePlace(description)).toEqual(place);
});

const WRONG: readonly (readonly [description: string, says: string])[] = [
  [
    "tpc:8080:interface=a",
    "tpc:8080:interface=a is no place to listen on: tpc is none of tcp, tcp6, ssl, unix, systemd. Did you mean tcp?",
  ],
  ["", " is no place to listen on"],
  ["tcp", "a port is missing in tcp"],
  ["tcp:", "nothing, in tcp:, is no number"],
  ["tcp:http", "http, in tcp:http, is no number"],
  ["99999", "99999, in 99999, is no port: they end at 65535"],
  ["tcp:65536", "65536, in tcp:65536, is no port"],
  ["tcp:1:a:b", "a name before b is missing in tcp:1:a:b"],
  [
    "tcp:1:interfaec=a",
    "tcp takes port, interface, but no interfaec, in tcp:1:interfaec=a. Did you mean interface?",
  ],
  ["tcp:1:backlog=5", "backlog, in tcp:1:backlog=5, is not supported here"],
  ["ssl:1:sslmethod=TLSv1_METHOD", "sslmethod, in"],
  ["unix", "a path is missing in unix"],
  ["unix:/a:mode=rw", "mode is three octal digits, as in 660, not rw"],
  ["constructor:1:2", "constructor is none of"],
];

test.each(WRONG)("%j: %s", (description, says) => {
  expect(() => parsePlace(description)).toThrow(says);
});

describe("options", () => {
  const places = (line: string): Place[] =>
    placesFrom(
      parseArguments(
        line.split(" ").filter((word) => word !== ""),
        LISTEN_OPTIONS,
      ),
    );
  const loopback = { host: "127.0.0.1" };

  const ROWS: readonly (readonly [line: string, places: readonly Place[]])[] = [
    ["", [{ type: "tcp", port: 8080, ...loopback }]],
    ["--port 80", [{ type: "tcp", port: 80, ...loopback }]],
    ["--port 80 --host 0.0.0.0", [{ type: "tcp", port: 80, host: "0.0.0.0" }]],
    ["--port tcp:80", [{ type: "tcp", port: 80 }]],
    [
      "--listen 80 --listen unix:/a",
      [
        { type: "tcp", port: 80 },
        { type: "unix", path: "/a" },
      ],
    ],
    [
      "--listen 80 -p 81",
      [
        { type: "tcp", port: 80 },
        { type: "tcp", port: 81, ...loopback },
      ],
    ],
    ["--https 443", [{ type: "ssl", port: 443, ...loopback }]],
    ["--https 443 -k key.pem -c cert.pem", [{ type: "ssl", port: 443, ...loopback, certificate }]],
    [
      "--https 443 --certificate a.pem",
      [{ type: "ssl", port: 443, ...loopback, certificate: { privateKey: "a.pem", certKey: "a.pem" } }],
    ],
  ];

  test.each(ROWS)("%j", (line, expected) => {
    expect(places(line)).toEqual(expected);
  });

  const NONSENSE: readonly (readonly [line: string, says: string])[] = [
    ["--certificate a.pem", "--certificate and --privkey are for --https PORT, which is missing"],
    ["--https 443 --privkey a.pem", "--privkey is given, but no --certificate"],
    ["--https unix:/a", "--https takes a port, not unix:/a: use --listen"],
    ["--listen 80 --host a", "--host is for --port and --https"],
  ];

  test.each(NONSENSE)("%j: %s", (line, says) => {
    expect(() => places(line)).toThrow(says);
  });
});
