// Boots a bare Pyodide in a worker, for the engine and for the egress thread. JavaScript because it has to be started from
// somewhere. No package index, no CDN: the page gives the interpreter, and the modules come in packs of ours.

for (const name of ["Suspending", "promising"]) delete WebAssembly[name]; // see page/python.js

export const say = (name, details) => self.postMessage({ kind: "event", name, ...details });

// The interpreter, compiled, its library and perhaps a snapshot: whoever starts this worker sends them when they are there.
let given = Promise.withResolvers();
given.promise.catch(() => {}); // the boot says it

// Calls `boot` with what the page says; `failed` is the code of the event that tells of an error.
export function listen(boot, failed) {
  self.onmessage = async ({ data }) => {
    if (data.kind === "python") data.module ? given.resolve(data) : given.reject(new Error("no interpreter"));
    if (data.kind !== "boot") return;
    try {
      await boot(data);
    } catch (error) {
      console.error(`${self.name} boot:`, error?.message ?? error);
      say("failed", { code: failed() });
    }
  };
}

// A Python with the modules of `packs` (addresses); `libraries` are the addresses of compiled ones that come by themselves:
// the browser checks and compiles such a file while it is read, and one in a pack only when Python asks for it.
export async function python(pyodide, packs, libraries) {
  const files = packs.map(read);
  const compiled = libraries.map(async (url) => [stem(url), await WebAssembly.compileStreaming(fetch(url))]);
  for (const one of compiled) one.catch(() => {}); // whoever waits for all of them is told
  const { loadPyodide } = await import(pyodide + "pyodide.mjs");
  const settings = {
    indexURL: pyodide,
    lockFileContents: JSON.stringify(EMPTY_LOCK),
    packages: [],
    compiled: given.promise.then(({ module }) => module),
    stdLibURL: given.promise.then(({ library }) => library),
    stdout: () => {},
    stderr: (line) => console.warn(line),
  };
  const kept = given.promise.then(({ snapshot }) => snapshot && [snapshot]);
  const python = await loadPyodide({ ...settings, _snapshots: kept }).catch(async (error) => {
    if (!(await kept)) throw error;
    console.warn("start without the snapshot:", error?.message ?? error);
    return loadPyodide(settings); // as on a first visit
  });
  for (const snapshot of (await kept) ?? []) snapshot.transfer?.(0); // given back at once
  given = python._api.config.stdLibURL = python._api.config._snapshots = null; // all of it lies in Python's memory now
  for (const file of files) unpack(python.FS, await file);
  python._module.libraries = Object.fromEntries(await Promise.all(compiled)); // pyodide_core.py looks there
  python.runPython("import sys; sys.path.insert(0, '/lib/site')");
  return python;
}

const EMPTY_LOCK = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.3" },
  packages: {},
};

const stem = (path) => path.slice(path.lastIndexOf("/") + 1).split(".")[0];

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for a part of a thread`);
  return new Uint8Array(await response.arrayBuffer());
}

// A pack is a length, a JSON list of [path, size], and the bytes one after the other. Each file gets bytes of its own, or
// those that are dropped would stay as long as any other.
function unpack(FS, pack) {
  const length = new DataView(pack.buffer).getUint32(0, true);
  let offset = 4 + length;
  const made = new Set();
  for (const [path, size] of JSON.parse(new TextDecoder().decode(pack.subarray(4, offset)))) {
    const full = "/lib/site/" + path;
    const folder = full.slice(0, full.lastIndexOf("/"));
    if (!made.has(folder)) { FS.mkdirTree(folder); made.add(folder); }
    FS.writeFile(full, pack.slice(offset, offset + size), { canOwn: true });
    offset += size;
  }
}
