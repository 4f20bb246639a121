/** Imported for what it does: whatever a test opened is closed after it, and a busy machine may take its time. */
import { closeNodeHTTP2Clients } from "./node-http2-client";
import { closePythonClients } from "./python-http2-client";
import { closeRawClients } from "./raw-client";
import { closeServers } from "./servers";

jest.setTimeout(30_000);

afterEach(async () => {
  closeRawClients();
  closeNodeHTTP2Clients();
  closePythonClients();
  await closeServers();
});
