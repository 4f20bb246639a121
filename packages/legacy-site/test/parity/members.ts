/**
 * Every documented member of twisted.web's server side, and of what its apps use around it, with what became of it. The
 * parity test holds it against what the package has; `npm run docs:parity` makes a table of it for
 * docs/legacy-compatibility.md.
 */
import { FILE_OWNERS } from "./file-members";
import { OTHER_OWNERS } from "./other-members";
import type { Owner } from "./owner";
import { REQUEST_OWNERS } from "./request-members";
import { RESOURCE_OWNERS } from "./resource-members";

export const OWNERS: readonly Owner[] = [
  ...REQUEST_OWNERS,
  ...RESOURCE_OWNERS,
  ...FILE_OWNERS,
  ...OTHER_OWNERS,
];
