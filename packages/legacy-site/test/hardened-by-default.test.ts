/** In a file of its own: what it says is said to the whole process, and jest gives each file one. */
import { Site as CoreSite } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { bridge, hardenByDefault, Resource, Site, type Request } from "../src/index";

class Args extends Resource {
  override isLeaf = true;
  render_GET(request: Request): string {
    return Object.keys(request.args).join(" ");
  }
}

test("an application is hardened only where it says so, until its process does", async () => {
  const before = new Site(new Args());
  hardenByDefault();
  const sites = [
    before,
    new Site(new Args(), { hardened: false }),
    new Site(new Args(), { hardened: true }),
    new Site(new Args()),
  ];
  expect(sites.map((site) => site.hardened)).toEqual([false, false, true, true]);
  const target = "/?a=1;b=2";
  const seen = await Promise.all(sites.map(async (site) => (await inject(site, { target })).body.toString()));
  expect(seen).toEqual(["a b", "a b", "a", "a"]);
});

test("a bridge without a site too", async () => {
  hardenByDefault();
  const ask = async (hardened?: false): Promise<string> => {
    const site = new CoreSite(bridge(new Args(), hardened === undefined ? {} : { hardened }));
    return (await inject(site, { target: "/?a=1;b=2" })).body.toString();
  };
  expect([await ask(), await ask(false)]).toEqual(["a", "a b"]);
});
