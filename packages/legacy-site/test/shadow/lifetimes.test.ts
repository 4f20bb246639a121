/** A shadow is over when there is nothing left to compare, however the old side ends; and the old side is as it was. */
import {
  HttpError,
  leaf,
  respond,
  Site as CoreSite,
  UNKNOWN_LENGTH,
  wrap,
  type IResource,
} from "@headgate/core";
import { inject, ManualClock } from "@headgate/core/testing";
import { Resource, shadow, Site, type AnyResource, type Request } from "../../src/index";
import { Connection, Journal, turn, until } from "../support/connection";
import { branch } from "../support/resources";
import { counts, droppedFor, never, observe, PLAIN, SAME } from "./support";

const text = (content: string): AnyResource => leaf(() => respond(200, PLAIN, content));

test("an old body that can't be delivered ends the shadow", async () => {
  const old = leaf(() => ({
    ...respond(200, PLAIN),
    length: UNKNOWN_LENGTH,
    deliverBody: () => {
      throw new Error("no body");
    },
  }));
  const { report } = await observe(old, text("new"));
  expect(counts(report)).toEqual(droppedFor("old-broke-off"));
});

test("an old resource that hangs is given up with its request, and the shadow with it", async () => {
  const clock = new ManualClock();
  const shadowed = shadow(
    leaf(() => never),
    text("new"),
    { clock },
  );
  const site = new Site(branch({ a: shadowed }), { log: new Journal(), clock, requestTimeoutMs: 1_000 });
  const connection = new Connection(site).send("GET /a");
  await turn();
  expect(shadowed.report().active).toBe(1);
  clock.advance(5_000);
  await turn();
  expect(connection.transport.hasFinished).toBe(true);
  expect(shadowed.report().active).toBe(0);
});

test("a client that has the whole old answer may leave: the new one is compared all the same", async () => {
  let answer: (() => void) | undefined;
  const late = leaf(async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return respond(200, PLAIN, "text");
  });
  const shadowed = shadow(text("text"), late, { clock: new ManualClock() });
  const connection = new Connection(new Site(branch({ a: shadowed }), { log: new Journal() }));
  connection.send("GET /a", { Connection: "close" });
  await connection.answered();
  connection.transport.lose();
  await until(() => answer !== undefined);
  answer!();
  await until(() => shadowed.report().active === 0);
  expect(counts(shadowed.report())).toEqual(SAME);
});

test("who waits for the old answer with one function has its failure as it was", async () => {
  const old = leaf(async () => {
    await turn();
    throw new HttpError(404, "not here");
  });
  const shadowed = shadow(old, text("new"), { clock: new ManualClock() });
  const above: IResource = leaf((request, path) => {
    const answer = shadowed.responseForRequest(request, path) as PromiseLike<ReturnType<typeof respond>>;
    return answer.then((response) => response);
  });
  const { code, body } = await inject(new CoreSite(above), { target: "/" });
  expect([code, body.toString()]).toEqual([404, "not here"]);
});

test("an old answer that something above put another one in place of is not waited for", async () => {
  const clock = new ManualClock();
  const shadowed = shadow(text("old"), text("old"), { clock, timeoutMs: 1_000, maxConcurrent: 1 });
  const replacing = wrap(shadowed, async (_request, _path, next) => {
    await next();
    return respond(403, PLAIN, "no");
  });
  const { code } = await inject(new CoreSite(replacing), { target: "/" });
  expect([code, shadowed.report().active]).toEqual([403, 1]);
  clock.advance(1_000);
  expect(counts(shadowed.report())).toEqual(droppedFor("old-broke-off"));
  expect(clock.pendingCalls).toBe(0);
});

test("an old answer that is sent leaves no timer behind", async () => {
  const clock = new ManualClock();
  const shadowed = shadow(text("old"), text("old"), { clock });
  await inject(new CoreSite(shadowed), { target: "/" });
  expect([shadowed.report().same, clock.pendingCalls]).toEqual([1, 0]);
});

test("a cookie of a parent above, in any script, goes to the client as it would without a shadow", async () => {
  const shadowed = shadow(text("text"), text("text"), { clock: new ManualClock() });
  class Above extends Resource {
    override getChild(_name: string, request: Request): AnyResource {
      request.addCookie("drink", "\u2615");
      return shadowed;
    }
  }
  const site = new Site(new Above(), { log: new Journal() });
  const { code, body, headers } = await inject(site, { target: "/a" });
  expect([code, body.toString()]).toEqual([200, "text"]);
  expect(Buffer.from(headers.get("set-cookie")!, "latin1").toString()).toBe("drink=\u2615");
  expect(counts(shadowed.report())).toEqual(SAME);
});
