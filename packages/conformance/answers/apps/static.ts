/** A directory of files. */
import { join } from "node:path";
import { File } from "@headgate/legacy-site";
import type { Twin } from "../../src/answers/twin";

export const staticFiles: Twin = { tree: (files) => new File(join(files, "public")) };
