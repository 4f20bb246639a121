/** A guest book: sessions, a form, a page for each entry, and a picture to go with it. */
import { createHash, randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { iterate, respond, type IRequest, type IResponse } from "@headgate/core";
import { CONTENT_BLIND, RENDERS_BLIND, STREAMING } from "@headgate/legacy-site";
import { NoResource, Resource, type AnyResource } from "@headgate/legacy-site/resource";
import { Site, type Request, type SiteOptions } from "@headgate/legacy-site/server";
import { File } from "@headgate/legacy-site/static";
import { redirectTo } from "@headgate/legacy-site/util";
import { escapeHtml } from "./escape-html";

interface Signature {
  readonly text: string;
  likes: number;
}

/** `/book/0/picture`: a PUT stores it, and a GET shows it. */
class Picture extends Resource {
  static readonly [STREAMING] = ["PUT"];
  override isLeaf = true;
  readonly path: string;

  constructor(path: string) {
    super();
    this.path = path;
  }

  render_GET(request: Request): ReturnType<File["render_GET"]> {
    return new File(this.path, "image/png").render_GET(request);
  }

  /** Answers when the first piece is in: until then a refusal, as of one too long, can still be a 413. */
  override async responseForRequest(request: IRequest): Promise<IResponse> {
    const pieces = iterate(request);
    const first = await pieces.next();
    return respond(200, { "Content-Type": "text/plain; charset=utf-8" }, this.#store(first, pieces));
  }

  /** The next piece is asked for when the last one is on disk: until then the client waits. */
  async *#store(first: IteratorResult<Buffer>, pieces: AsyncIterator<Buffer>): AsyncGenerator<string> {
    yield "Thank you for the picture.\n";
    const hash = createHash("sha256");
    const part = `${this.path}.${randomUUID()}`;
    const file = await open(part, "wx");
    try {
      for (let next = first; next.done !== true; next = await pieces.next()) {
        hash.update(next.value);
        await file.appendFile(next.value);
      }
      await rename(part, this.path);
    } finally {
      await file.close();
      await rm(part, { force: true });
    }
    yield `sha256 ${hash.digest("hex")}\n`;
  }
}

/** `/book/0/like`: a POST counts, whatever it carries. */
class Like extends Resource {
  static readonly [RENDERS_BLIND] = true;
  override isLeaf = true;
  readonly signature: Signature;

  constructor(signature: Signature) {
    super();
    this.signature = signature;
  }

  render_POST(request: Request): string {
    this.signature.likes += 1;
    request.setHeader("content-type", "text/plain; charset=utf-8");
    return `${this.signature.likes}\n`;
  }
}

/** `/book/0` */
class Entry extends Resource {
  readonly signature: Signature;

  constructor(signature: Signature, picture: string) {
    super();
    this.signature = signature;
    this.putChild("picture", new Picture(picture));
    this.putChild("like", new Like(signature));
  }

  render_GET(request: Request): string {
    request.setHeader("content-type", "text/plain; charset=utf-8");
    return `${this.signature.text}\n${this.signature.likes} like this.\n`;
  }
}

/** `/book`: a GET shows what was signed, and a POST signs. */
class GuestBook extends Resource {
  static readonly [CONTENT_BLIND] = true;
  readonly signatures: Signature[] = [];
  readonly directory: string;

  /** @param directory where the pictures are */
  constructor(directory: string) {
    super();
    this.directory = directory;
  }

  override getChild(name: string, _request: Request): AnyResource {
    if (name === "") return this;
    const signature = /^\d+$/.test(name) ? this.signatures[Number(name)] : undefined;
    if (signature === undefined) return new NoResource("No such entry.");
    return new Entry(signature, join(this.directory, `${name}.png`));
  }

  render_GET(request: Request): string {
    const { sessionNamespaces: session } = request.getSession();
    session["visits"] = Number(session["visits"] ?? 0) + 1;
    request.setHeader("content-type", "text/html; charset=utf-8");
    const entries = this.signatures.map(({ text }) => `<li>${escapeHtml(text)}</li>`).join("");
    return `<p>Visit ${String(session["visits"])}</p><ol>${entries}</ol>`;
  }

  render_POST(request: Request): string | Buffer {
    const text = request.args["text"]?.[0] ?? "";
    if (!text) {
      request.setResponseCode(400);
      return "Say something.";
    }
    this.signatures.push({ text, likes: 0 });
    return redirectTo("/book/", request);
  }
}

/** @param directory where the pictures are */
export function makeGuestbook(directory: string, options: SiteOptions = {}): Site {
  const root = new Resource();
  root.putChild("book", new GuestBook(directory));
  return new Site(root, options);
}
