/** For users in a hurry: the streaming core, and how to listen with it. The old names are in `headgate/legacy`. */
export * from "@headgate/core";
export * from "@headgate/node";
