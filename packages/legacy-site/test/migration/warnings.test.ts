/** What is said once per resource, in the log and in the report. */
import { ContentNotCollected, respond, type IRequest, type IResponse } from "@headgate/core";
import { ManualClock } from "@headgate/core/testing";
import {
  legacyRequest,
  NOT_DONE_YET,
  RENDERS_BLIND,
  Resource,
  Site,
  STREAMING,
  type Rendered,
  type Request,
} from "../../src/index";
import { Connection, Journal } from "../support/connection";
import { branch } from "../support/resources";

class Migrated extends Resource {
  static readonly [STREAMING] = true;
  override isLeaf = true;
  override responseForRequest(request: IRequest): IResponse {
    return respond(200, {}, legacyRequest(request).content.read());
  }
}

class Wrong extends Resource {
  static readonly [RENDERS_BLIND] = true;
  override isLeaf = true;
  render_PUT(request: Request): Buffer {
    return request.content.read();
  }
}

class Poll extends Resource {
  readonly waiting: Request[] = [];
  render_GET(request: Request): Rendered {
    this.waiting.push(request);
    return NOT_DONE_YET;
  }
}

describe("what a resource no longer gets", () => {
  test.each([
    ["a streaming one", new Migrated(), "Migrated", /readBody, collect or iterate.*searchParams/],
    ["a blind one", new Wrong(), "Wrong", /take \[RENDERS_BLIND\] away/],
  ])(
    "%s that asks for content gets an error, and one warning that names the fix",
    async (_, root, name, fix) => {
      const log = new Journal();
      const site = new Site(root, { log });
      for (let count = 0; count < 3; count += 1) {
        const connection = await new Connection(site).send("PUT /", {}, "abc").answered();
        expect(connection.response.code).toBe(500);
      }
      expect(log.details.filter((detail) => detail instanceof ContentNotCollected)).toHaveLength(3);
      const { warnings } = site.migrationReport();
      expect(warnings).toEqual([
        { resource: name, route: "/", message: expect.stringMatching(fix) as string },
      ]);
      expect(log.messages.filter((message) => message.startsWith(`${name} at /: it asked for`))).toHaveLength(
        1,
      );
    },
  );
});

class Forgetful extends Resource {
  static readonly [STREAMING] = true;
  override isLeaf = true;
  override responseForRequest(): Promise<never> {
    return new Promise(() => undefined);
  }
}

test.each([true, false])(
  "a body that nobody reads, while nobody answers: in the log and in the report; with evidence: %p",
  (evidence) => {
    const clock = new ManualClock();
    const log = new Journal();
    const site = new Site(branch({ lost: new Forgetful() }), { clock, log, evidence });
    for (const query of ["a", "b"]) new Connection(site).send(`PUT /lost?${query}`, {}, "abc");
    clock.advance(9_000);
    expect(site.migrationReport().warnings).toEqual([]);
    clock.advance(100_000);
    const message =
      "nobody has read the body of PUT /lost?a (Forgetful): 3 octets wait, and no response came";
    expect(site.migrationReport().warnings).toEqual([{ resource: "Forgetful", route: "/lost", message }]);
    expect(log.messages).toEqual([message]);
  },
);

describe("NOT_DONE_YET that never finishes", () => {
  function polled(unfinishedWarningMs?: number): {
    clock: ManualClock;
    site: Site;
    poll: Poll;
    log: Journal;
  } {
    const clock = new ManualClock();
    const log = new Journal();
    const poll = new Poll();
    const options = unfinishedWarningMs === undefined ? {} : { unfinishedWarningMs };
    return { clock, site: new Site(branch({ poll }), { clock, log, ...options }), poll, log };
  }

  test("is told of once per resource", () => {
    const { clock, site, log } = polled();
    for (let count = 0; count < 3; count += 1) new Connection(site).send("GET /poll?a");
    clock.advance(290_000);
    expect(log.messages).toEqual([]);
    clock.advance(100_000);
    expect(log.messages).toEqual([
      expect.stringMatching(
        /^Poll at \/poll: it returned NOT_DONE_YET for GET \/poll\?a .* call request.finish\(\)$/,
      ),
    ]);
    expect(site.migrationReport().warnings).toHaveLength(1);
  });

  test("not of those that were answered, have begun to, or whose client left", () => {
    const { clock, site, poll, log } = polled(1_000);
    const connections = [1, 2, 3].map(() => new Connection(site).send("GET /poll"));
    poll.waiting[0]!.finish();
    poll.waiting[1]!.write("so far");
    connections[2]!.transport.lose();
    clock.advance(10_000);
    expect(log.messages).toEqual([]);
  });

  test("nobody is watched where the limit is Infinity", () => {
    const { clock, site, log } = polled(Infinity);
    new Connection(site).send("GET /poll");
    clock.advance(10_000_000);
    expect(log.messages).toEqual([]);
  });
});
