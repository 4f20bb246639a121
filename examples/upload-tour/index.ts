import * as core from "@headgate/core";

console.log(`headgate: ${Object.keys(core).length} exports`);
