/** Resources of every kind, a site after some requests, and what its report says of them. */
import { readBody, respond, type IRequest, type IResponse } from "@headgate/core";
import {
  NoResource,
  Resource,
  Site,
  STREAMING,
  type AnyResource,
  type MigrationRow,
  type ResourceNode,
  type SiteOptions,
  type Request,
} from "../../src/index";
import { Connection, Journal } from "../support/connection";

export class Upload extends Resource {
  static readonly [STREAMING] = true;
  override isLeaf = true;
  override async responseForRequest(request: IRequest): Promise<IResponse> {
    return respond(200, {}, await readBody(request));
  }
}

export class Store extends Resource {
  override isLeaf = true;
  render_PUT(request: Request): Buffer {
    return request.content.read();
  }
}

export class Form extends Resource {
  render_POST(request: Request): string {
    return request.args["a"]?.[0] ?? "";
  }
}

/** Makes its children on demand, and never looks at bodies. */
export class Dyn extends Resource {
  override getChild(name: string): AnyResource {
    return name === "upload" ? new Upload() : name === "store" ? new Store() : new NoResource();
  }
}

export const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

export async function siteAfter(
  root: AnyResource,
  requests: readonly [line: string, body: string, fields?: Record<string, string>][],
  options: SiteOptions = {},
): Promise<Site> {
  const site = new Site(root, { log: new Journal(), ...options });
  for (const [line, body, fields] of requests) await new Connection(site).send(line, fields, body).answered();
  return site;
}

export function rowOf(site: Site, resource: string): MigrationRow {
  const row = site.migrationReport().rows.find((one) => one.resource === resource);
  if (row === undefined) throw new Error(`there is no row of ${resource}`);
  return row;
}

export function nodesOf(node: ResourceNode): ResourceNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

export function nodeAt(site: Site, route: string): ResourceNode | undefined {
  return nodesOf(site.migrationReport().tree).find((node) => node.route === route);
}
