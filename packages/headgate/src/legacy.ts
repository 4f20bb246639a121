/** The buffered API of twisted.web, name by name. */
export * from "@headgate/legacy-site";
