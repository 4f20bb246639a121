/**
 * A path on disk, and what stands there (twisted.python.filepath.FilePath, as far as resources use it). What was
 * found there is remembered until `restat`.
 */
import { isUtf8 } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import { OpenedFile } from "./opened-file";

/** A name that is none, or that leads elsewhere than to a child. */
export class InsecurePath extends Error {
  override name = "InsecurePath";
}

export class FilePath {
  /** Absolute. */
  readonly path: string;
  #stats: fs.Stats | undefined;

  constructor(location: string) {
    this.path = path.resolve(location);
  }

  // ---- what stands there -------------------------------------------------------------------------------

  /** Looks anew. @throws if nothing stands there, unless `reraise` is false */
  restat(reraise = true): void {
    this.#stats = undefined;
    try {
      this.#look();
    } catch (error) {
      if (reraise) throw error;
    }
  }

  /** Forgets what was found. */
  changed(): void {
    this.#stats = undefined;
  }

  exists(): boolean {
    if (this.#stats === undefined) this.restat(false);
    return this.#stats !== undefined;
  }

  isdir(): boolean {
    return this.exists() && this.#known.isDirectory();
  }

  isfile(): boolean {
    return this.exists() && this.#known.isFile();
  }

  islink(): boolean {
    return fs.lstatSync(this.path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  }

  /** In octets. @throws if nothing stands there */
  getsize(): number {
    return this.#known.size;
  }

  /** In seconds since 1970, with fractions. @throws if nothing stands there */
  getModificationTime(): number {
    return this.#known.mtimeMs / 1000;
  }

  get #known(): fs.Stats {
    return this.#stats ?? this.#look();
  }

  #look(): fs.Stats {
    return (this.#stats = fs.statSync(this.path));
  }

  // ---- its content -------------------------------------------------------------------------------------

  /** For reading. From here on, size and time are those of what was opened. @throws NotAFile, and what open(2) says */
  open(): OpenedFile {
    const file = OpenedFile.open(this.path);
    this.#stats = file.stats;
    return file;
  }

  getContent(): Buffer {
    return fs.readFileSync(this.path);
  }

  /** The names in this directory, but those that are not UTF-8: no request can ask for them. */
  listdir(): string[] {
    return fs
      .readdirSync(this.path, "buffer")
      .filter((name) => isUtf8(name))
      .map((name) => name.toString());
  }

  // ---- its name, and paths that begin here ---------------------------------------------------------------

  basename(): string {
    return path.basename(this.path);
  }

  dirname(): string {
    return path.dirname(this.path);
  }

  /** The extension with its dot; empty for a dotfile. */
  splitext(): [root: string, extension: string] {
    return splitExtension(this.path);
  }

  parent(): FilePath {
    return new FilePath(this.dirname());
  }

  sibling(name: string): FilePath {
    return this.parent().child(name);
  }

  /** One name further down, or the same path for ".". @throws InsecurePath for any other that is no name */
  child(name: string): FilePath {
    const normal = path.normalize(name).replace(TRAILING_SEPARATORS, "$1");
    if (normal === ".." || UNSAFE_IN_NAME.test(normal)) {
      throw new InsecurePath(`${JSON.stringify(name)} is no child of ${this.path}`);
    }
    return new FilePath(path.join(this.path, normal));
  }

  /** Several names at once: this one, or one below. @throws InsecurePath if it leads out of here */
  preauthChild(location: string): FilePath {
    const found = new FilePath(path.join(this.path, location));
    if (!isBelow(this.path, found.path) || location.includes("\0")) {
      throw new InsecurePath(`${JSON.stringify(location)} does not lie below ${this.path}`);
    }
    return found;
  }

  descendant(names: readonly string[]): FilePath {
    return names.reduce<FilePath>((place, name) => place.child(name), this);
  }

  /** The first of these that exists. They are not checked. */
  childSearchPreauth(...locations: string[]): FilePath | undefined {
    return locations
      .map((location) => new FilePath(path.join(this.path, location)))
      .find((found) => found.exists());
  }

  /** The first of these extensions with which this name exists; "*": any, "": none. */
  siblingExtensionSearch(...extensions: string[]): FilePath | undefined {
    for (const extension of extensions) {
      const found = extension === "*" ? this.#anySibling() : new FilePath(this.path + extension);
      if (found?.exists() === true) return found;
    }
    return undefined;
  }

  #anySibling(): FilePath | undefined {
    const folder = this.parent();
    const start = `${this.basename()}.`;
    const name = folder.isdir()
      ? folder
          .listdir()
          .sort()
          .find((one) => one.startsWith(start))
      : undefined;
    return name === undefined ? undefined : new FilePath(path.join(folder.path, name));
  }

  /** With all links followed. @throws if nothing stands there */
  realpath(): FilePath {
    return new FilePath(fs.realpathSync(this.path));
  }

  toString(): string {
    return `FilePath(${JSON.stringify(this.path)})`;
  }
}

const TRAILING_SEPARATORS = process.platform === "win32" ? /([^\\/])[\\/]+$/ : /([^/])\/+$/;
/** On Windows a colon begins a stream or ends a drive. */
const UNSAFE_IN_NAME = process.platform === "win32" ? /[\0/\\:]/ : /[\0/]/;

/** Whether `location` is `folder` or lies below it, by their names; both are absolute. */
export function isBelow(folder: string, location: string): boolean {
  const start = folder.endsWith(path.sep) ? folder : folder + path.sep;
  return location === folder || location.startsWith(start);
}

/** As Python does it: dots that begin a name begin no extension. */
export function splitExtension(location: string): [root: string, extension: string] {
  const name = path.basename(location);
  const at = name.lastIndexOf(".");
  if (at === -1 || /^\.*$/.test(name.slice(0, at))) return [location, ""];
  const extension = name.slice(at);
  return [location.slice(0, location.length - extension.length), extension];
}

/** Whether a segment of a path leads elsewhere than to a child (twisted.web.static.isDangerous). */
export function isDangerous(segment: string): boolean {
  return segment === ".." || segment.includes("/") || segment.includes(path.sep);
}
