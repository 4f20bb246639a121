/**
 * A resource that is also a path: twisted.web's File derives from Resource and from FilePath, and applications use
 * it as either.
 */
import { FilePath } from "./file-path";
import type { OpenedFile } from "./opened-file";
import { Resource } from "./resource";

export abstract class PathResource extends Resource {
  readonly #place: FilePath;

  constructor(location: string) {
    super();
    this.#place = new FilePath(location);
  }

  /** Absolute. */
  get path(): string {
    return this.#place.path;
  }

  restat(reraise = true): void {
    this.#place.restat(reraise);
  }

  changed(): void {
    this.#place.changed();
  }

  exists(): boolean {
    return this.#place.exists();
  }

  isdir(): boolean {
    return this.#place.isdir();
  }

  isfile(): boolean {
    return this.#place.isfile();
  }

  islink(): boolean {
    return this.#place.islink();
  }

  getsize(): number {
    return this.#place.getsize();
  }

  getModificationTime(): number {
    return this.#place.getModificationTime();
  }

  open(): OpenedFile {
    return this.#place.open();
  }

  getContent(): Buffer {
    return this.#place.getContent();
  }

  listdir(): string[] {
    return this.#place.listdir();
  }

  basename(): string {
    return this.#place.basename();
  }

  dirname(): string {
    return this.#place.dirname();
  }

  splitext(): [root: string, extension: string] {
    return this.#place.splitext();
  }

  parent(): FilePath {
    return this.#place.parent();
  }

  sibling(name: string): FilePath {
    return this.#place.sibling(name);
  }

  child(name: string): FilePath {
    return this.#place.child(name);
  }

  preauthChild(location: string): FilePath {
    return this.#place.preauthChild(location);
  }

  descendant(names: readonly string[]): FilePath {
    return this.#place.descendant(names);
  }

  childSearchPreauth(...locations: string[]): FilePath | undefined {
    return this.#place.childSearchPreauth(...locations);
  }

  siblingExtensionSearch(...extensions: string[]): FilePath | undefined {
    return this.#place.siblingExtensionSearch(...extensions);
  }

  realpath(): FilePath {
    return this.#place.realpath();
  }
}
