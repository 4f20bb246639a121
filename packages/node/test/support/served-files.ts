/** A site of files, and traps around them. After each test, none of them may be open. */
import { Site } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import type { Injected, InjectOptions } from "@headgate/core/testing";
import { files } from "../../src/index";
import { SiteFolder } from "./site-folder";
import { until } from "./socket-pair";

export const folder = new SiteFolder();
export const LARGE = Buffer.alloc(300_000, "0123456789");

beforeAll(() => {
  folder.write("a.txt", "0123456789");
  folder.write("index.html", "<h1>home</h1>");
  folder.write("docs/index.html", "<h1>docs</h1>");
  folder.write("empty/x.txt", "");
  folder.write("large.bin", LARGE);
  folder.write(".env", "PASSWORD");
  folder.write(".git/config", "PASSWORD");
  folder.write("README", "read me");
  folder.write("päth ü/ß 1.svg", "<svg/>");
  folder.link("alias.txt", "a.txt");
});
afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

export const site = new Site(files(folder.root));

export function get(target: string, options: InjectOptions = {}, server = site): Promise<Injected> {
  return inject(server, { target, ...options });
}
