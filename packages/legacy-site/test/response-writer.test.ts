import { collect, Headers } from "@headgate/core";
import { ResponseWriter } from "../src/response-writer";

/** What core is given. */
async function contentOf(writer: ResponseWriter): Promise<string> {
  let content = "";
  await collect(writer.take(), (chunk) => void (content += chunk.toString()));
  return content;
}

describe("what nobody will read", () => {
  test.each([
    ["of a HEAD", true, 200],
    ["of a 204", false, 204],
    ["of a 304", false, 304],
  ])("%s is not kept", async (_what, isHead, code) => {
    const writer = new ResponseWriter(isHead);
    writer.begin({ code, phrase: "", headers: new Headers() });
    writer.write("many octets");
    writer.end();
    expect(await contentOf(writer)).toBe("");
  });

  test("is not all there is", async () => {
    const writer = new ResponseWriter(false);
    writer.begin({ code: 200, phrase: "", headers: new Headers() });
    writer.write("octets");
    writer.end();
    expect(await contentOf(writer)).toBe("octets");
  });
});
