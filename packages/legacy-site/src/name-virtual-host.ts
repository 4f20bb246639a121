/** Different trees for different names of one server (twisted.web.vhost.NameVirtualHost). */
import type { Awaitable } from "@headgate/core";
import { CONTENT_BLIND } from "./markers";
import { notFound } from "./pages";
import type { Request } from "./request";
import { Resource, type AnyResource, type Rendered } from "./resource";
import { renderThrough, STANDS_FOR, type IStandIn } from "./stand-in";
import { childThrough } from "./walk";

const VIRTUAL_HOSTS = "Virtual Hosts";

export class NameVirtualHost extends Resource implements IStandIn {
  static readonly [CONTENT_BLIND] = true;
  /** For requests without a Host, and for hosts that are not here; null: a 404. */
  default: AnyResource | null = null;
  /** Lower-case name, without a port -> what answers there. */
  readonly hosts = new Map<string, AnyResource>();

  addHost(name: string, resource: AnyResource): void {
    this.hosts.set(name.toLowerCase(), resource);
  }

  /** @throws RangeError for a host that is not here */
  removeHost(name: string): void {
    if (!this.hosts.delete(name.toLowerCase())) throw new RangeError(`there is no host ${name}`);
  }

  /** Not for the name, but for the host. */
  override getChild(name: string, request: Request): Awaitable<AnyResource> {
    return childThrough(this.#resourceFor(request), name, request);
  }

  override render(request: Request): Awaitable<Rendered> {
    return renderThrough(this.#resourceFor(request), request);
  }

  [STANDS_FOR](request: Request): AnyResource {
    return this.#resourceFor(request);
  }

  override listStaticEntities(): [name: string, child: AnyResource][] {
    return [...super.listStaticEntities(), [VIRTUAL_HOSTS, new VirtualHostCollection(this)]];
  }

  override getStaticEntity(name: string): AnyResource | undefined {
    return name === VIRTUAL_HOSTS ? new VirtualHostCollection(this) : super.getStaticEntity(name);
  }

  #resourceFor(request: Request): AnyResource {
    const field = request.getHeader("host");
    if (field === null) return this.default ?? notFound();
    const host = withoutPort(field.toLowerCase());
    return (
      this.hosts.get(host) ?? this.default ?? notFound("Not Found", `host ${inQuotes(host)} not in vhost map`)
    );
  }
}

/** The hosts of one, as the entities of a listing (twisted.web.vhost.VirtualHostCollection). */
export class VirtualHostCollection {
  readonly #hosts: NameVirtualHost;

  constructor(hosts: NameVirtualHost) {
    this.#hosts = hosts;
  }

  listStaticEntities(): [name: string, resource: AnyResource][] {
    return [...this.#hosts.hosts];
  }

  getStaticEntity(name: string): AnyResource | undefined {
    return this.#hosts.hosts.get(name.toLowerCase());
  }

  reallyPutEntity(name: string, resource: AnyResource): void {
    this.#hosts.addHost(name, resource);
  }

  delEntity(name: string): void {
    this.#hosts.removeHost(name);
  }
}

/** The colons of an address in brackets begin no port. */
function withoutPort(authority: string): string {
  return /^(?:\[[^\]]*\]|[^:]*)/.exec(authority)?.[0] ?? authority;
}

/** As Python shows text: single quotes, unless one is in it. */
function inQuotes(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
