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
  fsInit: async (FS) => FS.writeFile(ARCHIVE, await window.aluo.archive, { canOwn: true }),
};

// A snapshot that cannot be read is done without: Python begins from its beginning, as on a first visit.
async function start() {
  const kept = window.aluo.snapshots;
  try {
    const python = await load({ ...settings, _snapshots: kept });
    window.aluo.restored = Boolean(await kept);
    return python;
  } catch (error) {
    if (!(await kept)) throw error;
    console.warn("start without the snapshots:", error?.message ?? error);
    return load(settings);
  }
}
const starting = start();
starting.catch(() => {}); // whoever asks for it is told
// What was read lies in both file systems now, and not here as well.
Promise.allSettled([starting, window.aluo.given, window.aluo.snapshots]).then(([{ value: python }, , { value: kept }]) => {
  for (const snapshot of kept ?? []) snapshot.transfer?.(0);
  window.aluo.archive = window.aluo.library = window.aluo.snapshots = null;
  if (python) python._api.config.stdLibURL = python._api.config._snapshots = null;
});

export { version };

export async function loadPyodide({ stdout, stderr }) {
  const python = await starting;
  python.runPython(`import sys\nif "${ARCHIVE}" not in sys.path: sys.path.insert(0, "${ARCHIVE}")`);
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
