/** The tree of hosts: the same for clients of HTTP/1.1 and of HTTP/2. */
import { inject, type Injected } from "@headgate/core/testing";
import { VERSIONS, withClient } from "../support/clients";
import { makeHosts, makeUpstream } from "./hosts";

describe.each(VERSIONS)("over HTTP/%s", (version) => {
  const ask = (host: string, target: string): Promise<Injected> =>
    inject(makeHosts(1), { httpVersion: version, target, headers: { Host: host } });

  test.each([
    ["www.example.test", "/", "<p>The front page.</p>\n"],
    ["WWW.Example.Test:8080", "/", "<p>The front page.</p>\n"],
    ["www.example.test", "/where/am/i", "http://www.example.test/where [am i]\n"],
    ["docs.example.test", "/", "The manual.\n"],
    ["docs.example.test", "/latest/x", "http://docs.example.test/current [x]\n"],
    ["localhost", "/vhost/https/www.example.test/where/am/i", "https://www.example.test/where [am i]\n"],
  ])("%s has its own %s", async (host, target, text) => {
    const { code, body } = await ask(host, target);
    expect([code, body.toString()]).toEqual([200, text]);
  });

  test.each([
    ["example.test", "/", 302, "http://www.example.test/"],
    ["example.test", "/deep/down", 302, "http://www.example.test/"],
    ["www.example.test", "/manual", 302, "http://docs.example.test/"],
    ["other.test", "/", 404, undefined],
    ["www.example.test", "/vhost/http/docs.example.test/", 404, undefined],
  ])("%s%s is a %i", async (host, target, code, location) => {
    const answer = await ask(host, target);
    expect([answer.code, answer.headers.get("location")]).toEqual([code, location]);
  });

  test("one host is another server", async () => {
    const upstream = await makeUpstream().listen(0, "127.0.0.1");
    try {
      await withClient(makeHosts(upstream.port), version, async (client) => {
        const answer = await client.ask({ path: "/where/x?y", headers: { host: "api.example.test" } });
        expect([answer.code, answer.text]).toEqual([200, "http://127.0.0.1/where [x]\n"]);
      });
    } finally {
      await upstream.close({ graceMs: 1_000 });
    }
  });
});
