/** A client that keeps its cookies, each request on a connection of its own. */
import type { WireResponse } from "@headgate/core/testing";
import type { Site } from "../../src/index";
import { Connection } from "./connection";

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #site: Site;
  readonly #isSecure: boolean;

  constructor(site: Site, isSecure = false) {
    this.#site = site;
    this.#isSecure = isSecure;
  }

  get(target: string, fields: Record<string, string> = {}): WireResponse {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = cookie === "" ? fields : { Cookie: cookie, ...fields };
    const { response } = new Connection(this.#site, Infinity, this.#isSecure).send(`GET ${target}`, sent);
    for (const set of response.headers.getAll("set-cookie")) {
      const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }

  read(target: string): string {
    return this.get(target).body.toString();
  }
}
