/**
 * A whole body as the JSON value that it spells (RFC 8259): UTF-8 only, a byte order mark is passed over.
 *
 * A request that says it is something else is refused with 415 before its body is invited. Servers differ here;
 * this way a form of another site, which can't send a JSON type without asking, never reaches a handler as JSON.
 * A request that doesn't say what it is is believed.
 */
import { HttpError } from "../errors";
import type { Headers } from "../fields/headers";
import type { IBody } from "../interfaces/message";
import { readBody } from "./read-body";
import type { ReadBodyOptions } from "./read-body";

const JSON_TYPE = /^(?:application\/json|[^/;\s]+\/[^/;\s]+\+json)\s*(?:;|$)/i;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The value is as untrusted as its sender: a key `__proto__` is an own property of it, and merging makes it more.
 *
 * Rejects with HttpError 400 or 415, or as `readBody` does.
 */
export async function readJson(
  body: IBody & { readonly headers?: Headers },
  options: ReadBodyOptions = {},
): Promise<unknown> {
  const type = body.headers?.get("content-type");
  if (type !== undefined && !JSON_TYPE.test(type)) {
    throw new HttpError(415, "the content must be JSON (application/json)", { Accept: "application/json" });
  }
  const bytes = await readBody(body, options);
  if (bytes.length === 0) throw new HttpError(400, "the content is empty where JSON was expected");
  try {
    return JSON.parse(UTF8.decode(bytes)) as unknown;
  } catch (error) {
    throw new HttpError(400, `the content is not JSON: ${(error as Error).message}`);
  }
}
