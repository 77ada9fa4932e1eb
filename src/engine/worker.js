// Boots the engine's Python (bare.js); from "ready" on, everything is in engine/service.py.

import { listen, python, say } from "./bare.js";
import { confined, drop } from "./confine.js";

listen(boot, () => (typeof WebAssembly === "undefined" ? "engine/no-webassembly" : "engine/boot"));

async function boot({ base, pyodide, engine, inference }) {
  const at = (path) => new URL(path, base).href;
  const proof = confined();
  const ours = (...names) => names.map((name) => at(engine + name));
  const libraries = ours("_multiarray_umath.wasm", "_umath_linalg.wasm", "_imaging.wasm");
  const bare = await python(at(pyodide), ours("site.pack", "engine.pack"), libraries);
  const isConfined = await proof;
  const start = bare.runPython("from engine.boot import start; start");
  drop();
  start(self, inference, isConfined, toBitmap, encode, decode, () => bare._module.HEAPU8.length);
  say("ready", { confined: isConfined, isolated: self.crossOriginIsolated });
}

// numpy pixels to an ImageBitmap without a copy through Python: ImageData over the heap, once into a canvas.
function toBitmap(pixels, width, height) {
  const canvas = draw(pixels, width, height);
  const bitmap = canvas.transferToImageBitmap();
  clear(canvas);
  return bitmap;
}

// Gives the pixels of a canvas back, which else wait for a garbage collection.
function clear(canvas) {
  canvas.width = canvas.height = 0;
}

function draw(pixels, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const view = pixels.getBuffer("u8clamped");
  canvas.getContext("2d").putImageData(new ImageData(view.data, width, height), 0, 0);
  view.release();
  return canvas;
}

async function encode(pixels, width, height, type, quality) {
  const canvas = draw(pixels, width, height);
  const blob = await canvas.convertToBlob({ type, quality }).finally(() => clear(canvas));
  return blob.type === type ? blob.arrayBuffer() : undefined;
}

// Formats that Pillow lacks here (AVIF, HEIC): the browser's decoder turns and converts them to sRGB itself.
async function decode(blob) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "default", premultiplyAlpha: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  bitmap.close();
  clear(canvas);
  return pixels;
}
