/**
 * Several sites on one port, ported from Twisted: each host has a tree of its own, one of them another server's, and a
 * proxy in front may say by which host it was asked.
 */
import { join } from "node:path";
import * as proxy from "@headgate/legacy-site/proxy";
import * as resource from "@headgate/legacy-site/resource";
import * as rewrite from "@headgate/legacy-site/rewrite";
import * as server from "@headgate/legacy-site/server";
import { Data, File } from "@headgate/legacy-site/static";
import * as util from "@headgate/legacy-site/util";
import * as vhost from "@headgate/legacy-site/vhost";

/** Says where it was found, and what of the path remains. */
class WhereAmI extends resource.Resource {
  override readonly isLeaf = true;

  render_GET(request: server.Request): string {
    request.setHeader("content-type", "text/plain; charset=utf-8");
    const scheme = request.isSecure() ? "https" : "http";
    const place = `${scheme}://${request.getRequestHostname()}/${request.prepath.join("/")}`;
    return `${place} [${request.postpath.join(" ")}]\n`;
  }
}

function makeWww(): resource.Resource {
  const www = new resource.Resource();
  www.putChild("", new Data("<p>The front page.</p>\n", "text/html"));
  www.putChild("where", new WhereAmI());
  www.putChild("manual", new util.Redirect("http://docs.example.test/"));
  return www;
}

function makeDocs(): resource.AnyResource {
  const docs = new File(join(__dirname, "docs"), "text/plain");
  docs.indexNames = ["index.txt"];
  docs.putChild("current", new WhereAmI());
  return new rewrite.RewriterResource(docs, rewrite.alias("latest", "current"));
}

/** @param apiPort where the other server listens, on this machine */
export function makeHosts(apiPort: number): server.Site {
  const www = makeWww();
  const hosts = new vhost.NameVirtualHost();
  hosts.addHost("www.example.test", www);
  hosts.addHost("example.test", new util.Redirect("http://www.example.test/"));
  hosts.addHost("docs.example.test", makeDocs());
  hosts.addHost("api.example.test", new proxy.ReverseProxyResource("127.0.0.1", apiPort, ""));

  // Only for a proxy that keeps others from asking for it: /vhost/https/www.example.test/where is /where of that host.
  const inside = new resource.Resource();
  inside.putChild("vhost", new vhost.VHostMonsterResource());
  hosts.addHost("localhost", inside);
  return new server.Site(hosts);
}

/** What another server might be. */
export function makeUpstream(): server.Site {
  const root = new resource.Resource();
  root.putChild("where", new WhereAmI());
  return new server.Site(root);
}
