/** Code that was moved to a stream, and goes on as before: `request.content` of a request that has none. */
import { ContentNotCollected, leaf, respond, Site as CoreSite, type IRequest } from "@headgate/core";
import { inject } from "@headgate/core/testing";
import { mark, Resource, shadow, Site, STREAMING, type AnyResource, type Request } from "../src/index";
import { Connection, Journal, until } from "./support/connection";
import { branch, Looking } from "./support/resources";

/** As JavaScript has it, where no compiler complains. */
const asBefore = (request: IRequest): Request => request as unknown as Request;

type Look = (request: IRequest) => unknown;

function streaming(look: Look): AnyResource {
  class Moved extends Resource {
    static readonly [STREAMING] = true;
    override readonly isLeaf = true;
    override responseForRequest(request: IRequest): ReturnType<typeof respond> {
      return respond(200, {}, String(look(request)));
    }
  }
  return new Moved();
}

const content: Look = (request) => asBefore(request).content.read();
const args: Look = (request) => asBefore(request).args["name"];
const PLACES: Record<string, (child: AnyResource) => AnyResource> = {
  "of a live request": (child) => branch({ a: child }),
  "of a replay": (child) => new Looking(child),
};

describe.each(Object.keys(PLACES))("%s", (place) => {
  test.each([
    ["content", "of a resource that streams", streaming(content), "Moved"],
    ["args", "of a resource that streams", streaming(args), "Moved"],
    ["content", "of one of core", leaf((request) => respond(200, {}, String(content(request)))), "Leaf"],
  ])("%s %s: an error and one warning that name the fix", async (what, _whose, root, name) => {
    const log = new Journal();
    const site = new Site(PLACES[place]!(root), { log });
    for (let count = 0; count < 2; count += 1) {
      const connection = await new Connection(site).send("PUT /a?name=b", {}, "abc").answered();
      expect(connection.response.code).toBe(500);
    }
    const errors = log.details.filter((detail) => detail instanceof ContentNotCollected);
    expect(errors).toHaveLength(2);
    expect(String(errors[0])).toMatch(
      RegExp(`asked for request.${what} in stream, .*read the body with readBody.*request.searchParams`),
    );
    const { warnings } = site.migrationReport();
    expect(warnings.filter(({ message }) => message.includes("it asked for"))).toEqual([
      {
        resource: expect.stringContaining(name) as string,
        route: "/a",
        message: expect.stringMatching(RegExp(`it asked for request.${what}, .*searchParams`)) as string,
      },
    ]);
  });
});

test("a view of a request asks as the request does", async () => {
  const log = new Journal();
  const viewed = streaming((request) =>
    content(Object.create(request, { method: { value: "POST" } }) as IRequest),
  );
  const connection = await Connection.to(viewed, { log }).send("PUT /", {}, "abc").answered();
  expect(connection.response.code).toBe(500);
  expect(log.details[0]).toBeInstanceOf(ContentNotCollected);
});

test("so does the request of a shadow, whose failure is a difference", async () => {
  const young = mark(
    Object.assign(new Resource(), {
      isLeaf: true,
      responseForRequest: (request: IRequest) => respond(200, {}, String(content(request))),
    }),
    STREAMING,
  );
  const shadowed = shadow(
    leaf(() => respond(200, {}, "old")),
    young,
  );
  await inject(new Site(branch({ a: shadowed }), { log: new Journal() }), { target: "/a" });
  await until(() => shadowed.report().active === 0);
  const [difference] = shadowed.report().differences;
  expect(difference?.details).toEqual([
    { kind: "failed", error: expect.any(ContentNotCollected) as unknown },
  ]);
});

test("where no legacy site stands above, there is no such member, and nobody complains", async () => {
  const root = leaf((request) => respond(200, {}, typeof asBefore(request).content));
  const { body } = await inject(new CoreSite(root, { log: new Journal() }));
  expect(body.toString()).toBe("undefined");
});
