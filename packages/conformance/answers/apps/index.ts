/** Every app, by the name of its files: its Python twin, its cases and its recording. */
import type { Twin } from "../../src/answers/twin";
import { conditional } from "./conditional";
import { cookies } from "./cookies";
import { elsewhere } from "./elsewhere";
import { errors } from "./errors";
import { expiring } from "./expiring";
import { forms } from "./forms";
import { guarded } from "./guarded";
import { hello } from "./hello";
import { hooks } from "./hooks";
import { idle } from "./idle";
import { later } from "./later";
import { methods } from "./methods";
import { pages } from "./pages";
import { proxied } from "./proxied";
import { refused } from "./refused";
import { sessions } from "./sessions";
import { staticFiles } from "./static";
import { subclasses } from "./subclasses";
import { tracebacks } from "./tracebacks";
import { treeApp } from "./tree";
import { zippedApp } from "./zipped";

export const TWINS: Readonly<Record<string, Twin>> = {
  conditional,
  cookies,
  elsewhere,
  errors,
  expiring,
  forms,
  guarded,
  hello,
  hooks,
  idle,
  later,
  methods,
  pages,
  proxied,
  refused,
  sessions,
  static: staticFiles,
  subclasses,
  tracebacks,
  tree: treeApp,
  zipped: zippedApp,
};
