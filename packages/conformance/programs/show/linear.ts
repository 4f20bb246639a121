/**
 * `npm run show:linear`: what an attacker may send or have sent, eight times as long, takes about eight times as long,
 * and not sixty-four: fields, queries and forms, through a whole legacy site whose limits are lifted.
 */
import { inject, type InjectOptions } from "@headgate/core/testing";
import {
  BrotliEncoderFactory,
  Data,
  DigestCredentialFactory,
  EncodingResourceWrapper,
  File,
  HTTPAuthSessionWrapper,
  IResource,
  Portal,
  Resource,
  Site,
  type Request,
} from "@headgate/legacy-site";
import { row } from "./report";

const FACTOR = 8;
/** Well above what is linear, on a machine that does other things too, and well below what is quadratic. */
const BOUND = 3 * FACTOR;
const ROUNDS = 5;
const FIELD_OCTETS = 128 * 1024;
const BODY_OCTETS = 512 * 1024;
/** Below it nothing is measured but the rest of the exchange. */
const NOTICEABLE_MS = 5;

/** Has everything read that is read on demand. */
class Reader extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    return `${Object.keys(request.args).length} ${Object.keys(request.received_cookies).length}`;
  }

  render_POST(request: Request): string {
    return this.render_GET(request);
  }
}

class Tagged extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    request.setETag('"b"');
    return "";
  }
}

/** Sends the last segment, and what it stands for, as a cookie. */
class SetsCookie extends Resource {
  override readonly isLeaf = true;

  render_GET(request: Request): string {
    const [text = ""] = request.args["text"] ?? [];
    request.addCookie("name", text, { path: text, comment: text });
    return "";
  }
}

function makeSite(): Site {
  const realm = { requestAvatar: () => [IResource, new Resource(), null] as const };
  const root = new Resource();
  root.putChild("read", new Reader());
  root.putChild("tagged", new Tagged());
  root.putChild("cookie", new SetsCookie());
  root.putChild("file", new File(__filename));
  root.putChild(
    "coded",
    new EncodingResourceWrapper(new Data("text", "text/plain"), [new BrotliEncoderFactory()]),
  );
  root.putChild(
    "digest",
    new HTTPAuthSessionWrapper(new Portal(realm), [new DigestCredentialFactory("md5", "realm")]),
  );
  const octets = 64 * 1024 * 1024;
  return new Site(root, {
    maxHeadOctets: octets,
    maxRequestLineOctets: octets,
    maxFormPairs: octets,
    maxFormOctets: octets,
    spoolThresholdOctets: octets,
  });
}

type Ask = (octets: number) => InjectOptions;

function repeat(piece: string, octets: number): string {
  return piece.repeat(Math.ceil(octets / piece.length));
}

function field(target: string, name: string, prefix: string, piece: string, suffix = ""): Ask {
  return (octets) => ({ target, headers: { [name]: `${prefix}${repeat(piece, octets)}${suffix}` } });
}

function form(type: string, prefix: string, build: (octets: number) => string): Ask {
  return (octets) => ({
    method: "POST",
    target: "/read",
    headers: { "Content-Type": type },
    body: Buffer.from(prefix + build(octets), "latin1"),
  });
}

function parts(piece: string, suffix = "", prefix = ""): Ask {
  const boundary = "-".repeat(70);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n${prefix}`;
  return form(`multipart/form-data; boundary=${boundary}`, head, (octets) => repeat(piece, octets) + suffix);
}

/** Different ones: a table of names must not degrade. */
function pairs(step: number): Ask {
  return form("application/x-www-form-urlencoded", "", (octets) =>
    Array.from({ length: octets / 10 }, (_, index) => `${index * step}=1`).join("&"),
  );
}

const PREFIX = `\r\n--${"-".repeat(69)}`;
const DISPOSITION = "multipart/form-data; boundary=x;";

const FIELDS: Readonly<Record<string, Ask>> = {
  "query: escapes": (octets) => ({ target: `/read?a=${repeat("%41", octets)}` }),
  "query: percent signs": (octets) => ({ target: `/read?a=${repeat("%", octets)}` }),
  "query: separators": (octets) => ({ target: `/read?${repeat("&", octets)}` }),
  "query: one name": (octets) => ({ target: `/read?${repeat("a=1&", octets)}` }),
  "Cookie: separators": field("/read", "Cookie", "", ";"),
  "Cookie: blanks": field("/read", "Cookie", "a", " ", "=b"),
  "Cookie: pairs": field("/read", "Cookie", "", "a=;"),
  "Set-Cookie: line breaks": (octets) => ({ target: `/cookie?text=${repeat("%0D%0A", octets)}x` }),
  "Accept-Encoding: weights": field("/coded", "Accept-Encoding", "", "q=0 "),
  "Accept-Encoding: blanks": field("/coded", "Accept-Encoding", "br;q", " ", "=0"),
  "If-None-Match: quotes": field("/tagged", "If-None-Match", "", '"a,', '"'),
  "If-None-Match: weak": field("/tagged", "If-None-Match", "", "W/"),
  "If-Modified-Since: blanks": field("/file", "If-Modified-Since", "Sun,", " ", "x"),
  "If-Modified-Since: blanks behind a date": field(
    "/file",
    "If-Modified-Since",
    "Sun, 06 Nov 1994",
    " ",
    "x",
  ),
  "Range: ranges": field("/file", "Range", "bytes=", "0-,"),
  "Range: blanks": field("/file", "Range", "bytes=1", " ", "x"),
  "Range: digits": field("/file", "Range", "bytes=", "9", "x"),
  "Authorization: commas": field("/digest", "Authorization", "Digest ", ","),
  "Authorization: quotes": field("/digest", "Authorization", "Digest ", 'a="'),
  "Authorization: backslashes": field("/digest", "Authorization", 'Digest a="', "\\"),
  "Authorization: blanks": field("/digest", "Authorization", "Digest ", "a ="),
};

const BODIES: Readonly<Record<string, Ask>> = {
  "form: names": pairs(1),
  "form: numbers far apart": pairs(40_000),
  "form: no UTF-8": form("application/x-www-form-urlencoded", "a=", (octets) => repeat("\xe9", octets)),
  "parts: dashes": parts("-"),
  "parts: lines of dashes": parts("-\n"),
  "parts: line feeds": parts("\n"),
  "parts: prefixes of the boundary": parts(PREFIX),
  "parts: boundaries that go on": parts(`${PREFIX}- x`),
  "parts: a boundary and blanks": parts(" ", "x", `${PREFIX}-`),
  "parts: escapes in the type": (octets) => ({
    ...parts("-")(1),
    headers: { "Content-Type": `${DISPOSITION} b="${repeat('\\"', octets)}` },
  }),
  "parts: semicolons in the type": (octets) => ({
    ...parts("-")(1),
    headers: { "Content-Type": DISPOSITION + repeat(";", octets) },
  }),
};

/** The best of some rounds, in milliseconds of this process, and the status of the answer. */
async function measure(site: Site, asked: InjectOptions): Promise<readonly [ms: number, code: number]> {
  let best = Infinity;
  let { code } = await inject(site, asked);
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage();
    ({ code } = await inject(site, asked));
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1_000);
  }
  return [best, code];
}

async function show(site: Site, name: string, ask: Ask, octets: number): Promise<void> {
  const [few, code] = await measure(site, ask(octets));
  const [many, sameCode] = await measure(site, ask(octets * FACTOR));
  const ratio = many / few;
  row(
    code === sameCode && (ratio < BOUND || many < NOTICEABLE_MS),
    name,
    `${code}; x ${ratio.toFixed(1)} in time for x ${FACTOR} in length (${few.toFixed(1)} ms, ${many.toFixed(1)} ms)`,
  );
}

async function main(): Promise<void> {
  const site = makeSite();
  for (const [name, ask] of Object.entries(FIELDS)) await show(site, name, ask, FIELD_OCTETS);
  for (const [name, ask] of Object.entries(BODIES)) await show(site, name, ask, BODY_OCTETS);
}

void main();
