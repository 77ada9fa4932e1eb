// Starts Python as a thread of the page does and writes down its memory; imports the editor as the page does and writes it
// down again (tools/snapshot.py). JavaScript because Pyodide starts from it. Usage: deno run snapshot.mjs FOLDER MODULE: FOLDER
// has the files of the interpreter and ui.zip, and gets fresh.bin (the memory before anything ran), python.bin and ui.bin, and
// python.json and ui.json (which objects of JavaScript each refers to, each by its way from the global one).

const [folder, module] = Deno.args;
const { loadPyodide } = await import(new URL("pyodide.mjs", `file://${folder}/`).href);
const ARCHIVE = "/home/pyodide/ui.zip"; // as in src/page/python.js
const settings = { indexURL: `${folder}/`, env: { LANG: "C.UTF-8", PYTHONHASHSEED: "0" }, stdout: () => {} };

process.argv.length = 1; // or the memory would know where on this machine it was made
globalThis.length = 0; // as a window has one: Pyodide looks for it to know what kind of object this is
const python = await loadPyodide({ ...settings, _makeSnapshot: true });

function keep(name) {
  const heap = python._module.HEAPU8.slice();
  Deno.writeFileSync(`${folder}/${name}.bin`, heap);
  Deno.writeTextFileSync(`${folder}/${name}.json`, JSON.stringify(python._api.serializeHiwireState()));
  return heap;
}

python.runPython("import gc\ngc.collect()\ngc.freeze()"); // what is there stays: no collection looks at it again
keep("python");

// A browser's page, of which nothing may be asked: what an import found here would be true of no other page. What Pyodide
// itself looks for, to know what kind of object it has, is not there.
const KIND = new Set("then get set has includes length size next return throw push constructor name byteLength".split(" "));
const stub = (name, parts = {}) => new Proxy(parts, {
  get(target, key) {
    if (typeof key === "string" && !KIND.has(key) && !Object.hasOwn(target, key)) throw new Error(`while the page's modules are imported they ask for ${name}.${key}`);
    return target[key];
  },
});
const page = { document: stub("document", { documentElement: stub("document.documentElement") }), history: stub("history", { length: 1 }) };
for (const name of ["location", "navigator", "performance"]) page[name] = stub(name);
for (const name of ["ClipboardItem", "DOMMatrix", "FontFace", "IDBKeyRange", "ImageData", "OffscreenCanvas", "Path2D", "ResizeObserver", "Worker", "getSelection"]) page[name] = function () {};
page.window = globalThis;
const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const own = Object.keys(page).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
const come = () => Object.entries(page).forEach(([name, value]) => put(name, value));
const go = () => own.forEach(([name, before]) => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));

come();
python.FS.writeFile(ARCHIVE, Deno.readFileSync(`${folder}/ui.zip`));
python.runPython(`import sys\nsys.path.insert(0, "${ARCHIVE}")\nimport ${module}\ngc.collect()\ngc.freeze()`);
const heap = keep("ui");
go(); // Pyodide looks at where it is when it starts

// Once more, from that memory: what it was before is noted, and that it works is seen here and not on the page.
const again = await loadPyodide({
  ...settings,
  _snapshots: [],
  _restore: ({ HEAPU8 }) => {
    Deno.writeFileSync(`${folder}/fresh.bin`, HEAPU8);
    HEAPU8.set(heap);
    come();
    return JSON.parse(Deno.readTextFileSync(`${folder}/ui.json`));
  },
});
again.runPython(`import sys\nassert "${module}" in sys.modules and "random" not in sys.modules, "a generator of random numbers, seeded here, would be the same on every page"`);
