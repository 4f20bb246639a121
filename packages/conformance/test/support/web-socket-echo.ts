/**
 * As much of a WebSocket as an echo needs (RFC 6455 section 5): messages in one frame each, and the close. One resource
 * for both versions: over HTTP/1.1 the key is answered, over HTTP/2 there is none (RFC 8441 section 5).
 */
import { createHash } from "node:crypto";
import {
  leaf,
  type IProtocol,
  type IRequest,
  type IResource,
  type IResponse,
  type ITransport,
} from "@headgate/core";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const CLOSE = 8;
const MASK_OCTETS = 4;

class WebSocketEcho implements IProtocol<ITransport> {
  #transport!: ITransport;
  #received: Buffer = Buffer.alloc(0);

  makeConnection(transport: ITransport): void {
    this.#transport = transport;
  }

  dataReceived(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    while (this.#echoFrame());
  }

  connectionLost(): void {}

  /** false: the frame is not all there. */
  #echoFrame(): boolean {
    const frame = this.#received;
    if (frame.length < 2) return false;
    const short = frame[1]! & 0x7f;
    const maskAt = short < 126 ? 2 : short === 126 ? 4 : 10;
    const contentAt = maskAt + MASK_OCTETS;
    if (frame.length < contentAt) return false;
    const length = lengthOf(frame, short);
    if (frame.length < contentAt + length) return false;

    const content = Buffer.from(frame.subarray(contentAt, contentAt + length));
    for (let i = 0; i < length; i++) content[i] = content[i]! ^ frame[maskAt + (i % MASK_OCTETS)]!;
    // Sent back as it came, but for the mask, which is the client's alone.
    const head = Buffer.from(frame.subarray(0, maskAt));
    head[1] = short;
    this.#transport.write(Buffer.concat([head, content]));
    this.#received = frame.subarray(contentAt + length);
    if ((frame[0]! & 0xf) === CLOSE) this.#transport.loseConnection();
    return true;
  }
}

function lengthOf(frame: Buffer, short: number): number {
  if (short < 126) return short;
  return short === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
}

function acceptance(key: string): string {
  return createHash("sha1")
    .update(key + GUID)
    .digest("base64");
}

/** Tells `asked` of each socket. */
export function webSocketEcho(asked: (request: IRequest) => void): IResource {
  return leaf((request): IResponse => {
    asked(request);
    const key = request.headers.get("sec-websocket-key");
    return request.channel.takeOver(
      new WebSocketEcho(),
      key === undefined ? {} : { "Sec-WebSocket-Accept": acceptance(key) },
    );
  });
}
