// Service worker: JavaScript because the platform has no other. Three duties:
//  1. on a host that cannot set headers, put the isolation and policy headers on our own files, worker scripts included;
//  2. answer offline from a cache that holds one whole version of the site;
//  3. be a wall: only GET, only known paths of this host, no query. Everything else a page or worker asks of us is refused.
// Files under static/ never change under one name, so a cached one is as good as a fresh one.

const SITE = /*site*/{};
const POLICY = "Content-Security-Policy";
const CACHE = "aluo-" + SITE.version;
const base = new URL("./", self.location);
const known = new Map(SITE.files.map(([path, kind]) => [new URL(path, base).href, kind]));
// Large and not everybody's: fetched when first needed. The page keeps these itself, in a cache of another name.
const demanded = new Set(SITE.files.filter(([, , demand]) => demand).map(([path]) => new URL(path, base).href));
const home = new URL("index.html", base).href;

const ours = (name) => name.startsWith("aluo-");

self.addEventListener("install", (event) => {
  // The first visit takes over at once (headers are needed now) and fills the cache later, when asked. An update
  // fills it first and then waits until no page of the old version is left.
  event.waitUntil(caches.keys().then((names) => (names.some(ours) ? fill() : self.skipWaiting())));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => ours(name) && name !== CACHE);
    if (await whole()) await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => {
  if (event.data?.kind !== "precache") return;
  event.waitUntil(fill().then(
    (bytes) => event.source.postMessage({ kind: "precached", bytes }),
    () => event.source.postMessage({ kind: "precache-failed" }),
  ));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  url.hash = ""; // a request for one icon of a sprite names it behind a #
  if (url.origin !== base.origin) return; // the policy of who asks decides
  if (event.request.mode === "navigate" && [base.pathname, new URL(home).pathname].includes(url.pathname)) {
    event.respondWith(page());
  } else if (event.request.method === "GET" && known.has(url.href)) { // a query is never part of a known path
    event.respondWith(demanded.has(url.href) ? passed(event.request, url.href) : file(url.href));
  } else {
    event.respondWith(new Response("Not a file of this site.", { status: 403 }));
  }
});

// The newest page while there is a network (its files are all named by content), the cached version without one.
async function page() {
  const limit = new Promise((_, reject) => setTimeout(reject, 4000, new Error("slow")));
  try {
    const fresh = await Promise.race([fetch(home, { cache: "no-cache" }), limit]);
    if (fresh.ok && !fresh.redirected) return dressed(fresh, "page");
  } catch { /* offline, or as good as */ }
  const kept = await caches.match(home);
  return kept ? dressed(kept, "page") : Response.error();
}

async function file(url) {
  const kept = await caches.match(url);
  if (kept) return dressed(kept, known.get(url));
  const fresh = await fetch(url);
  return fresh.ok ? dressed(fresh, known.get(url)) : fresh;
}

// As asked for, a range of it too: a download that broke goes on where it stopped.
async function passed(request, url) {
  const response = (!request.headers.has("range") && (await caches.match(url))) || (await fetch(request));
  return response.ok ? dressed(response, known.get(url)) : response;
}

// A response that has its headers already goes out untouched: the browser then keeps its compiled code. (A page may
// have a policy of its own: it names its styles.)
function dressed(response, kind) {
  const wanted = Object.entries(SITE.headers[kind]);
  const has = ([name, value]) => kind === "page" && name === POLICY ? response.headers.has(name) : response.headers.get(name) === value;
  if (wanted.every(has)) return response;
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  for (const [name, value] of wanted) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

async function whole() {
  const cache = await caches.open(CACHE);
  return (await cache.keys()).length >= known.size - demanded.size;
}

// Fills the cache of this version: from an older version's cache where the name is the same, else from the host.
// Resolves with the bytes held; rejects when one file could not be had, keeping those that were.
async function fill() {
  const cache = await caches.open(CACHE);
  for (const url of known.keys()) {
    if (demanded.has(url) || (await cache.match(url))) continue;
    const kept = url.includes("/static/") && (await caches.match(url));
    const response = kept || (await fetch(url, { cache: url === home ? "no-cache" : "default" }));
    if (!response.ok || response.redirected) throw new Error(`${response.status} for ${url}`);
    await cache.put(url, dressed(response, known.get(url)));
  }
  return SITE.bytes;
}
