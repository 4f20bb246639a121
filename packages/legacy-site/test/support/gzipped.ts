/** A text behind an EncodingResourceWrapper, and whether an answer has it encoded. */
import zlib from "node:zlib";
import type { WireResponse } from "@headgate/core/testing";
import { EncodingResourceWrapper, GzipEncoderFactory, type AnyResource } from "../../src/index";
import { Leaf } from "./resources";

export const TEXT = "All work and no play makes a dull server. ".repeat(40);
export const GZIP = { "Accept-Encoding": "gzip" };
export const gzipped = (resource: AnyResource): EncodingResourceWrapper =>
  new EncodingResourceWrapper(resource, [new GzipEncoderFactory()]);
export const text = new Leaf(() => TEXT);

export function wantEncoded(response: WireResponse, content = TEXT): void {
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  expect(response.headers.has("content-length")).toBe(false);
  expect(zlib.gunzipSync(response.body).toString()).toBe(content);
}

export function wantPlain(response: WireResponse, content = TEXT): void {
  expect(response.headers.has("content-encoding")).toBe(false);
  expect(response.body.toString()).toBe(content);
}
