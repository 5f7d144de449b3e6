// Keep what the page is made of, for the next visit and for when there is no network.

const KEPT = `matchpath ${new URL(registration.scope).pathname}`; // as in shell.js
const PATIENCE = 3_000; // milliseconds that a network may take before what is kept is shown

addEventListener("install", (event) => event.waitUntil(keepPage()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.url.startsWith(registration.scope);
  if (request.method !== "GET" || !isOurs) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

async function keepPage() {
  const cache = await caches.open(KEPT);
  await cache.add("./");
}

// The page names the version of all else: the newest where there is a network.
async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const reply = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (reply.ok) await cache.put("./", reply.clone());
    return reply;
  } catch {
    return (await cache.match("./")) ?? Response.error();
  }
}

// A file of a version never changes.
async function file(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const reply = await fetch(request);
  if (reply.ok) await cache.put(request, reply.clone());
  return reply;
}
