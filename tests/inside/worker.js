// Starts the engine's own Python from the built site's files, gives it the unit tests and pytest, and posts one report.

self.onmessage = async ({ data: { pyodide, site, engine, ui, suite, stdlib, numpy, pillow, libraries, files } }) => {
  try {
    const { loadPyodide } = await import(pyodide + "pyodide.mjs");
    const output = [];
    const python = await loadPyodide({
      indexURL: pyodide,
      packages: [],
      stdout: (line) => output.push(line),
      stderr: (line) => output.push(line),
    });
    const [sitePack, enginePack, uiZip, suiteZip, stdlibZip, numpyWheel, pillowWheel] = await Promise.all(
      [site, engine, ui, suite, stdlib, numpy, pillow].map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())),
    );
    const compiled = libraries.map(async ([name, url]) => [name, await WebAssembly.compileStreaming(fetch(url))]);
    python._module.libraries = Object.fromEntries(await Promise.all(compiled)); // in the pack these are empty
    unpack(python.FS, sitePack, "/lib/site/");
    unpack(python.FS, enginePack, "/lib/ours/");
    python.unpackArchive(uiZip, "zip", { extractDir: "/lib/ours" });
    python.unpackArchive(suiteZip, "zip", { extractDir: "/suite" });
    python.FS.writeFile("/lib/whole-stdlib.zip", stdlibZip);
    python.FS.writeFile("/lib/numpy.whl", numpyWheel);
    python.FS.writeFile("/lib/pillow.whl", pillowWheel);
    python.globals.set("files", python.toPy(files));
    const report = await python.runPythonAsync("import sys; sys.path.insert(0, '/suite'); import run; run.run(files)");
    self.postMessage({ ...JSON.parse(report), output: output.join("\n") });
  } catch (error) {
    self.postMessage({ tests: [], failed: `${error?.message ?? error}`, output: "" });
  }
};

function unpack(FS, pack, folder) {
  let offset = 4 + new DataView(pack.buffer).getUint32(0, true);
  for (const [path, size] of JSON.parse(new TextDecoder().decode(pack.subarray(4, offset)))) {
    const full = folder + path;
    FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    FS.writeFile(full, pack.subarray(offset, offset + size));
    offset += size;
  }
}
