// Run the rules beside the page, so that it can be read and scrolled meanwhile. Once they are ready
// nothing can be asked of any network from here.
import { boot } from "./boot.js";
import site from "./site.js";

const fetchFile = self.fetch;
let loaded = 0;

// Loading is counted as it comes in, in bytes as they are after unpacking.
function counted(chunk, stream) {
  loaded += chunk.length;
  postMessage({ loaded: Math.min(1, loaded / site.bytes) });
  stream.enqueue(chunk);
}

self.fetch = async (...request) => {
  const { body, status, statusText, headers } = await fetchFile(...request);
  const counting = body.pipeThrough(new TransformStream({ transform: counted }));
  return new Response(counting, { status, statusText, headers });
};

async function archive() {
  const reply = await fetch(new URL("app.zip", import.meta.url));
  if (!reply.ok) throw new Error(`${reply.status} for ${reply.url}`);
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
ready.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: String(error.message ?? error) }),
);

onmessage = async ({ data: { method, path, form, kept, now } }) => {
  const pages = await ready;
  try {
    const reply = pages.answer(method, path, JSON.stringify(form), kept, now);
    const [head, body] = reply.toJs();
    reply.destroy();
    postMessage({ reply: { ...JSON.parse(head), body } });
  } catch (error) {
    postMessage({ reply: { status: 500, fault: String(error.message ?? error) } });
  }
};
