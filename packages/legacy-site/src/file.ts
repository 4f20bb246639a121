/**
 * Files and directories as resources (twisted.web.static.File). Made for subclassing: the children of a File are
 * made by `createSimilarFile`, and whatever it opens, measures, lists or sends goes through a method.
 *
 * Names are looked up at once, so that `getChild` and what overrides it have a resource to return; content is read
 * as `static-producers.ts` says. A hardened site serves nothing that lies outside of where a tree of Files begins.
 */
import type { Awaitable } from "@headgate/core";
import { isFileName } from "@headgate/node";
import { addSlash } from "./add-slash";
import { isServed, wasOpenedInside } from "./confinement";
import { isUnchanged } from "./conditional-request";
import { CACHED, NOT_DONE_YET } from "./constants";
import { CONTENT_ENCODINGS, CONTENT_TYPES, getTypeAndEncoding, type ByExtension } from "./content-types";
import { DirectoryLister } from "./directory-lister";
import { isDenied, isNothingThere } from "./file-errors";
import { InsecurePath, type FilePath } from "./file-path";
import { forbidSniffing, isHardened } from "./hardening";
import { CONTENT_BLIND, RENDERS_BLIND } from "./markers";
import { selectContent, type IStartable } from "./partial-content";
import { PathResource } from "./path-resource";
import { processorFor, Registry, type Processor } from "./processors";
import { redirectTo } from "./redirects";
import type { Request } from "./request";
import {
  ForbiddenResource,
  NoResource,
  type AnyResource,
  type ILegacyResource,
  type Rendered,
} from "./resource";
import type { IReadableFile } from "./static-producers";

const NOT_UTF8 = /\p{Surrogate}/u;

export class File extends PathResource {
  static readonly [CONTENT_BLIND] = true;
  static readonly [RENDERS_BLIND] = true;
  /** What new Files begin with. */
  static contentTypes: ByExtension = CONTENT_TYPES;
  static contentEncodings: ByExtension = CONTENT_ENCODINGS;
  static processors: Record<string, Processor> = {};
  static indexNames: string[] = ["index", "index.html", "index.htm", "index.rpy"];
  static childNotFound: ILegacyResource = new NoResource("File not found.");
  static forbidden: ILegacyResource = new ForbiddenResource();

  contentTypes: ByExtension;
  contentEncodings: ByExtension;
  /** By extension, with its dot. */
  processors: Record<string, Processor>;
  /** What a directory shows: the first of these that exists, else its listing. */
  indexNames: string[];
  childNotFound: ILegacyResource;
  forbidden: ILegacyResource;
  /** Of the content; null: found out by the extension when it is first sent. */
  type: string | null = null;
  encoding: string | null = null;
  readonly defaultType: string;
  readonly ignoredExts: string[];
  readonly registry: Registry;
  /** Where the tree begins. */
  #root: string;

  /**
   * @param defaultType of files whose extension is unknown
   * @param ignoredExts extensions that a request may leave out; true, or "*" among them: any
   */
  constructor(
    path: string,
    defaultType = "text/html",
    ignoredExts: readonly string[] | boolean = [],
    registry: Registry | null = null,
  ) {
    super(path);
    const type = this.constructor as typeof File;
    this.contentTypes = type.contentTypes;
    this.contentEncodings = type.contentEncodings;
    this.processors = type.processors;
    this.indexNames = [...type.indexNames];
    this.childNotFound = type.childNotFound;
    this.forbidden = type.forbidden;
    this.defaultType = defaultType;
    this.ignoredExts = typeof ignoredExts === "boolean" ? (ignoredExts ? ["*"] : []) : [...ignoredExts];
    this.registry = registry ?? new Registry();
    this.#root = this.path;
  }

  /** From now on `name` also stands for `name` with this extension. */
  ignoreExt(extension: string): void {
    this.ignoredExts.push(extension);
  }

  // ---- the walk ----------------------------------------------------------------------------------------

  override getChild(name: string, request: Request): Awaitable<AnyResource> {
    this.restat(false);
    if (!this.isdir() || NOT_UTF8.test(name)) return this.childNotFound;
    const found = name === "" ? this.childSearchPreauth(...this.indexNames) : this.#find(name);
    if (found === undefined) return name === "" ? this.#listing() : this.childNotFound;
    if (isHardened(request) && !isServed(this.#root, name, found)) return this.childNotFound;
    const processor = processorFor(this.processors, found.splitext()[1]);
    return processor === undefined ? this.#childAt(found.path) : processor(found.path, this.registry);
  }

  #find(name: string): FilePath | undefined {
    // A device is a device there, whatever its folder.
    if (process.platform === "win32" && !isFileName(name)) return undefined;
    try {
      const found = this.child(name);
      return found.exists() ? found : found.siblingExtensionSearch(...this.ignoredExts);
    } catch (error) {
      if (error instanceof InsecurePath) return undefined;
      throw error;
    }
  }

  #childAt(path: string): File {
    const child = this.createSimilarFile(path);
    if (#root in child) child.#root = this.#root;
    return child;
  }

  #listing(): AnyResource {
    try {
      return this.directoryListing();
    } catch (error) {
      if (isDenied(error)) return this.forbidden;
      throw error;
    }
  }

  /** A File of the same class, for another path. */
  createSimilarFile(path: string): File {
    const type = this.constructor as typeof File;
    const similar = new type(path, this.defaultType, this.ignoredExts, this.registry);
    similar.processors = this.processors;
    similar.indexNames = [...this.indexNames];
    similar.childNotFound = this.childNotFound;
    return similar;
  }

  /** The listing of this directory. */
  directoryListing(): AnyResource {
    const { path, contentTypes, contentEncodings, defaultType } = this;
    return new DirectoryLister(path, this.listNames(), contentTypes, contentEncodings, defaultType);
  }

  override listNames(): string[] {
    return this.isdir() ? this.listdir().sort() : [];
  }

  override listEntities(): [name: string, child: AnyResource][] {
    return this.listNames().map((name) => [name, this.#childAt(this.child(name).path)]);
  }

  // ---- the answer --------------------------------------------------------------------------------------

  render_GET(request: Request): Awaitable<Rendered> {
    this.restat(false);
    if (this.type === null) {
      const { contentTypes, contentEncodings, defaultType } = this;
      const found = getTypeAndEncoding(this.basename(), contentTypes, contentEncodings, defaultType);
      [this.type, this.encoding] = found;
    }
    if (!this.exists()) return this.#page(this.childNotFound, request);
    if (this.isdir()) return this.redirect(request);
    request.setHeader("accept-ranges", "bytes");
    let file: IReadableFile;
    try {
      file = this.openForReading();
    } catch (error) {
      if (isDenied(error)) return this.#page(this.forbidden, request);
      if (isNothingThere(error)) return this.#page(this.childNotFound, request);
      throw error;
    }
    try {
      return this.#send(file, request);
    } catch (error) {
      file.close?.();
      throw error;
    }
  }

  /** As there it is the render_GET of this class, whatever a subclass has of its own. */
  override render_HEAD(request: Request): Awaitable<Rendered> {
    return File.prototype.render_GET.call(this, request);
  }

  #page(page: ILegacyResource, request: Request): Awaitable<Rendered> {
    return page.render(request) as Awaitable<Rendered>;
  }

  #send(file: IReadableFile, request: Request): Awaitable<Rendered> {
    if (isHardened(request) && !wasOpenedInside(this.#root, this.path, file)) {
      file.close?.();
      return this.#page(this.childNotFound, request);
    }
    forbidSniffing(request);
    const isKnown = request.setLastModified(this.getModificationTime()) === CACHED;
    if (isKnown || request.method === "HEAD") {
      file.close?.();
      if (!isKnown) this._setContentHeaders(request);
      return "";
    }
    this.makeProducer(request, file).start();
    return NOT_DONE_YET;
  }

  /** Of a directory without a slash behind it. */
  redirect(request: Request): Awaitable<Rendered> {
    return redirectTo(addSlash(request), request);
  }

  /** For subclasses that, for instance, decrypt what they send: then they know `getFileSize` too. */
  openForReading(): IReadableFile {
    return this.open();
  }

  getFileSize(): number {
    return this.getsize();
  }

  // ---- ranges ------------------------------------------------------------------------------------------

  /** Sets status and fields by the Range field. @returns what writes the body, once it is started */
  makeProducer(request: Request, fileForReading: IReadableFile): IStartable {
    const size = this.getFileSize();
    const range = this.#isRangeWanted(request) ? request.getHeader("range") : null;
    const selected = selectContent(range, size, this.type ?? "bytes");
    request.setResponseCode(selected.code);
    for (const [name, value] of selected.fields) request.setHeader(name, value);
    if (selected.length !== undefined) this._setContentHeaders(request, selected.length);
    return selected.producer(request, fileForReading);
  }

  /** If-Range counts on a hardened site. */
  #isRangeWanted(request: Request): boolean {
    const validator = isHardened(request) ? request.getHeader("if-range") : null;
    return validator === null || isUnchanged(validator, this.getModificationTime());
  }

  /** Length, type and encoding. */
  _setContentHeaders(request: Request, size = this.getFileSize()): void {
    request.setHeader("content-length", `${size}`);
    if (this.type) request.setHeader("content-type", this.type);
    if (this.encoding) request.setHeader("content-encoding", this.encoding);
  }
}
