/**
 * A JSON API with sessions and authentication, ported from Twisted. `npm run example:json-api` starts it.
 *
 *     curl -c jar -b jar -d '{"user": "ada", "password": "engine"}' http://127.0.0.1:8080/login
 *     curl -c jar -b jar -d '{"text": "weave algebra"}' http://127.0.0.1:8080/notes
 *     curl --http2-prior-knowledge -u admin:loom http://127.0.0.1:8080/admin/users
 */
import { serve } from "../support/serve";
import { makeApi } from "./api";

serve("The JSON API", makeApi({ ada: "engine", admin: "loom" }));
