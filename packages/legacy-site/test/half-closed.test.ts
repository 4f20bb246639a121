/** A client that sent FIN behind its request, and waits for the answer. */
import { ManualClock } from "@headgate/core/testing";
import { NOT_DONE_YET, type Request } from "../src/index";
import { Connection } from "./support/connection";
import { Leaf } from "./support/resources";

test("a half-closed client can be answered out of its body, until its grace is over", () => {
  const clock = new ManualClock();
  let seen: Request | undefined;
  const leaf = new Leaf((request) => {
    seen = request;
    return NOT_DONE_YET;
  });
  const connection = Connection.to(leaf, { clock }).send("POST /", {}, "body");
  connection.transport.feedEnd();
  expect(seen?.content.read().toString()).toBe("body");
  clock.advance(61_000);
  expect(() => seen?.content.read()).toThrow("I/O operation on closed file.");
});
