/**
 * Static files as a resource: GET and HEAD, validators, one range, and nothing from outside of the folder.
 *
 * Whatever can't be served is 404, without a word about why: a name that is none, a dotfile, a FIFO, a link that
 * leads out of the folder.
 */
import { extname } from "node:path";
import { byMethod, Headers, notFound, redirect, respond } from "@headgate/core";
import type { IRequest, IResource, IResponse, PathCursor } from "@headgate/core";
import { contentType } from "mime-types";
import { selectRange } from "./byte-range";
import { fileBody } from "./file-body";
import { isFileName, openInside } from "./open-inside";
import type { OpenFile } from "./open-inside";
import { Validators } from "./validators";

export interface FilesOptions {
  /** What a folder shows, with a slash behind its name. "index.html"; "" for nothing. There are no listings. */
  readonly index?: string | undefined;
  /** true: names that begin with a dot are served. */
  readonly dotfiles?: boolean | undefined;
  /** Value of Cache-Control; absent: none is sent. */
  readonly cacheControl?: string | undefined;
}

/** The files of `directory`, by the rest of the path. Links inside of it are followed, those that leave it are not. */
export function files(directory: string, options: FilesOptions = {}): IResource {
  const { index = "index.html", dotfiles = false, cacheControl } = options;
  const common = new Headers({ "X-Content-Type-Options": "nosniff" });
  if (cacheControl !== undefined) common.append("Cache-Control", cacheControl);

  async function answer(request: IRequest, path: PathCursor): Promise<IResponse> {
    const names = [...path.remaining];
    if (names.at(-1) === "") names[names.length - 1] = index;
    if (!names.every((name) => isFileName(name) && (dotfiles || !name.startsWith(".")))) return notFound();
    const found = await openInside(directory, names);
    if (found === undefined) return notFound();
    if (found === "directory") return redirectToFolder(request, path);
    return answerWith(found, typeOf(names.at(-1)), request, common);
  }

  return byMethod({ GET: answer });
}

/** `path.url` encodes every segment anew, so that no `//host` in the request can lead elsewhere. */
function redirectToFolder(request: IRequest, path: PathCursor): IResponse {
  if (path.remaining.at(-1) === "") return notFound();
  const query = request.query === "" ? "" : `?${request.query}`;
  return redirect(path.url(...path.remaining, "") + query, 308);
}

async function answerWith(
  { handle, stats }: OpenFile,
  type: string,
  request: IRequest,
  common: Headers,
): Promise<IResponse> {
  const { size } = stats;
  const validators = new Validators(stats);
  const fields = new Headers(common);
  fields.append("ETag", validators.etag).append("Last-Modified", validators.lastModified);
  if (validators.isKnownTo(request.headers)) {
    await handle.close();
    return respond(304, fields);
  }
  fields.append("Accept-Ranges", "bytes");
  const isPartAllowed = request.method === "GET" && validators.allowsPart(request.headers);
  const range = selectRange(isPartAllowed ? request.headers.get("range") : undefined, size);
  if (range === "unsatisfiable") {
    await handle.close();
    return respond(416, fields.append("Content-Range", `bytes */${size}`), "Range Not Satisfiable\n");
  }
  fields.append("Content-Type", type);
  if (range === "whole") return respond(200, fields, fileBody(handle, 0, size));
  const { start, length } = range;
  fields.append("Content-Range", `bytes ${start}-${start + length - 1}/${size}`);
  return respond(206, fields, fileBody(handle, start, length));
}

function typeOf(name = ""): string {
  return contentType(extname(name)) || "application/octet-stream";
}
