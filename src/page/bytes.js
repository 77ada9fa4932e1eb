// Shows what is being loaded, in bytes, before Python is up. JavaScript because it must count from the first one.

const { site, recall, say } = window.aluo;
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const at = (path) => new URL(path, document.baseURI).href;

// First visit: the big files are fetched here too, so that their bytes can be counted; the HTTP cache makes it one download.
const PARTS = { python: ["pyodide", "pyscript", "app"], engine: ["engine", "inference"], model: ["models"] };
// The words and the decimal sign are those of the page's language.
const DIGITS = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
const mb = (bytes) => (bytes / 1e6).toLocaleString(root.lang, DIGITS);
const word = (name) => $("load-sum").dataset[name];
const share = (a, b) => word("of").replace("{received}", mb(a)).replace("{total}", mb(b));
const got = {}, total = {};

function show(part) {
  const row = $("load-" + part), first = !recall("visited");
  row.querySelector(".num").textContent = first ? share(got[part], total[part]) : `${mb(total[part])} MB`;
  row.querySelector("progress").value = first ? got[part] / (total[part] || 1) : 1;
  const sum = (table) => Object.values(table).reduce((a, b) => a + b, 0);
  const words = share(sum(got), sum(total));
  $("load-sum").children[0].textContent = word(first ? "first" : "kept");
  $("load-sum").children[1].textContent = first ? words : `${mb(sum(total))} MB`;
  $("foot-num").textContent = first ? words : "";
  $("foot-load").querySelector("progress").value = first ? sum(got) / sum(total) : 1;
  if (first && part === "python" && root.dataset.app === "booting" && !window.aluo.early.length)
    $("status").textContent = say("Loading Python and the editor: {name}.", share(got.python, total.python));
}

// A counted byte is a compressed one: what arrives here is unpacked, so its share is taken of the compressed size.
async function count(part, url, [raw, packed]) {
  const response = await fetch(at(url), { priority: part === "model" ? "low" : "auto" });
  if (!response.ok) throw new Error(String(response.status));
  const reader = response.body.getReader();
  for (let step; !(step = await reader.read()).done; show(part)) got[part] += (step.value.length / raw) * packed;
}

export function countAll(unreachable) {
  const first = !recall("visited"), jobs = [];
  for (const [part, groups] of Object.entries(PARTS)) {
    [got[part], total[part]] = [0, 0];
    for (const group of groups) for (const [file, sizes] of Object.entries(site.bytes[group] ?? {})) {
      total[part] += sizes[1];
      if (first) jobs.push([part, site.static[group] + file, sizes]);
    }
    const row = $("load-" + part);
    if (row.dataset.state !== "ready") row.querySelector(".note").textContent = first ? "Loading" : "Starting";
  }
  const parts = performance.getEntriesByType("resource").filter(({ name }) => name.includes(site.static.page));
  const page = [...performance.getEntriesByType("navigation"), ...parts];
  got.page = total.page = page.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  const all = () => { for (const part of ["page", ...Object.keys(PARTS)]) show(part); };
  all();
  new MutationObserver(all).observe(root, { attributeFilter: ["lang"] });
  $("load-page").dataset.state = "ready";
  $("load-page").querySelector(".note").textContent = "Ready";
  // The engine and the model ask for their files themselves and say so when they fail; the editor cannot speak yet.
  for (const job of jobs) count(...job).catch(() => job[0] === "python" && root.dataset.app === "booting" && unreachable());
}
