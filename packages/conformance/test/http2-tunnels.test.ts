/** Tunnels on streams of HTTP/2, opened by clients that share no code with us. */
import { leaf, type IResource } from "@headgate/core";
import "./support/close-all";
import { CLIENTS, to, type Visit, visitBy } from "./support/http2-visit";
import { pattern, tunnel } from "./support/pages";
import { until } from "./support/until";

const MEBIOCTET = 1024 * 1024;

describe.each(CLIENTS)("%s", (_name, isSecure, connect) => {
  const visit = (root?: IResource): Promise<Visit> => visitBy(connect, isSecure, root);

  test("speaks another protocol through extended CONNECT, as WebSocket does (RFC 8441 section 5)", async () => {
    const { client } = await visit();
    await until(() => client.canConnect);
    const stream = client.open(
      to("/tunnel", "CONNECT", [":protocol", "websocket"], ["sec-websocket-version", "13"]),
    );
    await until(() => stream.head !== undefined);
    expect([stream.code, stream.field("sec-websocket-accept"), stream.field("content-length")]).toEqual([
      200,
      undefined,
      undefined,
    ]);
    for (const message of ["one,", "two,", "three"]) {
      const before = stream.body.length;
      stream.write(message);
      await until(() => stream.body.length === before + message.length);
    }
    stream.end();
    await until(() => stream.hasEnded);
    expect(stream.body.toString()).toBe("one,two,three");
  });

  test("gets a MiB through a tunnel that plain CONNECT opened (RFC 9113 section 8.5)", async () => {
    const proxy: IResource = { ...leaf(tunnel), acceptsUnrouted: true };
    const { client } = await visit(proxy);
    const stream = client.open([
      [":method", "CONNECT"],
      [":authority", "b:443"],
    ]);
    await until(() => stream.head !== undefined);
    expect(stream.code).toBe(200);
    stream.write(pattern(0, MEBIOCTET));
    stream.end();
    await until(() => stream.hasEnded);
    expect(stream.body.equals(pattern(0, MEBIOCTET))).toBe(true);
  });
});
