/** Whoever came in is logged out, once, however the request ends. */
import { HttpError } from "@headgate/core";
import {
  IResource,
  NOT_DONE_YET,
  Resource,
  type AnyResource,
  type IRealm,
  type Request,
} from "../../src/index";
import { ask, Connection, turn } from "../support/connection";
import { ALICE, guardOf, Home, Realm } from "../support/guarded";
import { branch, Leaf } from "../support/resources";

describe("logout", () => {
  async function logoutsAfter(
    avatar: AnyResource,
    line: string,
    end?: (connection: Connection) => void,
  ): Promise<unknown[]> {
    const realm = new Realm(avatar);
    const connection = Connection.to(branch({ in: guardOf(realm) })).send(line, ALICE);
    end?.(connection);
    await turn();
    await turn();
    return realm.logouts;
  }

  const throwing = (error: unknown): (() => never) => {
    return () => {
      throw error;
    };
  };

  test.each<[string, AnyResource, string]>([
    ["a page", new Home(), "GET /in"],
    ["a page below", new Home(), "GET /in/a/b"],
    ["a 404", new Resource(), "GET /in/a/b"],
    ["a 501", new Resource(), "PUT /in"],
    ["a render that fails", new Leaf(throwing(new Error("x"))), "GET /in"],
    ["a render with an HttpError", new Leaf(throwing(new HttpError(402, "pay"))), "GET /in"],
    [
      "a getChild that fails",
      Object.assign(new Resource(), { getChild: throwing(new Error("x")) }),
      "GET /in/a",
    ],
    ["a core resource that fails", { responseForRequest: throwing(new Error("x")) }, "GET /in"],
  ])("comes once after %s", async (_what, avatar, line) => {
    expect(await logoutsAfter(avatar, line)).toEqual(["alice"]);
  });

  test("waits for who answers later", async () => {
    const pending: Request[] = [];
    const leaf = new Leaf((request) => (pending.push(request), NOT_DONE_YET));
    expect(await logoutsAfter(leaf, "GET /in")).toEqual([]);
    expect(await logoutsAfter(leaf, "GET /in", () => pending.at(-1)?.finish())).toEqual(["alice"]);
    expect(await logoutsAfter(leaf, "GET /in", ({ transport }) => transport.lose())).toEqual(["alice"]);
  });

  test("that fails is logged, and the answer stands", async () => {
    const realm: IRealm = { requestAvatar: () => [IResource, new Home(), throwing(new Error("logout"))] };
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    expect((await ask(guardOf(realm), "GET /", ALICE)).code).toBe(200);
    await turn();
    expect(stderr.mock.calls.join()).toContain("logout");
    stderr.mockRestore();
  });
});
