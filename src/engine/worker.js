// Boots the engine's Python. JavaScript because a bare Pyodide has to be started from somewhere; from "ready" on,
// everything is in engine/service.py. No package index, no CDN: the interpreter and one pack of modules, all ours.

import { confined, drop } from "./confine.js";

for (const name of ["Suspending", "promising"]) delete WebAssembly[name]; // see page/python.js

const say = (name, details) => self.postMessage({ kind: "event", name, ...details });

// The interpreter, compiled, and its library: whoever starts this worker sends them when they are there.
let given = Promise.withResolvers();
given.promise.catch(() => {}); // the boot says it

self.onmessage = async ({ data }) => {
  if (data.kind === "python") data.module ? given.resolve(data) : given.reject(new Error("no interpreter"));
  if (data.kind !== "boot") return;
  try {
    await boot(data);
  } catch (error) {
    console.error("engine boot:", error?.message ?? error);
    say("failed", { code: typeof WebAssembly === "undefined" ? "engine/no-webassembly" : "engine/boot" });
  }
};

async function boot({ base, pyodide, engine, inference }) {
  const at = (path) => new URL(path, base).href;
  const packs = ["site.pack", "engine.pack"].map((name) => read(at(engine + name)));
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
  const isConfined = await proof;
  const start = python.runPython("import sys; sys.path.insert(0, '/lib/site'); from engine.boot import start; start");
  drop();
  start(self, inference, isConfined, toBitmap, encode, decode, () => python._module.HEAPU8.length);
  say("ready", { confined: isConfined, isolated: self.crossOriginIsolated });
}

const EMPTY_LOCK = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.3" },
  packages: {},
};

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for a part of the engine`);
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

// numpy pixels to an ImageBitmap without a copy through Python: ImageData over the heap, once into a canvas.
function toBitmap(pixels, width, height) {
  const canvas = draw(pixels, width, height);
  return canvas.transferToImageBitmap();
}

function draw(pixels, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const view = pixels.getBuffer("u8clamped");
  canvas.getContext("2d").putImageData(new ImageData(view.data, width, height), 0, 0);
  view.release();
  return canvas;
}

async function encode(pixels, width, height, type, quality) {
  const blob = await draw(pixels, width, height).convertToBlob({ type, quality });
  return blob.type === type ? blob.arrayBuffer() : undefined;
}

// Formats that Pillow lacks here (AVIF, HEIC): the browser's decoder turns and converts them to sRGB itself.
async function decode(blob) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "default", premultiplyAlpha: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
