/** The tree of a report, and what stands in for what. */
import { respond, tree, leaf } from "@headgate/core";
import {
  alias,
  CONTENT_BLIND,
  EncodingResourceWrapper,
  File,
  GzipEncoderFactory,
  mark,
  Resource,
  RewriterResource,
  Site,
  type AnyResource,
  type Request,
} from "../../src/index";
import { branch } from "../support/resources";
import { Dyn, Form, FORM, nodesOf, siteAfter, Upload } from "./reported-site";

describe("the tree", () => {
  test("names what the application named, and shows the rest as *", async () => {
    const root = branch({
      dyn: new Dyn(),
      zip: new EncodingResourceWrapper(new Form(), [new GzipEncoderFactory()]),
      file: new File("."),
      core: tree({ a: leaf((request) => respond(200, {}, request)) }),
    });
    const site = await siteAfter(root, [
      ["PUT /dyn/upload", "abc"],
      ["POST /zip", "a=1", FORM],
      ["POST /core/a", "abc"],
    ]);
    const nodes = nodesOf(site.migrationReport().tree);
    expect(nodes.map(({ route, resource, kind, state }) => [route, resource, kind, state])).toEqual([
      ["/", "Resource", "legacy", "blind"],
      ["/dyn", "Dyn", "legacy", "buffered"],
      ["/dyn/*", "Upload", "legacy", "replayed"],
      ["/zip", "Form", "legacy", "buffered"],
      ["/file", "File", "legacy", "blind"],
      ["/core", "Tree", "core", "streaming"],
      ["/core/a", "Leaf", "core", "streaming"],
    ]);
  });

  test("a child that was found by several segments at once has a name for each of the first ones", async () => {
    class Wiki extends Resource {
      override getChild(_name: string, request: Request): AnyResource {
        request.prepath.push(...request.postpath.splice(0));
        return new Form();
      }
    }
    const paths = ["/wiki/a", "/wiki/a/b", `/wiki${"/a".repeat(40)}`, `/wiki${"/a".repeat(50)}`];
    const site = await siteAfter(
      branch({ wiki: new Wiki() }),
      paths.map((path) => [`POST ${path}`, "a=1", FORM]),
    );
    const forms = site.migrationReport().rows.filter(({ resource }) => resource === "Form");
    expect(forms.map(({ route, requests }) => [route, requests])).toEqual([
      [`/wiki${"/*".repeat(16)}/...`, 2],
      ["/wiki/*", 1],
      ["/wiki/*/*", 1],
    ]);
  });

  test("a resource that contains itself ends it", () => {
    const root = new Resource();
    root.putChild("again", root);
    expect(nodesOf(new Site(root).migrationReport().tree)).toHaveLength(2);
  });
});

describe("RewriterResource", () => {
  test("is passed without the body where all its rules are marked", async () => {
    const streamed = async (...rules: ((request: Request) => void)[]): Promise<unknown> => {
      const root = new RewriterResource(branch({ upload: new Upload() }), ...rules);
      const site = await siteAfter(root, [["PUT /up", "abc"]]);
      return site.migrationReport().totals.streamed;
    };
    const rule = (request: Request): void => {
      request.setHeader("x-rule", "1");
    };
    expect(await streamed(alias("up", "upload"))).toBe(1);
    expect(await streamed(alias("up", "upload"), rule)).toBe(0);
    expect(await streamed(alias("up", "upload"), mark(rule, CONTENT_BLIND))).toBe(1);
  });

  test("stands for its resource then, at its own place too", async () => {
    const root = branch({ up: new RewriterResource(new Upload(), alias("a", "b")) });
    const site = await siteAfter(root, [["PUT /up", "abc"]]);
    expect(site.migrationReport().totals).toMatchObject({ streamed: 1, buffered: 0, replayed: 0 });
  });
});
