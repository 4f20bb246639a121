/** The other server of a reverse proxy, in memory. */
import { respond, type IResponse } from "@headgate/core";
import { UpstreamFailed, type UpstreamRequest } from "@headgate/node";
import { ReverseProxyResource } from "../../src/index";

/** Another server: keeps what it is asked, and answers as it is told. */
export class Upstream {
  readonly asked: UpstreamRequest[] = [];
  answer: (request: UpstreamRequest) => IResponse | PromiseLike<IResponse> = () => respond(200, {}, "answer");

  readonly connector = async (request: UpstreamRequest): Promise<IResponse> => {
    this.asked.push(request);
    return this.answer(request);
  };

  get last(): UpstreamRequest {
    const request = this.asked.at(-1);
    if (request === undefined) throw new Error("nothing was asked");
    return request;
  }

  resource(path = "/path", host = "127.0.0.1", port = 1234): ReverseProxyResource {
    return new ReverseProxyResource(host, port, path, this.connector);
  }
}

export const failure = (wasReached: boolean): UpstreamFailed =>
  new UpstreamFailed("127.0.0.1:1234", wasReached, new Error("ECONNREFUSED"));
