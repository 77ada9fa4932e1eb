// Starts the UI thread's interpreter before PyScript asks for it. JavaScript because nothing else is up yet.
// PyScript loads its configuration and its parts one after the other before it turns to Pyodide; here both happen at
// once. pyscript.toml names this file as the interpreter, and what PyScript gets from it is the one already starting.

// Nothing here waits inside Python for a promise. Where the browser can switch stacks for that (JSPI) Pyodide runs every task
// on a stack of its own, and Chromium's garbage collector, which looks through stacks, now and then ran off the end of one.
window.aluo.switches = "Suspending" in WebAssembly; // onnxruntime's thread may use it (engine/graphics.py)
for (const name of ["Suspending", "promising"]) delete WebAssembly[name];

const { site, compiled } = window.aluo;
const at = (path) => new URL(path, document.baseURI).href;
const ARCHIVE = "/home/pyodide/ui.zip"; // our modules are read out of it: unpacking would take its time

const { loadPyodide: load, version } = await import(at(site.static.pyodide + "pyodide.mjs"));
const settings = {
  indexURL: at(site.static.pyodide),
  compiled,
  stdLibURL: window.aluo.library,
  env: { PYTHONPATH: ARCHIVE },
  fsInit: async (FS) => FS.writeFile(ARCHIVE, await window.aluo.archive, { canOwn: true }),
};

// Lays a snapshot into the memory of a Python that has not begun; its form is told in tools/snapshot.py. Returns which
// objects of the page it refers to.
function restore({ HEAPU8 }, snapshot) {
  const length = new DataView(snapshot).getUint32(0, true);
  const { objects, runs } = JSON.parse(new TextDecoder().decode(new Uint8Array(snapshot, 4, length)));
  let from = 4 + length;
  for (const [at, size] of runs) {
    HEAPU8.set(new Uint8Array(snapshot, from, size), at);
    from += size;
  }
  return objects;
}

// A snapshot that cannot be read is done without: Python begins from its beginning, as on a first visit.
async function start() {
  const kept = await window.aluo.snapshot;
  if (!kept) return load(settings);
  try {
    const python = await load({ ...settings, _snapshot: kept.arrayBuffer(), _restore: restore });
    window.aluo.restored = true;
    return python;
  } catch (error) {
    console.warn("start without the snapshot:", error?.message ?? error);
    return load(settings);
  }
}
const starting = start();
starting.catch(() => {}); // whoever asks for it is told
// What was read lies in both file systems now, and not here as well.
Promise.allSettled([starting, window.aluo.given]).then(([{ value: python }]) => {
  window.aluo.archive = window.aluo.library = window.aluo.snapshot = null;
  if (python) python._api.config.stdLibURL = python._api.config._snapshot = null;
});

export { version };

export async function loadPyodide({ stdout, stderr }) {
  const python = await starting;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
