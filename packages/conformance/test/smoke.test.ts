import * as core from "@headgate/core";
import * as testing from "@headgate/core/testing";
import * as legacy from "@headgate/legacy-site";
import * as node from "@headgate/node";

test("every package loads from its source", () => {
  for (const loaded of [core, testing, node, legacy]) expect(typeof loaded).toBe("object");
});
