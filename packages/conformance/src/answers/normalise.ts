/** Takes out of an answer what differs between two runs, and what its case looks away from. */
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Answer, Masks, Outcome, RawAnswer } from "./case";

const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const LONG = 4096;

/** One for each case: it numbers the sessions. */
export class Normaliser {
  readonly #port: RegExp;
  readonly #masks: Masks;
  readonly #sessions: string[] = [];

  constructor(port: number, masks: Masks = {}) {
    this.#port = new RegExp(`:${port}(?!\\d)`, "g");
    this.#masks = masks;
  }

  outcome(answers: readonly RawAnswer[], end: Outcome["end"]): Outcome {
    return { answers: answers.map((answer) => this.answer(answer)), end };
  }

  answer({ status, reason, fields, body }: RawAnswer): Answer {
    const valueOf = (wanted: string): string =>
      fields.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
    const [, boundary] = /^multipart\/byteranges; *boundary="?([^";]+)/.exec(valueOf("content-type")) ?? [];
    const kept = fields.flatMap(([name, value]) => {
      const lower = name.toLowerCase();
      // Twisted has it on answers without content too, where it means nothing.
      if (lower === "content-length" && (status === 204 || status === 304)) return [];
      if (this.#masks.fields?.includes(lower) === true) return [`${name}: {masked}`];
      if (boundary !== undefined && lower === "content-length" && Number(value) === body.length) {
        return [`${name}: {length}`];
      }
      return [`${name}: ${this.#value(lower, value).replaceAll(boundary ?? "\0", "{boundary}")}`];
    });
    const text = this.#body(body, valueOf("content-encoding")).replaceAll(boundary ?? "\0\0", "{boundary}");
    return {
      status,
      reason,
      fields: kept.sort(byName),
      body: shortened(text.replace(this.#port, ":{port}")),
    };
  }

  #value(name: string, value: string): string {
    if (name === "date" && IMF_FIXDATE.test(value)) return "{date}";
    if (name === "server") return "{server}";
    if (name === "www-authenticate") return value.replace(/(nonce|opaque)="[^"]+"/g, '$1="{$1}"');
    if (name === "set-cookie") {
      return value.replace(/^(TWISTED_\w+)=([^;]*)/, (_, cookie: string, id: string) => {
        if (!this.#sessions.includes(id)) this.#sessions.push(id);
        return `${cookie}={session ${this.#sessions.indexOf(id) + 1}}`;
      });
    }
    return value.replace(this.#port, ":{port}");
  }

  #body(body: string, encoding: string): string {
    switch (this.#masks.body) {
      case "title":
        return /<title>[^]*?<\/title>/.exec(body)?.[0] ?? "";
      case "links":
        return [...body.matchAll(/href="([^"]*)"/g)].map(([, link]) => link).join("\n");
      case "gunzip":
        if (body === "" || !encoding.includes("gzip")) return body;
        return gunzipSync(Buffer.from(body, "latin1")).toString("latin1");
      default:
        return body;
    }
  }
}

function byName(left: string, right: string): number {
  const [a, b] = [left, right].map((line) => line.slice(0, line.indexOf(":")).toLowerCase()) as [
    string,
    string,
  ];
  return a < b ? -1 : Number(a > b);
}

function shortened(body: string): string {
  if (body.length <= LONG) return body;
  return `${body.length} octets, sha256 ${createHash("sha256").update(body, "latin1").digest("hex")}`;
}
