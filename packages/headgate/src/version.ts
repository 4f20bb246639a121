/** The version of this package, as its package.json says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Both src/ and dist/ lie beside package.json. */
export function version(): string {
  const text = readFileSync(join(__dirname, "../package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
