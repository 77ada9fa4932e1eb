// Boots the egress thread's Python. JavaScript because a bare Pyodide has to be started from somewhere; from "ready"
// on, everything is in egress/boot.py. This thread may reach one host besides our own; it is never given a picture.

import { confined, drop } from "./confine.js";

for (const name of ["Suspending", "promising"]) delete WebAssembly[name]; // see page/python.js

const say = (name, details) => self.postMessage({ kind: "event", name, ...details });

let given = Promise.withResolvers();
given.promise.catch(() => {}); // the boot says it

self.onmessage = async ({ data }) => {
  if (data.kind === "python") data.module ? given.resolve(data) : given.reject(new Error("no interpreter"));
  if (data.kind !== "boot") return;
  try {
    await boot(data);
  } catch (error) {
    console.error("egress boot:", error?.message ?? error);
    say("failed", { code: "egress/boot" });
  }
};

async function boot({ base, pyodide, egress, url, key }) {
  const at = (path) => new URL(path, base).href;
  const packs = ["site.pack", "egress.pack"].map((name) => read(at(egress + name)));
  const proof = confined();
  const { loadPyodide } = await import(at(pyodide + "pyodide.mjs"));
  const python = await loadPyodide({
    indexURL: at(pyodide),
    lockFileContents: JSON.stringify(EMPTY_LOCK),
    packages: [],
    compiled: given.promise.then(({ module }) => module),
    stdLibURL: given.promise.then(({ library }) => library),
    env: { HOME: "/home/pyodide", PYTHONDONTWRITEBYTECODE: "1" },
    stdout: () => {},
    stderr: (line) => console.warn(line),
  });
  given = python._api.config.stdLibURL = null; // the library lies in the file system now, and not here as well
  for (const pack of packs) unpack(python.FS, await pack);
  if (!(await proof)) return say("failed", { code: "egress/not-confined" });
  const start = python.runPython("import sys; sys.path.insert(0, '/lib/site'); from egress.boot import start; start");
  const outgoing = self.fetch.bind(self);
  drop();
  start(self, url, key, (permit) => gate(outgoing, permit));
  say("ready"); // only now somebody listens
}

// The one way out. `permit` is policy.py and the ledger: it raises for what may not leave. No cookies, no redirects.
function gate(outgoing, permit) {
  const guarded = async (url, { method = "GET", headers = {}, body = null, signal } = {}) => {
    const sent = [...new Headers(headers)];
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body ?? new Uint8Array();
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a body is text");
    permit(String(url), method, sent, bytes.length);
    const still = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };
    return outgoing(String(url), { method, headers: sent, body: bytes.length ? bytes : null, signal, ...still });
  };
  Object.defineProperty(self, "fetch", { value: guarded });
}

const EMPTY_LOCK = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.3" },
  packages: {},
};

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for a part of the thread`);
  return new Uint8Array(await response.arrayBuffer());
}

// A pack is a length, a JSON list of [path, size], and the bytes one after the other.
function unpack(FS, pack) {
  const length = new DataView(pack.buffer).getUint32(0, true);
  let offset = 4 + length;
  const made = new Set();
  for (const [path, size] of JSON.parse(new TextDecoder().decode(pack.subarray(4, offset)))) {
    const full = "/lib/site/" + path;
    const folder = full.slice(0, full.lastIndexOf("/"));
    if (!made.has(folder)) { FS.mkdirTree(folder); made.add(folder); }
    FS.writeFile(full, pack.subarray(offset, offset + size), { canOwn: true });
    offset += size;
  }
}
