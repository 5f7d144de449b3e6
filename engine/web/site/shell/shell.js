// Hand the links and forms of the pages to Python in a worker, and show what comes back. The answers
// stand in sessionStorage alone; the address names the page and the question, and is sent nowhere.
import site from "./site.js";

const ROOT = new URL(".", document.baseURI);
const KEPT = `matchpath ${ROOT.pathname}`; // others may have pages on this server
const SHOWN = `${KEPT} shown`;
const loading = document.getElementById("loading");
const text = new TextDecoder();

let here = "/"; // the path of the page that is shown
let isReady = false;
let isBusy = false;
let isEarly = false; // the page came with the site
let replied; // takes the reply that is waited for
let reply = Promise.resolve(); // the last that was asked for
let turn; // what a person did last, while it is under way

// Loading

const worker = hosted();

// A service worker keeps what comes, so it has to be there before the large files are asked for.
async function hosted() {
  try {
    await navigator.serviceWorker.register("sw.js");
    await controlled();
    for (const name of ["shell.js", "site.js", "site.css"]) {
      fetch(new URL(name, import.meta.url)); // these came before there was anyone to keep them
    }
  } catch {
    // A private window, or a server without https: everything is loaded anew each time.
  }
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onerror = (event) => fail(event.message || "its parts could not be loaded");
  worker.onmessage = ({ data }) => {
    if (data.reply) replied(data.reply);
    else if (data.failed) fail(data.failed);
    else if (data.ready) ready();
    else progress(data.loaded);
  };
  return worker;
}

function controlled() {
  if (navigator.serviceWorker.controller) return undefined;
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    setTimeout(resolve, 2_000); // milliseconds
  });
}

// Loading is about half of the way; the rest is Python's.
function progress(share) {
  loading.querySelector("progress").value = share / 2;
  if (share === 1) tell("Reading the rules…");
}

function tell(said) {
  loading.querySelector("[role=status]").textContent = said;
}

function ready() {
  isReady = true;
  document.documentElement.dataset.ready = Math.round(performance.now()); // milliseconds
  loading.querySelector("progress").hidden = true;
  tell("Ready. From here on nothing leaves this page, and it works without a network.");
  setTimeout(() => loading.remove(), 8_000); // milliseconds
  if (isEarly && !isBusy) drawEarly();
  forgetOld();
}

function fail(reason) {
  loading.classList.add("failed");
  loading.querySelector("progress").hidden = true;
  tell(
    `The questions could not be started here (${reason}). Load this page again. If that does not ` +
      "help, take a current Chrome, Edge, Firefox or Safari, or matchpath serve on a computer.",
  );
}

// Of what earlier versions of the site were made of nothing is needed any more.
async function forgetOld() {
  if (!self.caches || !(await caches.has(KEPT))) return;
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) {
    const path = url.slice(ROOT.href.length);
    if (path && !site.folders.some((folder) => path.startsWith(folder))) await cache.delete(url);
  }
}

// Asking

async function go(method, path, { form = {}, anchor = "", push = true, scroll = 0 } = {}) {
  if (isBusy) return;
  if (!isReady) {
    const early = method === "GET" && !sessionStorage.getItem(KEPT) && site.pages[path];
    if (early) {
      show(early.html, early.path, { push });
      isEarly = true;
      return;
    }
    tell("One moment: this is taken as soon as the rules are there…");
  }
  isBusy = true;
  document.documentElement.classList.add("busy");
  turn = arrived(method, path, form);
  const { fault, name, body, media, at } = await turn;
  isBusy = false;
  document.documentElement.classList.remove("busy");
  if (fault) explain(fault);
  else if (name) save(body, media, name);
  else show(text.decode(body), at, { anchor, push: push && at !== here, scroll });
}

// Ask, and go where the reply leads; `at` is the path of the page that comes in the end.
async function arrived(method, path, form) {
  let at = path;
  let given = await ask(method, path, form);
  while (given.to) {
    at = given.to;
    given = await ask("GET", at, {});
  }
  return { ...given, at };
}

// Ask Python for a reply, one after the other, and keep what it says is to be kept.
function ask(method, path, form) {
  reply = reply.then(async () => {
    const asked = await worker;
    const kept = sessionStorage.getItem(KEPT) ?? "";
    const given = await new Promise((resolve) => {
      replied = resolve;
      asked.postMessage({ method, path, form, kept, now: Date.now() });
    });
    if (given.kept) sessionStorage.setItem(KEPT, given.kept);
    else if (given.kept === "") sessionStorage.removeItem(KEPT);
    return given;
  });
  return reply;
}

// Showing

function show(html, path, { anchor = "", push = true, scroll = 0 } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  here = path;
  isEarly = false;
  for (const style of document.head.querySelectorAll("style")) style.remove();
  document.head.append(...page.head.querySelectorAll("style"));
  document.title = page.title;
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes);
  if (!isReady || loading.isConnected) document.body.append(loading);
  prepare();
  if (push) history.pushState({}, "", `#${path}`);
  remember(html);
  scrollTo(0, scroll);
  if (anchor) goTo(anchor);
  else focus(document.querySelector("[role=alert], h1"));
}

// A page that came with the site lacks its picture, which has today in it.
async function drawEarly() {
  const { body } = await ask("GET", here, {});
  const page = new DOMParser().parseFromString(text.decode(body), "text/html");
  const picture = page.querySelector("aside");
  if (picture && isEarly) document.querySelector(".columns")?.append(picture);
}

// What is shown can be read at once when the page is loaded again; erasing shows another page.
function remember(html) {
  try {
    sessionStorage.setItem(SHOWN, JSON.stringify([here, html]));
  } catch {
    sessionStorage.removeItem(SHOWN); // larger than a browser keeps
  }
}

function prepare() {
  for (const link of document.querySelectorAll("a")) readdress(link);
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
}

// A link of ours has the address that it leads to here; one to elsewhere opens beside this page.
function readdress(link) {
  const name = link.hasAttribute("href") ? "href" : "xlink:href";
  const written = link.getAttribute(name) ?? "";
  if (/^https?:/i.test(written)) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  } else if (!/^[a-z]+:/i.test(written)) {
    const { pathname, hash } = resolved(written);
    link.setAttribute(name, `#${pathname}${hash}`);
  }
}

function resolved(written) {
  return new URL(written, `https://page${here}`);
}

function goTo(anchor) {
  const place = document.getElementById(decodeURIComponent(anchor));
  for (let outer = place; outer; outer = outer.parentElement) {
    if (outer.localName === "details") outer.open = true;
  }
  place?.scrollIntoView();
  focus(place);
}

function focus(place) {
  if (!place) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

function save(body, media, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([body], { type: media }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // milliseconds
}

function explain(fault) {
  const said = document.createElement("p");
  said.className = "wrong";
  said.role = "alert";
  said.textContent =
    "This should not have happened; your answers are as they were. Load the page again, and try " +
    `once more. (${fault.trim().split("\n").pop()})`;
  document.querySelector("main, body").prepend(said);
  focus(said);
}

// What a person does

addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
  const link = event.target.closest("a");
  const to = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
  const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isPlain || !to.startsWith("#")) return;
  event.preventDefault();
  history.replaceState({ scroll: scrollY }, "");
  const { path, anchor } = parted(to);
  if (path !== here || !anchor) {
    go("GET", path, { anchor });
  } else {
    history.pushState({}, "", to);
    goTo(anchor);
  }
});

addEventListener("submit", async (event) => {
  event.preventDefault();
  history.replaceState({ scroll: scrollY }, "");
  const { pathname } = resolved(event.target.getAttribute("action"));
  const form = {};
  for (const [name, value] of new FormData(event.target, event.submitter)) {
    (form[name] ??= []).push(value instanceof File ? await value.text() : value);
  }
  go("POST", pathname, { form });
});

addEventListener("popstate", async ({ state }) => {
  await turn;
  const { path, anchor } = parted(location.hash);
  if (path === here && anchor) goTo(anchor);
  else go("GET", path, { anchor, push: false, scroll: state?.scroll });
});

// An address here is "#/plan" or "#/plan#notes": the path of a page, and a place in it.
function parted(address) {
  const [path, anchor = ""] = address.slice(1).split("#");
  return { path: path || "/", anchor };
}

async function copy(button) {
  const copied = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(copied.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(copied);
    button.textContent = "Selected: Ctrl+C copies it";
  }
}

// Beginning: at the start, or where one was before the page was loaded again.
history.scrollRestoration = "manual";
prepare();
const { path, anchor } = parted(location.hash);
const [last, html] = JSON.parse(sessionStorage.getItem(SHOWN) ?? "[]");
if (path === last) show(html, path, { anchor, push: false });
else if (path !== "/" || sessionStorage.getItem(KEPT)) go("GET", path, { anchor, push: false });
