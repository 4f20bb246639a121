/** The first lines of a resource that streams, in the place of one that was buffered. */

/** @param hook `render_PUT`, or `render` for all methods */
export function streamingSkeleton(resource: string, hook: string): string {
  const method = /^render_(.+)$/.exec(hook)?.[1];
  const marker = method === undefined ? "true" : `["${method}"]`;
  return [
    `import { collect, respond, type IRequest, type IResponse } from "@headgate/core";`,
    `import { STREAMING } from "@headgate/legacy-site";`,
    ``,
    `// in class ${resource}:`,
    `  static readonly [STREAMING] = ${marker};`,
    ``,
    `  override async responseForRequest(request: IRequest): Promise<IResponse> {`,
    `    await collect(request, async (chunk) => {`,
    `      // what ${hook} did with request.content, piece by piece; the client waits while this does`,
    `    });`,
    `    return respond(200, {}, "done\\n");`,
    `  }`,
  ].join("\n");
}
