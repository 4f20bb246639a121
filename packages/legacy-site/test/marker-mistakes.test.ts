/** Markers that would do nothing: whoever wrote them is told, at the first request. */
import { respond, type IResponse } from "@headgate/core";
import {
  CONTENT_BLIND,
  mark,
  Resource,
  STREAMING,
  type AnyResource,
  type Marker,
  type Rendered,
} from "../src/index";
import { Connection, Journal } from "./support/connection";

class Streams extends Resource {
  static readonly [STREAMING]: unknown = true;
  override isLeaf = true;
  override responseForRequest(): IResponse {
    return respond(200, {}, "streams");
  }
}

function first(root: AnyResource): { code: number; log: Journal } {
  const log = new Journal();
  return { code: Connection.to(root, { log }).send("GET /").response.code, log };
}

class OneMethod extends Streams {
  static override readonly [STREAMING] = "PUT";
}
class SmallMethod extends Streams {
  static override readonly [STREAMING] = ["GET", "put"];
}
class BelowSmall extends SmallMethod {}
class Text extends Streams {
  static readonly [CONTENT_BLIND] = "yes";
}
class NothingToStreamWith extends Resource {
  static readonly [STREAMING] = ["PUT"];
  override isLeaf = true;
  render_GET(): Rendered {
    return "rendered";
  }
}

test.each<[string, AnyResource, string]>([
  [
    "a method without a list",
    new OneMethod(),
    'the marker [STREAMING] of OneMethod is "PUT": it may be true, or a list',
  ],
  [
    "a method in small letters",
    new SmallMethod(),
    "[STREAMING] of SmallMethod lists put: methods are written in capitals",
  ],
  ["the same in a class above", new BelowSmall(), "[STREAMING] of SmallMethod lists put"],
  ["a text", new Text(), '[CONTENT_BLIND] of Text is "yes": it may be true'],
  [
    "nothing to stream with",
    new NothingToStreamWith(),
    "NothingToStreamWith is marked [STREAMING], and has no responseForRequest",
  ],
])("refused with or without a body: %s", (_what, root, message) => {
  for (let count = 0; count < 2; count += 1) {
    const { code, log } = first(root);
    expect(code).toBe(500);
    expect(String(log.details[0])).toContain(message);
  }
});

test("a static without its brackets is warned of, once; a constant of the application's own is not", () => {
  class Bare extends Resource {
    static readonly STREAMING = true;
    static readonly CONTENT_BLIND = "a constant";
    override isLeaf = true;
    render_GET(): Rendered {
      return "rendered";
    }
  }
  const messages = [new Bare(), new Bare()].flatMap((root) => first(root).log.messages);
  expect(messages).toEqual([
    "Bare has a static STREAMING, which is no marker: in brackets it is, static readonly [STREAMING]",
  ]);
});

test("mark() takes markers, and what they may be", () => {
  expect(() => mark(new Resource(), undefined as unknown as Marker)).toThrow(
    "mark takes STREAMING, CONTENT_BLIND, RENDERS_BLIND; this is undefined",
  );
  expect(() => mark(new Streams(), STREAMING, "PUT" as unknown as string[])).toThrow(
    'the marker [STREAMING] of Streams is "PUT"',
  );
  expect(() => mark(new Streams(), STREAMING, ["put"])).toThrow("in capitals");
});
