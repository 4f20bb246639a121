/** The README is a test: its programs compile, run, and do what the text around them says. */
import { inject, StringTransport } from "@headgate/core/testing";
import { complaints, programsOf, siteOf } from "./support/programs";

const PROGRAMS = programsOf("README.md");

describe("the README", () => {
  test("has three programs", () => {
    expect(PROGRAMS).toHaveLength(3);
  });

  test("compiles", () => {
    expect(complaints(PROGRAMS)).toEqual([]);
  }, 60_000);

  test.each([
    ["the legacy application", 0],
    ["the same, streaming", 1],
  ])("%s echoes", async (_, index) => {
    const site = siteOf(PROGRAMS[index]!);
    const answer = await inject(site, { method: "POST", target: "/echo", body: "some octets" });
    expect([answer.code, answer.body.toString()]).toEqual([200, "some octets"]);
  });

  test("the streaming one answers before the body is in", () => {
    const transport = new StringTransport().connect(siteOf(PROGRAMS[1]!).buildProtocol());
    transport.feed("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nsome");
    expect(transport.written.toString()).toContain("\r\n\r\nsome");
    transport.lose();
  });

  test("the new application finds its resources", async () => {
    const site = siteOf(PROGRAMS[2]!);
    const get = async (target: string): Promise<string> => (await inject(site, { target })).body.toString();
    expect(await get("/")).toBe("It streams.\n");
    expect(await get("/hello/Ada")).toBe("Hello, Ada.\n");
    const echo = await inject(site, { method: "POST", target: "/echo", body: "some octets" });
    expect(echo.body.toString()).toBe("some octets");
  });
});
