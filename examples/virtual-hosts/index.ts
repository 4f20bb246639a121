/**
 * A tree of virtual hosts, ported from Twisted. `npm run example:virtual-hosts` starts it, and a server behind it.
 *
 *     curl -H "Host: www.example.test" http://127.0.0.1:8080/where/am/i
 *     curl --http2-prior-knowledge -H "Host: api.example.test" http://127.0.0.1:8080/where
 */
import { serve } from "../support/serve";
import { makeHosts, makeUpstream } from "./hosts";

makeUpstream()
  .listen(0, "127.0.0.1")
  .then(
    (upstream) => serve("The tree of hosts", makeHosts(upstream.port), () => void upstream.close()),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
