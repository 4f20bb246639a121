/** A File of a folder with something of each kind. After each test, nothing of it may be open. */
import { File, type AnyResource } from "../../src/index";
import { ask, until } from "./connection";
import { MODIFIED, SiteFolder } from "./site-folder";

export const DATE = MODIFIED.toUTCString();
export const folder = new SiteFolder({
  "index.html": "home",
  "a.txt": "abcdefghijklmnopqrstuvwxyz",
  "empty.txt": "",
  noext: "text",
  "archive.tar.gz": "zipped",
  "shout.up": "loud",
  "ü b.txt": "name",
  ".hidden": "dot",
  "sub/b.txt": "b",
  "sub/deep/c.txt": "c",
  "folder.txt/x": "x",
});
export const root = new File(folder.root);

afterEach(() => until(() => folder.openDescriptors() === 0));
afterAll(() => folder.remove());

export const get = (target: string, fields: Record<string, string> = {}, resource: AnyResource = root) =>
  ask(resource, `GET ${target}`, fields);
