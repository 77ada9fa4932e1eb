// What has to happen before Python is up, and nothing else: the theme, isolation, the start of both interpreters, and
// keeping what the person drops, pastes, chooses or presses in the meantime. src/app.py takes over from here.

const PAINT_MS = 250; // a paint that takes longer is not waited for

const site = JSON.parse(document.getElementById("site").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const at = (path) => new URL(path, document.baseURI).href;

// Storage may be refused (a private window, a policy): then choices last as long as the tab.
const recall = (name) => { try { return localStorage.getItem("aluo." + name); } catch { return null; } };
const storage = (() => { try { localStorage.setItem("aluo.probe", "1"); localStorage.removeItem("aluo.probe"); return true; } catch { return false; } })();

for (const choice of ["theme", "surround"]) if (recall(choice)) root.dataset[choice] = recall(choice);

// The few texts of these scripts in the person's language (tools/early.py), looked up when one is said.
const spoken = () => [recall("language"), ...navigator.languages].map((tag) => tag?.split("-")[0]).find((tag) => tag === "en" || site.said[tag]);
const say = (text, name = "") => (site.said[spoken()]?.[text] ?? text).replace("{name}", () => name);

const aluo = (window.aluo = { site, storage, recall, say, isolated: self.crossOriginIsolated, engine: null, inferencePort: null, laid: null, snapshots: null, inbox: [], early: [], pending: "", database: null, rows: null });

function fail(what, rest) {
  root.dataset.app = root.dataset.engine = "failed";
  root.dataset.state = "still";
  for (const id of ["alert-what", "status", "foot-words"]) $(id).textContent = what;
  $("alert-rest").textContent = rest;
  $("alert").hidden = false;
}

// A photo that arrives early is kept: the File object is enough, its bytes are read later.
const listening = new AbortController();
const early = { signal: listening.signal };
const keep = (item, name) => {
  aluo.early = [item];
  $("status").textContent = $("ready-words").textContent = say("{name} waits here until the tools are up.", name);
};
const keepFiles = (list, folder = false) => {
  const files = [...list];
  if (files.length || folder) keep({ files, folder }, files.length === 1 ? files[0].name : files.length ? say("{name} files", files.length) : say("A folder"));
};
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
for (const name of ["file", "camera"])
  $(name).addEventListener("change", ({ target }) => { keepFiles(target.files); target.value = ""; }, early);
addEventListener("paste", (event) => keepFiles(event.clipboardData?.files ?? []), early);
addEventListener("dragover", (event) => { if (holdsFiles(event)) { event.preventDefault(); root.dataset.drag = "true"; } }, early);
addEventListener("dragleave", (event) => { if (!event.relatedTarget) root.dataset.drag = "false"; }, early);
addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  root.dataset.drag = "false";
  const folder = [...event.dataTransfer.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
  keepFiles(event.dataTransfer.files, folder);
}, early);
// The names of recent pictures, as the last visit left them; src/keeping shows them with their pictures once the purge is through.
const recents = (() => { try { return JSON.parse(recall("recents") ?? "[]").filter(({ time }) => !time || time > Date.now()).slice(0, 4); } catch { return []; } })();
for (const { id, name } of recents) {
  const button = Object.assign(document.createElement("button"), { className: "sample-pick", type: "button" });
  button.dataset.recent = id;
  button.append(Object.assign(document.createElement("img"), { alt: "", width: 148, height: 96 }), Object.assign(document.createElement("span"), { className: "name", textContent: name }));
  $("recent-list").append(button);
}
$("recents").hidden = !recents.length;

addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-command], [data-sample], [data-recent]");
  if (!button || button.disabled) return;
  if (button.dataset.recent) keep({ recent: button.dataset.recent }, button.querySelector(".name").textContent);
  else if (button.dataset.sample) keep({ sample: button.dataset.sample }, button.dataset.sample);
  else aluo.pending = button.dataset.command;
}, early);

$("sample-at").addEventListener("input", ({ target }) => $("sample-view").style.setProperty("--at", target.value + "%"));

// Python is up: it listens itself from now on, and gets what the engine said meanwhile.
aluo.handover = () => listening.abort();
aluo.replay = () => {
  for (const data of aluo.inbox.splice(0)) aluo.worker.dispatchEvent(new MessageEvent("message", { data }));
};

// Everything of Python, asked for once and read once for both threads.
const bytes = async (path) => {
  const response = await fetch(at(path));
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return new Uint8Array(await response.arrayBuffer());
};
// The library is one for all threads where memory may be shared: nobody writes to it.
const shared = (bytes) => {
  if (!self.crossOriginIsolated) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  bytes.buffer.transfer?.(0); // given back at once
  return copy;
};
const library = () => bytes(site.static.pyodide + "python_stdlib.zip").then(shared);
// The memory of a Python that has started, and of one that has imported the editor (tools/snapshot.py), where the service
// worker has kept them: never asked of the network, a first visit is quicker without.
async function snapshots() {
  if (!navigator.serviceWorker?.controller) return null;
  const kept = await Promise.all(["python.snap", "ui.snap"].map((name) => caches.match(at(site.static.snapshot + name))));
  return kept.every(Boolean) ? kept.map((response) => response.arrayBuffer()) : null;
}
// An engine gets the compiled interpreter, its library and a snapshot if there is one, or the word that there is none.
aluo.give = (worker) => Promise.all([aluo.compiled, aluo.library ?? library(), aluo.snapshots?.then((kept) => kept?.[0]).catch(() => null)])
  .then(([module, library, snapshot]) => ({ module, library, snapshot }), () => ({ module: null }))
  .then((parts) => worker.postMessage({ kind: "python", ...parts }));

function startEngine() {
  const { port1, port2 } = new MessageChannel();
  aluo.worker = aluo.engine = new Worker(at(site.static.engine + "worker.js"), { type: "module", name: "engine" });
  aluo.inferencePort = port2;
  aluo.engine.onmessage = ({ data }) => aluo.inbox.push(data);
  aluo.engine.onerror = () => aluo.inbox.push({ kind: "event", name: "failed", code: "engine/boot" });
  const { pyodide, engine } = site.static;
  aluo.engine.postMessage({ kind: "boot", base: document.baseURI, pyodide, engine, inference: port1 }, [port1]);
  aluo.given = aluo.give(aluo.worker);
}

// Threads need an isolated page. Where the host sends no headers the service worker adds them, after one reload.
// Resolves false when the page is about to go. Without isolation everything works on one thread.
async function isolate() {
  const tried = () => { try { return sessionStorage.getItem("aluo.isolating"); } catch { return "1"; } };
  if (self.crossOriginIsolated || !navigator.serviceWorker || tried()) return true;
  try {
    await navigator.serviceWorker.register("sw.js");
    const taken = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    if (!navigator.serviceWorker.controller) await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, 5000))]);
    if (!navigator.serviceWorker.controller || aluo.early.length) return true;
    sessionStorage.setItem("aluo.isolating", "1");
    location.reload();
    return false;
  } catch {
    return true;
  }
}

// The shell first: what follows keeps every core busy. (A page in the background is not painted at all.)
const painted = () => new Promise((resolve) => {
  if (document.visibilityState !== "visible") return resolve();
  new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
  setTimeout(resolve, PAINT_MS);
});

// Scripts that ask for one another are asked for together.
const scripts = () => ["pyodide", "pyscript"].flatMap((group) =>
  Object.keys(site.bytes[group]).filter((file) => /\.m?js$/.test(file)).map((file) => site.static[group] + file));
const preload = (path) => document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: at(path) }));

const unreachable = () => fail(say("The editor did not load."), say("The connection broke. Nothing was opened yet. Reload to go on loading."));

async function start() {
  if (typeof WebAssembly !== "object") return fail(say("The editor cannot start."), say("WebAssembly is off in this browser, and Python needs it. Turn it on, then reload."));
  if (!(await isolate())) return;
  await painted();
  aluo.database = import(at(site.static.page + "kept.js")).then(({ open }) => open()).catch(() => null).then((base) => (aluo.database = base));
  // What is small is asked for before what is large, or it would wait behind it.
  aluo.laid = import(at(site.static.page + "later.js")).then(({ lay }) => lay()); // src/app.py begins after it
  aluo.laid.catch(unreachable);
  for (const script of scripts()) preload(script);
  // Python is on its way before the scripts are there that want it.
  aluo.snapshots = snapshots().catch(() => null);
  [aluo.archive, aluo.library] = [bytes(site.static.app + "ui.zip"), library()];
  aluo.compiled = WebAssembly.compileStreaming(fetch(at(site.static.pyodide + "pyodide.asm.wasm")));
  for (const promise of [aluo.archive, aluo.library]) promise.catch(() => {}); // the start fails with it
  import(at(site.static.page + "python.js")).catch(() => {}); // PyScript asks for it again, and says it
  startEngine();
  import(at(site.static.page + "bytes.js")).then(({ countAll }) => countAll(unreachable), unreachable);
  try {
    await import(at(site.static.pyscript + "core.js"));
  } catch {
    unreachable();
  }
}
start();
