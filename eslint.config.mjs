import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import jest from "eslint-plugin-jest";
import tseslint from "typescript-eslint";

const testFiles = [
  "packages/*/test/**/*.ts",
  "examples/**/*.test.ts",
  "examples/support/{clients,programs}.ts", // of tests
];
const impureGlobals = [
  "AbortController",
  "AbortSignal",
  "Date",
  "Promise",
  "clearTimeout",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout",
];

const nonNull = {
  selector:
    "TSNonNullExpression" +
    ":not([expression.type='MemberExpression'][expression.computed=true])" +
    ":not([expression.callee.property.name=/^(shift|pop)$/])",
  message: "`!` is for an index in range (`octets[i]!`) or a queue that holds something (`shift()!`).",
};

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/", "**/coverage/", "**/temp/", "**/corpora/", "**/fixtures/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ["./tsconfig.test.json"], tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ["**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 350, skipBlankLines: true, skipComments: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-constant-condition": ["error", { checkLoops: false }],
      "no-control-regex": "off", // the grammar of HTTP names control characters
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: false, allowNullish: false },
      ],
      "@typescript-eslint/no-non-null-assertion": "off", // narrowed here:
      "no-restricted-syntax": ["error", nonNull],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/no-empty-function": "off", // a protocol may have nothing to do at an event
      "@typescript-eslint/prefer-for-of": "off", // index loops over buffers
      "@typescript-eslint/prefer-promise-reject-errors": "off", // reasons such as BodyDone are not Errors
      "@typescript-eslint/only-throw-error": ["error", { allowRethrowing: true, allowThrowingUnknown: true }],
      "@typescript-eslint/prefer-nullish-coalescing": [
        "error",
        { ignorePrimitives: { string: true, boolean: true } },
      ],
      "@typescript-eslint/prefer-string-starts-ends-with": [
        "error",
        { allowSingleElementEquality: "always" },
      ],
      "@typescript-eslint/class-literal-property-style": "off",
      "@typescript-eslint/no-invalid-void-type": ["error", { allowAsThisParameter: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Octets in, values out: no clock, no promise, no process.
    files: ["packages/core/src/*/wire/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...impureGlobals],
      "no-restricted-syntax": ["error", nonNull, ":function[async=true]", "AwaitExpression"],
    },
  },
  {
    files: testFiles,
    ...jest.configs["flat/recommended"],
    rules: {
      ...jest.configs["flat/recommended"].rules,
      "jest/expect-expect": "off", // want* helpers assert
      "jest/no-conditional-expect": "off", // table-driven tests
      "jest/no-standalone-expect": "off",
      "jest/no-export": "off", // contract suites are shared
      "jest/no-disabled-tests": "error",
      "jest/no-focused-tests": "error",
      "jest/valid-title": "off", // titles come from tables
      "no-restricted-syntax": "off",
      "@typescript-eslint/no-unsafe-assignment": "off", // expect.any and its kin
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/only-throw-error": "off", // what users may throw is under test
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
  {
    // ts-morph makes its classes by mixins: to this rule none of its nodes is a Node.
    files: ["packages/headgate/src/migrate/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-class-instance-assignment": "off" },
  },
  { files: ["examples/**/*.ts", "packages/conformance/**/*.ts"], rules: { "no-console": "off" } },
  {
    files: ["**/*.mjs", "**/*.cjs", "**/*.js"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { console: "readonly", process: "readonly", module: "writable", require: "readonly" },
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      "@typescript-eslint/no-require-imports": "off",
    },
  },
  {
    files: ["examples/*/page/*.js", "packages/legacy-site/assets/**/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        (
          "AbortController Blob EventSource Intl ReadableStream Request TransformStream URLSearchParams XMLHttpRequest " +
          "crypto document fetch location performance setTimeout"
        )
          .split(" ")
          .map((name) => [name, "readonly"]),
      ),
    },
  },
  prettier,
);
