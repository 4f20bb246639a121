import { HttpError, respond } from "@headgate/core";
import {
  Deferred,
  DeferredResource,
  fail,
  Request,
  Resource,
  Site,
  succeed,
  type AnyResource,
  type Failure,
} from "../src/index";
import { ask, Connection, Journal } from "./support/connection";
import { branch, Leaf } from "./support/resources";

const where = new Leaf((request) => `${request.prepath.join(",")}|${request.postpath.join(",")}`);

describe("DeferredResource (U4)", () => {
  test("the walk goes on when the resource is there", () => {
    const deferred = new Deferred<AnyResource>();
    const connection = Connection.to(branch({ late: new DeferredResource(deferred) })).send("GET /late/a/b");
    expect(connection.responses).toHaveLength(0);
    deferred.callback(branch({ a: where }));
    expect(connection.body).toBe("late,a|b");
  });

  test.each<[string, () => PromiseLike<AnyResource>]>([
    ["a Deferred that has fired", () => succeed<AnyResource>(where)],
    ["a promise", () => Promise.resolve<AnyResource>(where)],
    ["another DeferredResource", () => succeed<AnyResource>(new DeferredResource(Promise.resolve(where)))],
    [
      "a resource of core",
      () => succeed<AnyResource>({ responseForRequest: () => respond(200, {}, "late|a") }),
    ],
  ])("takes %s", async (_what, deferred) => {
    const response = await ask(branch({ late: new DeferredResource(deferred()) }), "GET /late/a");
    expect([response.code, response.body.toString()]).toEqual([200, "late|a"]);
  });

  test("a failure is processingFailed, which a request may override", async () => {
    const failures: Failure[] = [];
    class Noting extends Request {
      override processingFailed(reason: Failure): Failure {
        failures.push(reason);
        return super.processingFailed(reason);
      }
    }
    const error = new Error("late failure");
    const site = new Site(new DeferredResource(fail(error)), Noting, { log: new Journal() });
    expect((await new Connection(site).send("GET /").answered()).response.code).toBe(500);
    expect(failures.map(({ value }) => value)).toEqual([error]);
  });

  test("what core has an answer for, core answers", async () => {
    const resource = new DeferredResource(Promise.reject(new HttpError(410, "gone for good\n")));
    const response = await ask(resource, "GET /");
    expect([response.code, response.body.toString()]).toEqual([410, "gone for good\n"]);
  });

  test("something else than a resource is a 500", async () => {
    expect((await ask(new DeferredResource(succeed("text" as never)), "GET /")).code).toBe(500);
  });

  test("no body is waited for until somebody could look at it", async () => {
    const root = branch({ late: new DeferredResource(Promise.resolve(new Resource())) });
    expect((await ask(root, "POST /late/none", { "Content-Length": "5" })).code).toBe(404);
    const looks = new DeferredResource(Promise.resolve(new Leaf((request) => request.content.read())));
    expect((await ask(looks, "POST /", {}, "body")).body.toString()).toBe("body");
  });

  test("stands for every child", () => {
    const resource = new DeferredResource(succeed<AnyResource>(where));
    expect(resource.getChild("any", {} as never)).toBe(resource);
  });
});
