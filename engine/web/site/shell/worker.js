// Run the rules beside the page, so that it can be read and scrolled meanwhile. Once they are ready
// nothing can be asked of any network from here.
import { boot } from "./boot.js";
import site from "./site.js";

const fetchFile = self.fetch;
let loaded = 0;

// A copy is counted: of the reply itself a browser keeps what it has compiled, for the next visit.
self.fetch = async (...request) => {
  const reply = await fetchFile(...request);
  count(reply.clone());
  return reply;
};

async function count(reply) {
  const reader = reply.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    loaded += part.value.length;
    postMessage({ loaded: Math.min(1, loaded / site.bytes) });
  }
}

async function archive() {
  const reply = await fetch(new URL("app.zip", import.meta.url));
  if (!reply.ok) throw new Error(`app.zip did not come: ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

async function started() {
  const file = (name) => new URL(site.runtime + name, import.meta.url).href;
  const [{ default: createPyodideModule }, pyodide, { Graphviz }] = await Promise.all(
    ["pyodide.asm.js", "pyodide.js", "graphviz.js"].map((name) => import(file(name))),
  );
  const python = await boot({
    pyodide,
    createPyodideModule,
    Graphviz,
    library: file("library.zip"),
    archive: archive(),
    started: () => postMessage({ loaded: 1 }),
  });
  const pages = python.pyimport("engine.web.in_page");
  pages.start();
  for (const way of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts"]) {
    self[way] = undefined;
  }
  return pages;
}

const ready = started();
ready.then(prepare, (error) => postMessage({ failed: String(error.message ?? error) }));

// What a visitor would wait for later is done ahead, a part at a time, while nobody asks.
let asked = 0; // milliseconds
const PAUSE = 500;

function prepare(pages) {
  postMessage({ ready: true });
  const parts = pages.prepared();
  const next = () => {
    const isQuiet = performance.now() - asked > PAUSE;
    if (!isQuiet || !parts.next().done) setTimeout(next, PAUSE);
  };
  setTimeout(next, PAUSE);
}

onmessage = async ({ data: { method, path, form, kept, now } }) => {
  const pages = await ready;
  try {
    const reply = pages.answer(method, path, JSON.stringify(form), kept, now);
    const [head, body] = reply.toJs();
    reply.destroy();
    postMessage({ reply: { ...JSON.parse(head), body } });
  } catch (error) {
    postMessage({ reply: { fault: String(error.message ?? error) } });
  }
  asked = performance.now();
};
