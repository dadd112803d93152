// Says so when what is shown may be old, and keeps what is typed until it can be sent.
"use strict";

const AGAIN_MS = 2000; // between two looks while the server is away
const PATIENCE_MS = 10000; // without an answer for so long, a server counts as away
const NOT_SENT = " Nothing was sent: press the button again when this line has gone.";

const bar = document.getElementById("cut-off");
const signedOut = document.getElementById("signed-out");
const mine = new URLSearchParams({ me: document.body.dataset.me });
const clock = new Intl.DateTimeFormat("en-US", {
  hour: "numeric",
  minute: "2-digit",
  timeZone: document.body.dataset.zone,
});
let heard = new Date();
let looking = null;

function tell(state) {
  if (state === "away" && !bar.textContent) {
    bar.textContent = `No connection since ${clock.format(heard)}. What is shown may be old; what you type stays here.`;
  }
  if (state === "signed out" && !signedOut.open) {
    const here = location.pathname + location.search;
    signedOut.querySelector("a").href = `/staff/sign-in?next=${encodeURIComponent(here)}`;
    signedOut.showModal();
  }
  if (state !== "away") {
    bar.textContent = "";
    heard = new Date();
  }
  if (state === "away") looking ??= setTimeout(look, AGAIN_MS);
  if (state === "fine") signedOut.close();
}

function stateOf(status) {
  if (status === 401) return "signed out";
  return status === 429 || status >= 500 ? "away" : "fine";
}

// Whether a form could be sent now; forms of a page that outlived its session get the new token.
async function ask() {
  try {
    const answer = await fetch(`/staff/standing?${mine}`, {
      headers: { "HX-Request": "true" }, // it is told of signing in, and not sent there
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const token = await answer.text();
    if (answer.ok) {
      for (const each of document.querySelectorAll("[name=csrf]")) each.value = token;
    }
    return stateOf(answer.status);
  } catch {
    return "away";
  }
}

async function look() {
  const state = await ask();
  looking = null;
  tell(state);
}

// Who is signed out asks for nothing: a page of somebody who signs in tells the others to look.
const signedIn = new BroadcastChannel("signed in");
const lookIfCovered = () => signedOut.open && look();
signedIn.postMessage(document.body.dataset.me);
signedIn.addEventListener("message", lookIfCovered);
window.addEventListener("focus", lookIfCovered);
document.addEventListener("visibilitychange", () => document.hidden || lookIfCovered());
document.addEventListener("htmx:beforeRequest", (event) => {
  if (signedOut.open) event.preventDefault();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") detail.timeout = PATIENCE_MS; // what a page asks for by itself
  if ("X-CSRF" in detail.headers) {
    detail.headers["X-CSRF"] = document.querySelector("[name=csrf]").value;
  }
});
document.addEventListener("htmx:sendError", () => tell("away"));
document.addEventListener("htmx:timeout", () => tell("away"));
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const state = stateOf(detail.xhr.status);
  // That one answer came does not say that forms can be sent again: a look does.
  if (state !== "fine" || !looking) tell(state);
});

signedOut.addEventListener("cancel", (event) => event.preventDefault()); // it covers the page

// A form with words in it leaves the page only when the server can take it.
let asking = false;
let cleared = false;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const hasWords = [...form.querySelectorAll("textarea")].some((each) => each.value.trim());
  if (form.method !== "post" || !(hasWords || bar.textContent) || cleared) {
    cleared = false;
    return;
  }
  event.preventDefault();
  if (asking) return;
  asking = true;
  const state = await ask();
  asking = false;
  tell(state);
  if (state === "away") bar.textContent = `${bar.textContent.replace(NOT_SENT, "")}${NOT_SENT}`;
  if (state !== "fine") return;
  cleared = true;
  form.requestSubmit(event.submitter);
});
