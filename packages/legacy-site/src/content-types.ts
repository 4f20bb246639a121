/**
 * Media types by the extension of a file's name (twisted.web.static: loadMimeTypes, getTypeAndEncoding).
 *
 * A fixed table, where twisted.web takes what the system has: mime-db, and over it what differs there. Types carry
 * no charset.
 */
import { readFileSync } from "node:fs";
import { types } from "mime-types";
import { splitExtension } from "./file-path";

/** Extension with its dot, in lower case -> type, or encoding. */
export type ByExtension = Record<string, string>;

/** What twisted.web adds to the system's table. */
const OF_TWISTED: ByExtension = {
  ".conf": "text/plain",
  ".diff": "text/plain",
  ".flac": "audio/x-flac",
  ".java": "text/plain",
  ".oz": "text/x-oz",
  ".patch": "text/plain",
  ".swf": "application/x-shockwave-flash",
  ".wml": "text/vnd.wap.wml",
  ".xul": "application/vnd.mozilla.xul+xml",
};

/** What Python's own table and Debian's agree on, and mime-db does not know, or otherwise. */
const OF_PYTHON: ByExtension = {
  ".3g2": "audio/3gpp2",
  ".3gp": "audio/3gpp",
  ".3gpp": "audio/3gpp",
  ".3gpp2": "audio/3gpp2",
  ".ass": "audio/aac",
  ".h5": "application/x-hdf5",
  ".ksh": "text/plain",
  ".man": "application/x-troff-man",
  ".me": "application/x-troff-me",
  ".mpa": "video/mpeg",
  ".ms": "application/x-troff-ms",
  ".nws": "message/rfc822",
  ".ppa": "application/vnd.ms-powerpoint",
  ".pwz": "application/vnd.ms-powerpoint",
  ".py": "text/x-python",
  ".pyc": "application/x-python-code",
  ".pyo": "application/x-python-code",
  ".srt": "text/plain",
  ".wav": "audio/x-wav",
  ".wiz": "application/msword",
  ".xlb": "application/vnd.ms-excel",
  ".xpdl": "application/xml",
};

/** @param locations files like /etc/mime.types (`type extension extension`), whose entries go over the table's */
export function loadMimeTypes(locations: readonly string[] = []): ByExtension {
  const table: ByExtension = {};
  for (const [extension, type] of Object.entries(types)) table[`.${extension}`] = type;
  Object.assign(table, OF_PYTHON, ...locations.map(readTypes), OF_TWISTED);
  return table;
}

function readTypes(location: string): ByExtension {
  const table: ByExtension = {};
  for (const line of readFileSync(location, "utf8").split("\n")) {
    const [type = "", ...extensions] = line.replace(/#.*/, "").trim().split(/\s+/);
    for (const extension of extensions) table[`.${extension}`] = type;
  }
  return table;
}

/** Where a `.gz` is an encoding, the extension before it decides about the type. */
export function getTypeAndEncoding(
  filename: string,
  contentTypes: Readonly<ByExtension>,
  contentEncodings: Readonly<ByExtension>,
  defaultType: string,
): [type: string, encoding: string | null] {
  const [root, extension] = splitExtension(filename);
  const encoding = contentEncodings[extension.toLowerCase()];
  const typed = encoding === undefined ? extension : splitExtension(root)[1];
  return [contentTypes[typed.toLowerCase()] ?? defaultType, encoding ?? null];
}

/** The tables that all files share, so that an entry added to them counts everywhere. */
export const CONTENT_TYPES = loadMimeTypes();
export const CONTENT_ENCODINGS: ByExtension = { ".gz": "gzip", ".bz2": "bzip2" };
