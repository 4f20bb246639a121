/** The first lines of a resource that streams, in the place of one that was buffered. */
import { NAMELESS } from "../class-name";

/** @param hook `render_PUT`, or `render` for all methods */
export function streamingSkeleton(resource: string, hook: string): string {
  const method = /^render_(.+)$/.exec(hook)?.[1];
  const isClass = resource !== NAMELESS;
  const marked = method === undefined ? "" : `, ["${method}"]`;
  const place = isClass
    ? [
        `// in class ${resource}:`,
        `  static readonly [STREAMING] = ${method === undefined ? "true" : `["${method}"]`};`,
        ``,
      ]
    : [`// around the object: mark(object, STREAMING${marked}), and in it:`];
  return [
    `import { collect, respond, type IRequest, type IResponse } from "@headgate/core";`,
    `import { ${isClass ? "STREAMING" : "mark, STREAMING"} } from "@headgate/legacy-site";`,
    ``,
    ...place,
    `  ${isClass ? "override " : ""}async responseForRequest(request: IRequest): Promise<IResponse> {`,
    `    await collect(request, async (chunk) => {`,
    `      // what ${hook} did with request.content, piece by piece; the client waits while this does`,
    `    });`,
    `    return respond(200, {}, "done\\n");`,
    `  }`,
  ].join("\n");
}
