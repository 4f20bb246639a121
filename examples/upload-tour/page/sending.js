// Two ways to send content. Both resolve to the answer, code and text, when it is whole; to code 0 where it was cut.
const TYPE = "application/octet-stream";
const CUT = { code: 0, text: "" };

/**
 * As a stream: the browser pulls, and what it has not pulled is nowhere yet. Browsers do that over HTTP/2 only, since an
 * HTTP/1.1 server may be one that can't read a request without a length.
 */
async function sendStream(url, content, { signal, onSent }) {
  let sent = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      sent += chunk.byteLength;
      onSent(sent);
      controller.enqueue(chunk);
    },
  });
  const body = content.stream().pipeThrough(count);
  const headers = { "Content-Type": TYPE };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, duplex: "half", signal });
    return { code: answer.status, text: await answer.text() };
  } catch {
    return CUT;
  }
}

/** Whole, its length announced: any browser, any version. */
function sendWhole(url, content, { signal, onSent }) {
  const xhr = new XMLHttpRequest();
  xhr.open("PUT", url);
  xhr.setRequestHeader("Content-Type", TYPE);
  xhr.upload.onprogress = (event) => onSent(event.loaded);
  signal.addEventListener("abort", () => xhr.abort());
  return new Promise((resolve) => {
    xhr.onloadend = () => resolve(xhr.status === 0 ? CUT : { code: xhr.status, text: xhr.responseText });
    xhr.send(content.blob());
  });
}

/** Whether this browser takes a stream for a body: one that doesn't never asks for `duplex`, and sends its name. */
function takesStreams() {
  let isAsked = false;
  const init = {
    method: "POST",
    body: new ReadableStream(),
    get duplex() {
      isAsked = true;
      return "half";
    },
  };
  return !new Request("/", init).headers.has("Content-Type") && isAsked;
}

/** What this page came over, as ALPN names it: "h2", "http/1.1". Empty where the browser keeps it to itself. */
export const protocol = performance.getEntriesByType("navigation")[0]?.nextHopProtocol ?? "";

export const streams = protocol === "h2" && takesStreams();

export const send = streams ? sendStream : sendWhole;
