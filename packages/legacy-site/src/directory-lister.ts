/** The listing of a directory (twisted.web.static.DirectoryLister). Made for subclassing. */
import { CONTENT_ENCODINGS, CONTENT_TYPES, getTypeAndEncoding, type ByExtension } from "./content-types";
import { formatFileSize, PAGE_TEMPLATE, ROW_TEMPLATE } from "./directory-page";
import { FilePath } from "./file-path";
import { forbidSniffing, isHardened } from "./hardening";
import { escapeHtml, fillIn } from "./html";
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import { encodeText } from "./octets";
import { quote, unquote } from "./percent-encoding";
import type { Request } from "./request";
import { Resource, type Rendered } from "./resource";

/** A row, as HTML. */
export interface ListedEntry {
  readonly text: string;
  readonly href: string;
  readonly size: string;
  readonly type: string;
  readonly encoding: string;
}

export class DirectoryLister extends Resource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  template = PAGE_TEMPLATE;
  linePattern = ROW_TEMPLATE;
  path: string;
  /** Names to list; null: all that there are. */
  dirs: readonly string[] | null;
  contentTypes: Readonly<ByExtension>;
  contentEncodings: Readonly<ByExtension>;
  defaultType: string;

  constructor(
    pathname: string,
    dirs: readonly string[] | null = null,
    contentTypes: Readonly<ByExtension> = CONTENT_TYPES,
    contentEncodings: Readonly<ByExtension> = CONTENT_ENCODINGS,
    defaultType = "text/html",
  ) {
    super();
    this.path = pathname;
    this.dirs = dirs;
    this.contentTypes = contentTypes;
    this.contentEncodings = contentEncodings;
    this.defaultType = defaultType;
  }

  /** Any method. A hardened site does not list dotfiles. */
  override render(request: Request): Rendered {
    request.setHeader("content-type", "text/html; charset=utf-8");
    forbidSniffing(request);
    const all = this.dirs ?? new FilePath(this.path).listdir().sort();
    const names = isHardened(request) ? all.filter((name) => !name.startsWith(".")) : all;
    const [directories, files] = this._getFilesAndDirectories(names);
    const tableContent = this._buildTableContent([...directories, ...files]).join("");
    const header = escapeHtml(`Directory listing for ${decodeTarget(request.uri)}`);
    return fillIn(this.template, { header, tableContent });
  }

  /** What is gone meanwhile, or leads nowhere, is left out. */
  _getFilesAndDirectories(names: readonly string[]): [directories: ListedEntry[], files: ListedEntry[]] {
    const directories: ListedEntry[] = [];
    const files: ListedEntry[] = [];
    const folder = new FilePath(this.path);
    for (const name of names) {
      const place = folder.preauthChild(name);
      if (place.isdir()) directories.push(directoryEntry(name));
      else if (place.exists()) files.push(this.#fileEntry(name, place.getsize()));
    }
    return [directories, files];
  }

  #fileEntry(name: string, size: number): ListedEntry {
    const { contentTypes, contentEncodings, defaultType } = this;
    const [type, encoding] = getTypeAndEncoding(name, contentTypes, contentEncodings, defaultType);
    return {
      text: escapeHtml(name),
      href: linkTo(name),
      size: formatFileSize(size),
      type: escapeHtml(`[${type}]`),
      encoding: encoding === null ? "" : escapeHtml(`[${encoding}]`),
    };
  }

  _buildTableContent(entries: readonly ListedEntry[]): string[] {
    return entries.map((entry, index) =>
      fillIn(this.linePattern, { ...entry, class: index % 2 === 0 ? "odd" : "even" }),
    );
  }

  override toString(): string {
    return `<DirectoryLister of ${JSON.stringify(this.path)}>`;
  }
}

function directoryEntry(name: string): ListedEntry {
  return {
    text: `${escapeHtml(name)}/`,
    href: `${linkTo(name)}/`,
    size: "",
    type: "[Directory]",
    encoding: "",
  };
}

/** Everything but slashes is encoded, so that no name can begin with a scheme. */
function linkTo(name: string): string {
  return name
    .split("/")
    .map((segment) => quote(encodeText(segment)))
    .join("/");
}

/** For people to read: what is not UTF-8 becomes U+FFFD. */
function decodeTarget(uri: string): string {
  return Buffer.from(unquote(encodeText(uri)), "latin1").toString("utf8");
}
