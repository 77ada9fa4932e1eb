// Compiles a pack of .py files to a pack of .pyc files with the very Python that will run them: Pyodide under Deno.
// JavaScript because Pyodide starts from it. Usage: deno run compile.mjs PYODIDE_FOLDER SCRIPT IN OUT [ROOT ...]

const [folder, script, source, target] = Deno.args;
const { loadPyodide } = await import(new URL("pyodide.mjs", `file://${folder}/`).href);
const python = await loadPyodide({ indexURL: `${folder}/`, stdout: () => {} });
python.FS.writeFile("/in.pack", Deno.readFileSync(source));
python.runPython(Deno.readTextFileSync(script));
Deno.writeFileSync(target, python.FS.readFile("/out.pack"));
