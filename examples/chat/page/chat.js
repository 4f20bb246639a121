/** Listens for messages, one long poll after the other, and sends those of the form. */

const log = document.querySelector("#log");
const form = document.querySelector("#form");
const name = document.querySelector("#name");
const text = document.querySelector("#text");
const status = document.querySelector("#status");

const RETRY_MS = 2_000;

function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** As text: what others say is never markup. */
function show(message) {
  const item = document.createElement("li");
  const speaker = document.createElement("strong");
  speaker.textContent = message.name;
  item.append(speaker, `: ${message.text}`);
  log.append(item);
  item.scrollIntoView({ block: "nearest" });
}

async function messagesSince(since) {
  const answer = await fetch(`/messages?since=${since}`);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

async function listen() {
  let since = 0;
  for (;;) {
    try {
      const { last, messages } = await messagesSince(since);
      since = last;
      messages.forEach(show);
      status.textContent = "connected";
    } catch {
      status.textContent = "connection lost; trying again";
      await pause(RETRY_MS);
    }
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams({ name: name.value, text: text.value });
  try {
    const answer = await fetch("/messages", { method: "POST", body });
    if (!answer.ok) throw new Error(await answer.text());
    text.value = "";
    text.focus();
  } catch (error) {
    status.textContent = `not sent: ${error.message}`;
  }
});

status.textContent = "connected";
void listen();
