// What has to happen before Python is up, and nothing else: the theme, isolation, the engine's start, counted bytes,
// and keeping what the person drops, pastes, chooses or presses in the meantime. src/app.py takes over from here.

const site = JSON.parse(document.getElementById("site").textContent);
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const at = (path) => new URL(path, document.baseURI).href;

// Storage may be refused (a private window, a policy): then choices last as long as the tab.
const recall = (name) => { try { return localStorage.getItem("aluo." + name); } catch { return null; } };
const storage = (() => { try { localStorage.setItem("aluo.probe", "1"); localStorage.removeItem("aluo.probe"); return true; } catch { return false; } })();

for (const choice of ["theme", "surround"]) if (recall(choice)) root.dataset[choice] = recall(choice);

const aluo = (window.aluo = { site, storage, isolated: self.crossOriginIsolated, engine: null, inferencePort: null, inbox: [], early: [], pending: "" });

function fail(what, rest) {
  root.dataset.app = root.dataset.engine = "failed";
  root.dataset.state = "still";
  $("alert-what").textContent = what;
  $("alert-rest").textContent = rest;
  $("alert").hidden = false;
  $("status").textContent = what;
  $("foot-words").textContent = what;
}

// A photo that arrives early is kept: the File object is enough, its bytes are read later.
const listening = new AbortController();
const early = { signal: listening.signal };
const keep = (item, name) => {
  aluo.early = [item];
  $("status").textContent = $("ready-words").textContent = `${name} waits here until the tools are up.`;
};
const keepFiles = (list, folder = false) => {
  const files = [...list];
  if (files.length || folder) keep({ files, folder }, files.length === 1 ? files[0].name : files.length ? `${files.length} files` : "A folder");
};
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
$("file").addEventListener("change", ({ target }) => { keepFiles(target.files); target.value = ""; }, early);
$("camera").addEventListener("change", ({ target }) => { keepFiles(target.files); target.value = ""; }, early);
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
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-command], [data-sample]");
  if (!button || button.disabled) return;
  if (button.dataset.sample) keep({ sample: button.dataset.sample }, button.dataset.sample);
  else aluo.pending = button.dataset.command;
}, early);

const line = $("sample-at");
const draw = () => $("sample-view").style.setProperty("--at", line.value + "%");
line.addEventListener("input", draw);

// Python is up: it listens itself from now on, and gets what the engine said meanwhile.
aluo.handover = () => listening.abort();
aluo.replay = () => {
  for (const data of aluo.inbox.splice(0)) aluo.worker.dispatchEvent(new MessageEvent("message", { data }));
};

function startEngine() {
  const { port1, port2 } = new MessageChannel();
  aluo.worker = aluo.engine = new Worker(at(site.static.engine + "worker.js"), { type: "module", name: "engine" });
  aluo.inferencePort = port2;
  aluo.engine.onmessage = ({ data }) => aluo.inbox.push(data);
  aluo.engine.onerror = () => aluo.inbox.push({ kind: "event", name: "failed", code: "engine/boot" });
  const { pyodide, engine } = site.static;
  aluo.engine.postMessage({ kind: "boot", base: document.baseURI, pyodide, engine, inference: port1 }, [port1]);
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

// First visit: the big files are fetched here too, so that their bytes can be counted; the HTTP cache makes it one download.
const PARTS = { python: ["pyodide", "pyscript", "app"], engine: ["engine", "inference"], model: ["models"] };
const mb = (bytes) => (bytes / 1e6).toFixed(1);
const got = {}, total = {};

function show(part) {
  const row = $("load-" + part), first = !recall("visited");
  row.querySelector(".num").textContent = first ? `${mb(got[part])} of ${mb(total[part])} MB` : `${mb(total[part])} MB`;
  row.querySelector("progress").value = first ? got[part] / (total[part] || 1) : 1;
  const sum = (table) => Object.values(table).reduce((a, b) => a + b, 0);
  const words = `${mb(sum(got))} of ${mb(sum(total))} MB`;
  $("load-sum").children[0].textContent = first ? "First visit only" : "Kept by this browser";
  $("load-sum").children[1].textContent = first ? words : `${mb(sum(total))} MB`;
  $("foot-num").textContent = first ? words : "";
  $("foot-load").querySelector("progress").value = first ? sum(got) / sum(total) : 1;
  if (first && part === "python" && root.dataset.app === "booting" && !aluo.early.length)
    $("status").textContent = `Loading Python and the editor: ${mb(got.python)} of ${mb(total.python)} MB.`;
}

// A counted byte is a compressed one: what arrives here is unpacked, so its share is taken of the compressed size.
async function count(part, url, [raw, packed]) {
  const response = await fetch(at(url), { priority: part === "model" ? "low" : "auto" });
  if (!response.ok) throw new Error(String(response.status));
  const reader = response.body.getReader();
  for (let step; !(step = await reader.read()).done; show(part)) got[part] += (step.value.length / raw) * packed;
}

function countAll() {
  const first = !recall("visited"), jobs = [];
  for (const [part, groups] of Object.entries(PARTS)) {
    [got[part], total[part]] = [0, 0];
    for (const group of groups) for (const [file, sizes] of Object.entries(site.bytes[group] ?? {})) {
      total[part] += sizes[1];
      if (first) jobs.push([part, site.static[group] + file, sizes]);
    }
    $("load-" + part).querySelector(".note").textContent = first ? "Loading" : "Starting";
  }
  const page = performance.getEntriesByType("resource").filter(({ name }) => name.includes(site.static.page));
  got.page = total.page = page.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  for (const part of ["page", ...Object.keys(PARTS)]) show(part);
  $("load-page").dataset.state = "ready";
  $("load-page").querySelector(".note").textContent = "Ready";
  // The engine and the model ask for their files themselves and say so when they fail; the editor cannot speak yet.
  for (const job of jobs) count(...job).catch(() => job[0] === "python" && root.dataset.app === "booting" && unreachable());
}

const unreachable = () => fail("The editor did not load.", "The connection broke. Nothing was opened yet. Reload to go on loading.");

async function start() {
  if (typeof WebAssembly !== "object") return fail("The editor cannot start.", "WebAssembly is off in this browser, and Python needs it. Turn it on, then reload.");
  if (!(await isolate())) return;
  startEngine();
  countAll();
  try {
    await import(at(site.static.pyscript + "core.js"));
  } catch {
    unreachable();
  }
}
start();
