// Loads the built engine (interpreter, packages, code) and the built network, then times each step of the road.

onmessage = async ({ data }) => {
  try {
    postMessage(await run(data));
  } catch (error) {
    postMessage({ failed: `${error?.message ?? error}` });
  }
};

async function run({ dist, photo, script, threads, rounds }) {
  const { loadPyodide } = await import(dist.pyodide + "pyodide.mjs");
  const python = await loadPyodide({ indexURL: dist.pyodide, packages: [] });
  for (const name of ["site.pack", "engine.pack"]) unpack(python.FS, await bytes(dist.engine + name));
  python._module.libraries = {}; // in the pack these are empty
  for (const name of ["_multiarray_umath", "_umath_linalg", "_imaging"])
    python._module.libraries[name] = await WebAssembly.compile(await bytes(`${dist.engine}${name}.wasm`));
  python.FS.writeFile("/photo.jpg", await bytes(photo));
  python.runPython("import sys; sys.path.insert(0, '/lib/site')");
  python.runPython(new TextDecoder().decode(await bytes(script)));
  if (!dist.model) return { steps: Object.fromEntries(python.globals.get("run")(rounds).toJs()) };

  const ort = await import(dist.inference + "ort.wasm.min.mjs");
  Object.assign(ort.env.wasm, { wasmPaths: dist.inference, numThreads: threads });
  const session = await ort.InferenceSession.create(await bytes(dist.model));
  const steps = {};
  for (let round = 0; round <= rounds; round++) {
    const input = python.globals.get("before")();
    const flat = input.toJs();
    const side = Math.sqrt(flat.length / 3);
    const started = performance.now();
    const outputs = await session.run({ [session.inputNames[0]]: new ort.Tensor("float32", flat, [1, 3, side, side]) });
    const inference = performance.now() - started;
    const rest = python.globals.get("after")(python.toPy(outputs[session.outputNames[0]].data));
    if (round) for (const [step, ms] of [["inference", inference], ...rest.toJs()]) (steps[step] ??= []).push(ms);
  }
  return { steps };
}

async function bytes(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

function unpack(FS, pack) {
  let offset = 4 + new DataView(pack.buffer).getUint32(0, true);
  for (const [path, size] of JSON.parse(new TextDecoder().decode(pack.subarray(4, offset)))) {
    const full = "/lib/site/" + path;
    FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    FS.writeFile(full, pack.subarray(offset, offset + size));
    offset += size;
  }
}
