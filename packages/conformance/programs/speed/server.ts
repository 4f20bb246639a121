/**
 * The servers that are compared, one in a process of its own: `server.ts headgate|node|node:http2`.
 *
 * All answer GET / with the same fourteen octets and swallow what is POSTed to /upload. Over IPC they tell the port,
 * and, when asked, the processor time that they have used.
 */
import * as http from "node:http";
import * as http2 from "node:http2";
import type { Server } from "node:net";
import { byMethod, respond, Site, tree, type IResponse } from "@headgate/core";
import { listen } from "@headgate/node";

const TEXT = "Hello, world!\n";

function tell(port: number): void {
  process.send?.({ port });
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
}

async function serveHeadgate(): Promise<void> {
  const hello = respond(200, { "Content-Type": "text/plain" }, TEXT);
  const done = respond(200, { "Content-Type": "text/plain" }, "done\n");
  const upload = byMethod({
    POST: (request) =>
      new Promise<IResponse>((resolve, reject) => {
        request.deliverBody({
          borrowsData: true,
          makeConnection() {
            /* takes all that comes */
          },
          dataReceived() {
            /* counted by nobody */
          },
          connectionLost(reason) {
            if (reason.code === "BODY_DONE") resolve(done);
            else reject(reason);
          },
        });
      }),
  });
  const site = new Site(tree({ "": byMethod({ GET: () => hello }), upload }));
  const endpoint = await listen(site, { port: 0, host: "127.0.0.1" });
  tell(endpoint.port);
}

function serveNode(): void {
  const server = http.createServer((request, response) => {
    const answer = (text: string): void => {
      response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": text.length });
      response.end(text);
    };
    if (request.url === "/") answer(TEXT);
    else {
      request.on("data", () => undefined);
      request.on("end", () => answer("done\n"));
    }
  });
  listenAndTell(server);
}

/** By its streams, not through the objects that make it look like node:http: it is faster so. */
function serveNodeHTTP2(): void {
  const server = http2.createServer();
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200, "content-type": "text/plain", "content-length": TEXT.length });
    stream.end(TEXT);
  });
  listenAndTell(server);
}

function listenAndTell(server: Server): void {
  server.listen(0, "127.0.0.1", () => tell((server.address() as { port: number }).port));
}

const [, , kind] = process.argv;
if (kind === "node") serveNode();
else if (kind === "node:http2") serveNodeHTTP2();
else void serveHeadgate();
