/** The page: a few files, read once. Nothing of it comes from elsewhere, and its policy says so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Resource, type Request } from "@headgate/legacy-site";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

class PageFile extends Resource {
  override readonly isLeaf = true;
  readonly #type: string;
  readonly #octets: Buffer;

  constructor(name: string, type: string) {
    super();
    this.#type = type;
    this.#octets = readFileSync(join(__dirname, "page", name));
  }

  render_GET(request: Request): Buffer {
    request.setHeader("Content-Type", this.#type);
    request.setHeader("Content-Security-Policy", POLICY);
    request.setHeader("X-Content-Type-Options", "nosniff");
    return this.#octets;
  }
}

function sheet(name: string): [name: string, file: Resource] {
  return [name, new PageFile(name, "text/css; charset=utf-8")];
}

/** What the root of the tree gets, by name. */
export function pageFiles(): [name: string, file: Resource][] {
  return [
    ["", new PageFile("index.html", "text/html; charset=utf-8")],
    ...["tour.css", "upload-form.css", "lanes.css", "memory.css"].map(sheet),
    ["tour.js", new PageFile("tour.js", "text/javascript; charset=utf-8")],
    ["content.js", new PageFile("content.js", "text/javascript; charset=utf-8")],
    ["sending.js", new PageFile("sending.js", "text/javascript; charset=utf-8")],
    ["gate.svg", new PageFile("gate.svg", "image/svg+xml")],
  ];
}
