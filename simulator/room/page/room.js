// Keeps the page as the room is: the server pushes ready markup, this puts it in place. Without it the page still works.
"use strict";

const at = (id) => document.getElementById(id);
const stage = at("stage"), log = at("log"), reading = at("reading"), lost = at("lost"), problem = at("problem");
let stream = null, heard = Date.now(), tries = 0, ended = false;

function say(text) {
  problem.textContent = text || "";
  problem.hidden = !text;
}

function putStage(key, markup) {
  if (key === stage.dataset.key) return;
  const active = document.activeElement;
  const inside = stage.contains(active);
  const asked = question();
  stage.dataset.key = key;
  stage.innerHTML = markup; // written by the server's templates, which escape all texts
  say("");
  if (inside) (at(active.id) || at("headline")).focus({ preventScroll: true });
  const other = question() !== asked;
  if (other && !reading.open) window.scrollTo(0, 0); // who is reading is told, not pulled away
  const told = at("taken") && !other ? at("taken") : at("headline");
  at("news").textContent = told.textContent;
}

function question() {
  const form = stage.querySelector("form");
  return form ? form.elements.question.value + " " + form.elements.round.value : at("headline").textContent;
}

function putLines({ whole, markup, seen }) {
  if (whole) log.replaceChildren();
  log.insertAdjacentHTML("beforeend", markup);
  log.dataset.seen = seen;
  reading.hidden = !log.childElementCount;
}

function connected(yes) {
  lost.hidden = yes;
  lost.textContent = yes ? "" : lost.dataset.text;
}

function listen() {
  if (stream) stream.close();
  heard = Date.now();
  stream = new EventSource("/events?seen=" + encodeURIComponent(log.dataset.seen));
  const hear = (name, act) => stream.addEventListener(name, (event) => {
    heard = Date.now();
    connected(true);
    act(event.data ? JSON.parse(event.data) : null);
  });
  hear("beat", () => { tries = 0; });
  hear("lines", putLines);
  hear("stage", (told) => {
    putStage(told.key, told.markup);
    ended = told.ended;
    if (ended) stream.close();
  });
  stream.onerror = () => {
    connected(false);
    stream.close();
    again();
  };
}

// Every attempt waits a little longer, and no two phones wait alike: a room of sixty does not come back at one instant.
async function again() {
  const wait = Math.min(8000, 500 * 2 ** tries++) * (0.5 + Math.random() / 2);
  await new Promise((done) => setTimeout(done, wait));
  try {
    const answer = await fetch("/here", { cache: "no-store" });
    if (answer.status === 403) return location.reload(); // the room is another one, or does not know us: back to the door
    if (answer.ok) return listen();
  } catch { /* not back yet */ }
  again();
}

// Phones that slept keep dead connections; the server says something every few seconds.
function awake() {
  if (!ended && !document.hidden && lost.hidden && Date.now() - heard > 25000) listen();
}
document.addEventListener("visibilitychange", awake);
window.addEventListener("pageshow", awake);
setInterval(awake, 5000);

stage.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  body.set("option", (event.submitter || document.activeElement).value);
  stage.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/vote", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status === 403) return location.reload();
    const told = await answer.json();
    if (told.markup) putStage(told.key, told.markup);
    say(told.problem);
  } catch {
    say(document.body.dataset.unsent);
  } finally {
    stage.removeAttribute("aria-busy");
  }
});

at("by-hand").hidden = true;
listen();
