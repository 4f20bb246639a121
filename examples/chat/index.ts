/**
 * A chat by long polls, ported from Twisted. `npm run example:chat` starts it; open it in two windows. With TLS=1
 * browsers speak HTTP/2, and a window more is a stream, not a connection.
 *
 *     curl "http://127.0.0.1:8080/messages?since=0"
 *     curl --http2-prior-knowledge -d name=ada -d text=hello http://127.0.0.1:8080/messages
 */
import { serve } from "../support/serve";
import { makeChat } from "./chat";

const { site, messages } = makeChat();

serve("The chat", site, () => messages.close());
