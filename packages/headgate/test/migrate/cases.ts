/** Rows of tables about small classes: what is decided about them, and why. */
import { outcome, planOf } from "./programs";

/** Name, source, what is marked, what is left and why. */
export type Case = readonly [
  name: string,
  source: string,
  marked: readonly string[],
  left: readonly string[],
];

const IMPORTS = `import { NOT_DONE_YET, NoResource, Redirect, redirectTo, Resource, URLPath } from "@headgate/legacy-site";
import { File, type AnyResource, type Request } from "@headgate/legacy-site";
`;

export const getChild = (body: string, more = ""): string => `class Node extends Resource {
  override getChild(name: string, request: Request): AnyResource { ${body} }
  ${more}
}`;

export const render = (body: string, more = ""): string => `class Page extends Resource {
  render_GET(request: Request): string { ${body} }
  ${more}
}`;

export const post = (body: string, more = ""): string => `class Form extends Resource {
  render_POST(request: Request): string { ${body} }
  ${more}
}`;

/** All of them in one program, a file each. */
export function decides(cases: readonly Case[]): void {
  const fileOf = (index: number): string => `case-${index}.ts`;
  const files = cases.map(([, source], index) => [fileOf(index), `${IMPORTS}\n${source}\nexport {};\n`]);
  const plan = planOf(Object.fromEntries(files) as Record<string, string>);
  test.each(cases.map((row, index) => [row[0], index, row] as const))("%s", (_name, index, row) => {
    const [, , marked, left] = row;
    expect(outcome(plan, fileOf(index))).toEqual({ marked, left });
  });
}
