// The walls between the rooms. `npm run boundaries` checks them; packages/conformance/test/boundaries.test.ts
// plants violations and sees them reported. A new room of core is one line in ROOMS.

// Each room of packages/core/src and the rooms it may import, itself aside. Lower never imports higher.
const bottom = ["fields", "errors"];
const contracts = ["interfaces", ...bottom];
const values = ["message", "body", "options", ...contracts];
const shared = ["channel", ...values];
const protocols = ["http1", "http1/wire", "http2", "http2/wire"];
const ROOMS = {
  errors: ["fields"],
  fields: ["errors"],
  interfaces: bottom,
  options: contracts,
  body: ["options", ...contracts],
  message: ["body", "options", ...contracts],
  traversal: ["message", ...contracts],
  "http1/wire": bottom,
  "http2/wire": bottom,
  channel: values, // what both versions share
  http1: ["http1/wire", ...shared],
  http2: ["http2/wire", ...shared],
  server: ["traversal", ...protocols, ...shared],
  // Drives a site in memory, over the real octets of either version.
  testing: ["server", ...protocols, ...shared],
};

const core = "^packages/core/src/";

/** The files of a room: a folder, or one file of that name. A protocol's room leaves out its wire/. */
const files = (room) => `${room}(?:\\.ts$|/${ROOMS[`${room}/wire`] ? "(?!wire/)" : ""})`;
const anyOf = (rooms) => `${core}(?:${rooms.map(files).join("|")})`;

const rooms = Object.entries(ROOMS).map(([room, below]) => ({
  name: `core-room-${room.replace("/", "-")}`,
  comment: `core/src/${room} may import only: ${[room, ...below].join(", ")}`,
  severity: "error",
  from: { path: anyOf([room]) },
  to: { path: core, pathNot: anyOf([room, ...below]) },
}));

/** What a package.json exports: an index, or one of the small files that repeat a part of it. */
const entryPoint = "^packages/[^/]+/src/(?:(?:testing/)?index|entries/.+)\\.ts$";

const builtin = (...names) => `^(?:node:)?(?:${names.join("|")})(?:/|$)`;

// Package -> the packages of this workspace that its sources may import.
const PACKAGES = {
  core: [],
  node: ["core"],
  "legacy-site": ["core", "node"],
  headgate: ["core", "node", "legacy-site"],
};

const packages = Object.entries(PACKAGES).map(([name, below]) => ({
  name: `package-${name}`,
  comment: `packages/${name} may import of this workspace only: ${below.join(", ") || "nothing"}`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: `^(?:packages|examples)/`, pathNot: `^packages/(?:${[name, ...below].join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    {
      name: "core-unknown-room",
      comment: "A new room of core needs a line in ROOMS, so that somebody decides what it may see.",
      severity: "error",
      from: { path: core, pathNot: [anyOf(Object.keys(ROOMS)), `${core}index\\.ts$`] },
      to: {},
    },
    {
      name: "core-unknown-room-imported",
      comment: "A new room of core needs a line in ROOMS, so that somebody decides what it may see.",
      severity: "error",
      from: {},
      to: { path: core, pathNot: [anyOf(Object.keys(ROOMS)), `${core}index\\.ts$`] },
    },
    {
      name: "interfaces-types-only",
      comment: "interfaces/ holds contracts; what it imports must vanish at run time.",
      severity: "error",
      from: { path: anyOf(["interfaces"]) },
      to: { dependencyTypesNot: ["type-only"] },
    },
    {
      name: "wire-sans-io",
      comment: "wire/ is octets in, values out: no built-in module of any kind.",
      severity: "error",
      from: { path: `${core}[^/]+/wire/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-no-sockets-no-files",
      comment: "core needs no socket, file, stream or process; of Node it imports only the two named here.",
      severity: "error",
      from: { path: core },
      to: { dependencyTypes: ["core"], pathNot: builtin("diagnostics_channel", "async_hooks") },
    },
    {
      name: "hpack-one-importer",
      comment: "hpack.js has no limits of its own; http2/wire/hpack.ts puts them around it.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: `${core}http2/wire/hpack\\.ts$` },
      to: { path: "(?:^|/)hpack\\.js(?:/|$)" },
    },
    {
      name: "testing-not-in-sources",
      comment: "Testing tools are for tests; no source depends on them.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: "^packages/[^/]+/src/testing/" },
      to: { path: "^packages/[^/]+/src/testing/" },
    },
    ...packages,
    {
      name: "shadow-on-top",
      comment: "A shadow stands upon the legacy site, which does not know of it.",
      severity: "error",
      from: { path: "^packages/legacy-site/src/", pathNot: "/src/(?:shadow/|entries/|index\\.ts$)" },
      to: { path: "^packages/legacy-site/src/shadow/" },
    },
    {
      name: "dashboard-on-top",
      comment: "A site makes its dashboard; nothing else of the legacy site knows of it.",
      severity: "error",
      from: {
        path: "^packages/legacy-site/src/",
        pathNot: "/src/(?:dashboard/|entries/|(?:index|site)\\.ts$)",
      },
      to: { path: "^packages/legacy-site/src/dashboard/" },
    },
    {
      name: "sockets-only-in-node",
      comment: "packages/node turns sockets into transports; nobody else among the sources touches one.",
      severity: "error",
      from: {
        path: "^packages/[^/]+/src/",
        pathNot: "^packages/(?:node|conformance|bench)/src/",
      },
      to: { path: builtin("net", "tls"), dependencyTypes: ["core"] },
    },
    {
      name: "in-memory-tests",
      comment: "Tests of core and legacy-site run in memory; real sockets are for node and conformance.",
      severity: "error",
      from: { path: "^packages/(?:core|legacy-site)/test/" },
      to: { path: builtin("net", "tls", "http", "https", "http2"), dependencyTypes: ["core"] },
    },
    {
      name: "by-package-name",
      comment: "Another package is imported by its name: only what its package.json exports.",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/",
        pathNot: ["^packages/$1/", entryPoint],
      },
    },
    {
      name: "by-package-name-examples",
      comment: "Examples see what a user sees.",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^packages/[^/]+/", pathNot: entryPoint },
    },
    {
      name: "by-package-name-not-relative",
      comment: "Another package is imported by its name, never by a relative path.",
      severity: "error",
      from: { path: "^(packages/[^/]+|examples)/" },
      to: {
        path: "^(?:packages/[^/]+|examples)/",
        pathNot: "^$1/",
        dependencyTypes: ["local"],
        dependencyTypesNot: ["aliased"],
      },
    },
    {
      name: "no-own-index",
      comment:
        "index.ts and entries/ are for outsiders; inside the package import the file that has the thing.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: {
        path: [
          "^packages/$1/src/index\\.ts$",
          "^packages/$1/src/.*/index\\.ts$",
          "^packages/$1/src/entries/",
        ],
      },
    },
    {
      name: "no-tests-in-sources",
      comment: "Sources import no tests.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "^packages/[^/]+/test/" },
    },
    {
      name: "no-cycles",
      comment: "Also among types: a cycle means that two files are one. Contracts may name each other.",
      severity: "error",
      from: { pathNot: anyOf(["interfaces"]) },
      to: { circular: true },
    },
    {
      name: "declared-dependencies",
      comment: "What a source imports stands in the dependencies of its own package.json.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "resolvable",
      comment: "Every import leads somewhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(?:^|/)dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@headgate/source", "node", "require", "types", "default"],
      extensions: [".ts", ".d.ts", ".js", ".json"],
    },
  },
};
