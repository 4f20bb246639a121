/** A request to resources, without a site. */
import type { IResponse } from "../../src/interfaces/message";
import type { IResource } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import { RecordingProtocol } from "../../src/testing/recording-protocol";
import { type FakeRequestInit, fakeRequest } from "../../src/testing/fake-request";
import { notFound } from "../../src/traversal/answer";
import { leaf } from "../../src/traversal/leaf";
import { PathCursor } from "../../src/traversal/path-cursor";
import { traverse } from "../../src/traversal/traverse";

/** The whole way of a request through resources, as a site goes it. */
export async function ask(root: IResource, target: string, init: FakeRequestInit = {}): Promise<IResponse> {
  const request = fakeRequest({ target, ...init });
  const found = await traverse(root, request, PathCursor.of(request.path));
  return found === undefined ? notFound() : found.resource.responseForRequest(request, found.path);
}

export function textOf(response: IResponse): string {
  const protocol = new RecordingProtocol();
  response.deliverBody(protocol);
  return protocol.text;
}

export const saying = (text: string): IResource => leaf(() => respond(200, {}, text));
