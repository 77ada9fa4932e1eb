// Service worker: JavaScript because the platform has no other. Four duties:
//  1. on a host that cannot set headers, put the isolation and policy headers on our own files, worker scripts included;
//  2. answer offline from a cache that holds one whole version of the site, each file as the build wrote it;
//  3. be a wall: only GET, only known paths of this host, no query. Everything else a page or worker asks of us is refused;
//  4. take the pictures that the system's share sheet sends: here, before a network has seen them.
// Files under static/ never change under one name, so a cached one is as good as a fresh one.

const SITE = /*site*/{};
const POLICY = "Content-Security-Policy";
const CACHE = "aluo-" + SITE.version;
const MARK = 'name="application-name" content="Aluo Studio"'; // our page, and not a portal's that answers for every address
const base = new URL("./", self.location);
const known = new Map(SITE.files.map(([path, kind]) => [new URL(path, base).href, kind]));
const late = new Set(SITE.late.map((path) => new URL(path, base).href)); // kept from their first use on, not before
// Large and not everybody's: fetched when first needed. The page keeps these itself, in a cache of another name.
const demanded = new Set(SITE.files.filter(([, , demand]) => demand).map(([path]) => new URL(path, base).href));
const digests = new Map(SITE.files.map(([path, , , digest]) => [new URL(path, base).href, digest]));
const home = new URL("index.html", base).href;
const share = new URL("share", base).href;

const ours = (name) => name.startsWith("aluo-");

self.addEventListener("install", (event) => {
  // The first visit takes over at once (headers are needed now) and fills the cache later, when asked. An update of what
  // is whole fills it first and then waits until no page of the old version is left, or until the person says so.
  event.waitUntil(held(home).then((kept) => (kept ? filled() : self.skipWaiting())));
});

self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

const heard = {
  precache: (source) => filled().then(tidy).then(
    () => source.postMessage({ kind: "precached", bytes: SITE.bytes }),
    () => source.postMessage({ kind: "precache-failed" }),
  ),
  version: (source) => source.postMessage({ kind: "version", version: SITE.version }),
  "take-over": () => self.skipWaiting(),
  shared: (source) => source.postMessage({ kind: "shared", files: shared.splice(0) }),
};
self.addEventListener("message", (event) => event.waitUntil(Promise.resolve(heard[event.data?.kind]?.(event.source))));

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  url.hash = ""; // a request for one icon of a sprite names it behind a #
  if (url.origin !== base.origin) return; // the policy of who asks decides
  if (request.mode === "navigate" && url.href === share && request.method === "POST") {
    event.respondWith(take(request));
  } else if (request.mode === "navigate" && request.method === "GET" && [base.pathname, new URL(home).pathname].includes(url.pathname)) {
    event.respondWith(page());
  } else if (request.method === "GET" && known.has(url.href)) { // a query is never part of a known path
    event.respondWith(demanded.has(url.href) ? passed(request, url.href) : file(url.href));
  } else if (request.method === "GET" && url.href.startsWith(base.href + "static/")) {
    event.respondWith(other(request, url.href));
  } else {
    event.respondWith(refused());
  }
});

const refused = () => new Response("Not a file of this site.", { status: 403 });

// A file of another version: of a page that is still of the one before, or of one that came when this one was not whole
// and that the host's own list knows.
const other = async (request, url) => (await held(url)) ?? ((await held(home)) || !(await isListed(url)) ? refused() : fetch(request));
let newest = null;
async function isListed(url) {
  newest ??= fetch(self.location.href, { cache: "no-cache" }).then((response) => response.text()).catch(() => (newest = null) ?? "");
  return (await newest).includes(`[${JSON.stringify(url.slice(base.href.length))},`);
}

// The page of this version once that is whole: the network is not waited for, and its files are all here. A newer one is
// fetched beside it. Before that the newest page, else what is kept, also where something else answers in our name: an
// error page, a portal that wants a password.
async function page() {
  const own = await (await caches.open(CACHE)).match(home);
  if (own) return dressed(own, "page");
  const limit = new Promise((_, reject) => setTimeout(reject, 4000, new Error("slow")));
  let fresh = null;
  try {
    fresh = await Promise.race([fetch(home, { cache: "no-cache" }), limit]);
    if (await isPage(fresh)) return dressed(fresh, "page");
  } catch { /* offline, or as good as */ }
  const kept = await held(home);
  return kept ? dressed(kept, "page") : fresh ?? Response.error();
}

// Its beginning says it; the answer itself stays untouched.
async function isPage(response) {
  if (!response.ok || response.redirected) return false;
  const reader = response.clone().body.getReader(), decoder = new TextDecoder();
  let text = "";
  for (let step; text.length < 2000 && !(step = await reader.read()).done;) text += decoder.decode(step.value, { stream: true });
  reader.cancel();
  return text.includes(MARK);
}

async function file(url) {
  const kept = await held(url);
  if (kept) return dressed(kept, known.get(url));
  let fresh = await fetch(url);
  if (isForeign(fresh, url)) fresh = await fetch(url, { cache: "reload" }); // it may be the browser's own cache that has it
  if (isForeign(fresh, url)) return new Response("Something else answered for this file.", { status: 502 });
  if (!fresh.ok) return fresh;
  const keep = late.has(url) && (await isSound(fresh, url));
  const answer = dressed(fresh, known.get(url));
  if (keep) await caches.open(CACHE).then((cache) => cache.put(url, answer.clone())).catch(() => {}); // a full disk
  return answer;
}

// A page where a file was asked for.
const isForeign = (response, url) =>
  response.ok && !url.endsWith(".html") && (response.redirected || /html/.test(response.headers.get("content-type")));

// As asked for, a range of it too: a download that broke goes on where it stopped.
async function passed(request, url) {
  const response = (!request.headers.has("range") && (await caches.match(url))) || (await fetch(request));
  return response.ok ? dressed(response, known.get(url)) : response;
}

// What is kept of this version, else of an older one.
async function held(url) {
  return (await (await caches.open(CACHE)).match(url)) ?? caches.match(url);
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
  return (await cache.keys()).filter(({ url }) => !late.has(url)).length >= known.size - late.size - demanded.size;
}

// Older versions go once this one is whole and nobody can be working in them any more. While a newer one is on its way
// or waits nothing goes: one of them is its own.
async function tidy() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length > 1 || !(await whole())) return;
  const old = (await caches.keys()).filter((name) => ours(name) && name !== CACHE);
  const { installing, waiting } = self.registration; // looked at after the names: who has a name by then is seen here
  if (!installing && !waiting) await Promise.all(old.map((name) => caches.delete(name)));
}

// Fills the cache of this version: from an older version's cache where the name is the same, else from the host. The
// page comes last: one that is there has all its files. Rejects when one file could not be had, keeping those that were.
async function fill() {
  const cache = await caches.open(CACHE);
  for (const url of [...known.keys()].filter((url) => url !== home && !demanded.has(url)).concat(home)) {
    if (await cache.match(url)) continue;
    const kept = url.includes("/static/") && (await caches.match(url));
    if (!kept && late.has(url)) continue;
    const response = kept && (await isSound(kept, url)) ? kept : await fetched(url);
    await cache.put(url, dressed(response, known.get(url)));
  }
}

// Whoever asks while that goes on waits for the same: each file is fetched and checked once.
let filling = null;
const filled = () => (filling ??= fill().finally(() => (filling = null)));

async function fetched(url) {
  for (const cache of url === home ? ["no-cache", "reload"] : ["default", "reload"]) {
    const response = await fetch(url, { cache });
    if (await isSound(response, url)) return response;
  }
  throw new Error(`not our file: ${url}`);
}

// Whether this is what the build wrote. (Hosts add things to a page: there the version counts.)
async function isSound(response, url) {
  if (!response.ok || response.redirected) return false;
  const bytes = await response.clone().arrayBuffer();
  if (url === home) {
    const text = new TextDecoder().decode(bytes);
    return text.includes(MARK) && text.includes(`"version":"${SITE.version}"`);
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digests.get(url) === Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Shared pictures wait in this thread's memory, never on the disk, until the page that is about to open asks for them.
const shared = [];

async function take(request) {
  const form = await request.formData();
  shared.splice(0, shared.length, ...form.getAll("pictures").filter((part) => part instanceof File));
  return Response.redirect(base.href + "#shared", 303);
}
