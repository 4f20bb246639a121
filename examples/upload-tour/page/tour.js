// The page of the upload tour: sends one file to both resources, and shows what /progress tells about them.
import { fileContent, noise } from "./content.js";
import { protocol, send, streams } from "./sending.js";

const MIB = 1024 * 1024;
const SPARKLINE_MS = 60_000;
const $ = (id) => document.getElementById(id);

const NOTES = {
  buffered: "An ordinary render method, called when everything is in. It reads request.content.",
  streaming: "The same job, marked [STREAMING], called when the head is in. It reads as octets arrive.",
};

function size(octets) {
  if (octets >= 1024 * MIB) return `${(octets / 1024 / MIB).toFixed(2)} GiB`;
  if (octets >= MIB) return `${(octets / MIB).toFixed(1)} MiB`;
  if (octets >= 1024) return `${(octets / 1024).toFixed(0)} KiB`;
  return `${octets} octets`;
}

/** One resource on the page. */
class Lane {
  #root;
  #expected = 0;
  #startedAt = 0;
  #mostHeld = 0;
  #isAnswered = false;
  /** The number of the upload that the server reported last, and of the one before ours. */
  #reported = 0;
  #before;
  #stopping = new AbortController();

  constructor(name) {
    this.path = `/${name}`;
    this.#root = $("lane").content.cloneNode(true).firstElementChild;
    this.#root.id = name;
    this.#root.setAttribute("aria-label", `The resource ${this.path}`);
    this.#find(".path").textContent = this.path;
    this.#find(".note").textContent = NOTES[name];
    this.#find("pre").setAttribute("aria-label", `Answer of ${this.path}`);
    $("lanes").append(this.#root);
    for (const bar of ["sent", "received", "seen"]) this.#fill(bar, 0);
  }

  /** Resolves to whether there was an answer, when it is complete or will not be. */
  async upload(content, rate) {
    this.#expected = content.size;
    this.#startedAt = performance.now();
    this.#mostHeld = 0;
    this.#isAnswered = false;
    this.#before = this.#reported;
    this.#find("pre").textContent = "";
    this.#find(".held").textContent = "–";
    this.#find(".answering").textContent = "–";
    for (const bar of ["sent", "received", "seen"]) this.#fill(bar, 0);
    this.#stopping = new AbortController();
    // A browser doesn't read the answer before it has sent its request. Back-pressure works both ways, so an answer
    // that the sockets can't hold would stop the upload for good: a few hundred lines it is, for any size.
    const every = Math.max(MIB, Math.ceil(content.size / 256));
    const answer = await send(`${this.path}?rate=${rate}&every=${every}`, content, {
      signal: this.#stopping.signal,
      onSent: (octets) => this.#fill("sent", octets),
    });
    this.#finished(answer);
    return answer.code === 200;
  }

  stop() {
    this.#stopping.abort();
  }

  /** What the server says about this resource. */
  show({ upload, state, expected, received, seen, isAnswering }) {
    this.#reported = upload;
    if (upload === this.#before) return;
    this.#root.dataset.state = state;
    this.#find(".state").textContent = state;
    this.#expected = expected ?? this.#expected;
    this.#fill("received", received);
    this.#fill("seen", seen);
    this.#mostHeld = Math.max(this.#mostHeld, received - seen);
    if (received > 0) this.#find(".held").textContent = size(this.#mostHeld);
    if (isAnswering) this.#answered();
  }

  #answered() {
    if (this.#isAnswered || this.#startedAt === 0) return;
    this.#isAnswered = true;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.#find(".answering").textContent = `after ${seconds.toFixed(1)} s`;
  }

  #finished({ code, text }) {
    if (code === 0) {
      this.#find("pre").textContent = "The upload was cut.";
      return;
    }
    this.#answered();
    const lines = text.trimEnd().split("\n");
    const left = lines.length - 4;
    if (left > 1) lines.splice(2, left, `… ${left} lines …`);
    this.#find("pre").textContent = lines.join("\n");
  }

  #fill(bar, octets) {
    const progress = this.#find(`.${bar}`);
    progress.value = this.#expected === 0 ? 0 : Math.min(1, octets / this.#expected);
    progress.previousElementSibling.textContent = size(octets);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

/** The server's resident memory over the last minute. */
class Sparkline {
  #samples = [];

  add(octets) {
    const now = performance.now();
    this.#samples.push([now, octets]);
    while (now - this.#samples[0][0] > SPARKLINE_MS) this.#samples.shift();
    const all = this.#samples.map(([, value]) => value);
    const scale = Math.max(...all) * 1.25;
    const line = this.#samples
      .map(([at, value]) => [240 * (1 - (now - at) / SPARKLINE_MS), 48 * (1 - value / scale)])
      .map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
      .join("L");
    const left = 240 * (1 - (now - this.#samples[0][0]) / SPARKLINE_MS);
    $("sparkline").querySelector(".line").setAttribute("d", `M${line}`);
    $("sparkline")
      .querySelector(".area")
      .setAttribute("d", `M${line}L240 48L${left.toFixed(1)} 48Z`);
    const range = `${size(Math.min(...all))} and ${size(Math.max(...all))}`;
    $("memory-now").textContent = `${size(octets)}, between ${range}`;
  }
}

function chosen() {
  const source = $("source").value;
  if (source !== "file") return noise(Number(source) * MIB);
  return $("file").files.length === 0 ? undefined : fileContent($("file").files[0]);
}

const lanes = [new Lane("buffered"), new Lane("streaming")];
const sparkline = new Sparkline();

function say(message) {
  $("message").textContent = message;
}

/** One button goes out of use, the other one in; whoever works by keyboard stays at them. */
function swap(from, to) {
  const hasFocus = document.activeElement === $(from);
  $(to).disabled = false;
  if (hasFocus) $(to).focus();
  $(from).disabled = true;
}

$("source").addEventListener("change", () => {
  $("file-field").hidden = $("source").value !== "file";
});

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const content = chosen();
  if (content === undefined) {
    say("Choose a file first.");
    $("file").focus();
    return;
  }
  const rate = Number($("rate").value) * MIB;
  swap("start", "stop");
  say(`Sending ${size(content.size)} to both.`);
  const answered = await Promise.all(lanes.map((lane) => lane.upload(content, rate)));
  swap("stop", "start");
  say(answered.every(Boolean) ? "Both have answered." : "An upload was cut.");
});

$("stop").addEventListener("click", () => {
  for (const lane of lanes) lane.stop();
});

/** What differs by how the page came. */
function aboutProtocol() {
  if (streams) return "Each upload is a stream, on the connection that brings the numbers below.";
  if (protocol === "h2")
    return "This browser sends no streams: it has to know an upload whole before it begins.";
  return "Over it a browser sends no streams: each upload has a connection, and a length, of its own.";
}

$("protocol").textContent = protocol;
$("about-protocol").textContent = aboutProtocol();
$("wire").hidden = protocol === "";

// -k: the certificate is signed by itself.
const options = location.protocol === "https:" ? "-skN" : "-sN";
$("curl").textContent = `(printf a; sleep 2; printf b) | curl ${options} -T . ${location.origin}/streaming`;

const progress = new EventSource("/progress");
progress.onmessage = ({ data }) => {
  const { memory, ...uploads } = JSON.parse(data);
  for (const lane of lanes) lane.show(uploads[lane.path.slice(1)]);
  sparkline.add(memory.rss);
};
progress.onerror = () => {
  $("memory-now").textContent = "the server does not answer";
};
