/** Requests whose resource answers later. */
import { BodyLost, ClientGone } from "@headgate/core";
import { NOT_DONE_YET, type Request } from "../../src/index";
import { Connection, Journal } from "./connection";
import { Leaf } from "./resources";

/** Sends a GET to a resource that answers later, and gives its request. */
export function pending(
  capacity = Infinity,
  line = "GET /",
): { connection: Connection; request: Request; log: Journal } {
  const log = new Journal();
  let pendingRequest: Request | undefined;
  const leaf = new Leaf((request) => {
    pendingRequest = request;
    return NOT_DONE_YET;
  });
  const connection = Connection.to(leaf, { log }, capacity).send(line);
  return { connection, request: pendingRequest!, log };
}

export const written = (connection: Connection): string => connection.transport.written.toString("latin1");

export const RESET = new BodyLost("reset", { cause: new ClientGone("reset", true) });
