/** Every app, by the name of its files: its Python twin, its cases and its recording. */
import type { Twin } from "../../src/answers/twin";
import { hello } from "./hello";
import { methods } from "./methods";
import { treeApp } from "./tree";

export const TWINS: Readonly<Record<string, Twin>> = {
  hello,
  methods,
  tree: treeApp,
};
