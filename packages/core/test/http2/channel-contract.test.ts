import { channelContract } from "../contract/channel-contract";
import { http2Driver } from "../support/http2-driver";

channelContract("HTTP/2", http2Driver);
