/** One connection that attacks, and another one of the same site that must not notice. */
import type { Handler } from "../../src/interfaces/resource";
import { respond } from "../../src/message/response";
import type { SiteOptions } from "../../src/options";
import type { Http2ClientOptions } from "../../src/testing/http2-client";
import type { StringTransportOptions } from "../../src/testing/string-transport";
import { connect, head, type Http2Peer } from "./http2-peer";
import { serve, type Served } from "./serve";

const OTHER = "/other";

export class Attack {
  readonly served: Served;
  readonly attacker: Http2Peer;
  /** Requests of the attacker that reached the handler. */
  handled = 0;
  readonly #other: Http2Peer;

  /** @param handler answers the attacker */
  constructor(
    options: SiteOptions = {},
    handler: Handler = () => respond(200, {}, "fine"),
    connection: StringTransportOptions & Http2ClientOptions = {},
  ) {
    this.served = serve((request, path) => {
      if (request.path === OTHER) return respond(200, {}, "fine");
      this.handled += 1;
      return handler(request, path);
    }, options);
    this.#other = connect(this.served);
    this.attacker = connect(this.served, connection);
  }

  /** How often `act` can be done before the connection ends, which it has to with ENHANCE_YOUR_CALM. */
  timesUntilCalm(act: (count: number) => void, atMost = 20_000): number {
    for (let count = 1; count <= atMost; count++) {
      act(count);
      if (!this.attacker.isClosed) continue;
      expect(this.attacker.ending).toBe("GOAWAY ENHANCE_YOUR_CALM");
      this.wantOthersServed();
      return count;
    }
    this.wantOthersServed();
    return Infinity;
  }

  /** The other connection, and a new one, get their answers; nothing of the attacker's is left if it was cut. */
  wantOthersServed(): void {
    for (const client of [this.#other, connect(this.served)]) {
      expect(client.outcome(client.request(head("GET", OTHER), true))).toBe("200 fine");
      expect(client.ending).toBe("open");
    }
    if (this.attacker.isClosed) expect(this.served.site.exchanges()).toEqual([]);
    expect(this.served.log.lines).toEqual([]);
  }
}
