/** The page: files of this package, read once. Nothing of it comes from elsewhere, and its policy says so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { respond, type IResponse } from "@headgate/core";

/** Beside `src` and `dist`, both of which hold this file in a folder of the same name. */
const FOLDER = join(__dirname, "../../assets/dashboard");

/** What there is to be asked for, and its type. */
const FILES: readonly (readonly [type: string, names: readonly string[]])[] = [
  ["text/html; charset=utf-8", ["index.html"]],
  [
    "text/css; charset=utf-8",
    [
      ...["dashboard.css", "states.css", "totals.css", "resource-tree.css"],
      ...["exchanges.css", "advice.css", "small-screens.css"],
    ],
  ],
  ["image/svg+xml", ["gate.svg"]],
  [
    "text/javascript; charset=utf-8",
    [
      ...["dashboard.js", "advice.js", "elements.js", "exchanges.js"],
      ...["resource-tree.js", "totals.js", "units.js"],
    ],
  ],
];

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No script of ours makes markup of text, and none can.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Of every answer, refusals too. */
export const COMMON_FIELDS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

export type PageFiles = ReadonlyMap<string, IResponse>;

/** By name. Answers of octets may be sent any number of times. */
export function readPageFiles(): PageFiles {
  return new Map(
    FILES.flatMap(([type, names]) => names.map((name) => [name, fileAnswer(name, type)] as const)),
  );
}

function fileAnswer(name: string, type: string): IResponse {
  const vary = name === "index.html" ? { Vary: "Accept" } : {};
  return respond(200, { ...COMMON_FIELDS, ...vary, "Content-Type": type }, readFileSync(join(FOLDER, name)));
}
