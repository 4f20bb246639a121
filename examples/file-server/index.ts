/**
 * A file server with listings and ranges, ported from Twisted. `npm run example:file-server` serves a few files, with
 * `-- DIRECTORY` behind it those of that directory.
 *
 *     curl -r 0-3,10- http://127.0.0.1:8080/letters/alphabet.txt
 *     curl --http2-prior-knowledge http://127.0.0.1:8080/letters/
 */
import { join } from "node:path";
import { serve } from "../support/serve";
import { makeFileServer } from "./downloads";

const [directory = join(__dirname, "public")] = process.argv.slice(2);

serve(`The files of ${directory}`, makeFileServer(directory));
