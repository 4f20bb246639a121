import type { Config } from "jest";

const config: Config = {
  roots: ["<rootDir>/packages", "<rootDir>/examples"],
  testMatch: ["<rootDir>/packages/*/test/**/*.test.ts", "<rootDir>/examples/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/packages/[^/]+/dist/"],
  testEnvironment: "node",
  // Packages name their sources under this condition, so tests need no build and no path mapping.
  testEnvironmentOptions: { customExportConditions: ["@headgate/source", "node", "node-addons"] },
  transform: {
    // Transpile only; the types are checked once, by `npm run typecheck`.
    "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.test.json", transpilation: true }],
  },
  // Of a whole file of properties, or a client that starts, on a machine that does other things too.
  testTimeout: 90_000,
  restoreMocks: true,
  coverageProvider: "v8",
  collectCoverageFrom: [
    "packages/*/src/**/*.ts",
    "!packages/core/src/interfaces/**",
    "!**/*.d.ts",
    "!packages/*/src/**/index.ts",
  ],
};

export default config;
