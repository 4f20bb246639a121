/** Servers over TCP for hand-written answers; they are stopped after each test. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Stops all of them, and cuts who is connected. */
export async function stopRawServers(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, "close");
  }
}

afterEach(stopRawServers);

/** A server that does what it is told with each connection. */
export async function rawServer(connected: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    connected(socket);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Keeps what it hears, and answers with `answer` as soon as a head is there. */
export async function answering(answer: string): Promise<{ port: number; heard: () => string }> {
  let heard = "";
  const port = await rawServer((socket) => {
    socket.on("data", (octets: Buffer) => {
      heard += octets.toString("latin1");
      if (heard.includes("\r\n\r\n")) socket.end(answer, "latin1");
    });
  });
  return { port, heard: () => heard };
}
