import { channelContract } from "../contract/channel-contract";
import { http1Driver } from "../support/http1-driver";

channelContract("HTTP/1.1", http1Driver);
