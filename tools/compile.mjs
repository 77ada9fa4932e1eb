// Runs scripts of the build with the very Python that will run what they make: Pyodide under Deno. JavaScript because Pyodide
// starts from it. Usage: deno run compile.mjs PYODIDE_FOLDER ROOM. Each line of the input is the path of a script, which makes
// ROOM/out.pack of ROOM/in.pack (they see /in.pack and /out.pack); the answer to each is a line of JSON: null, or what went wrong.

const [folder, room] = Deno.args;
const { loadPyodide } = await import(new URL("pyodide.mjs", `file://${folder}/`).href);
const python = await loadPyodide({ indexURL: `${folder}/`, stdout: () => {} });
const answer = (error) => Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(error)}\n`));

for await (const line of Deno.stdin.readable) { // who asks waits for the answer: what comes at once is one line
  try {
    python.FS.writeFile("/in.pack", Deno.readFileSync(`${room}/in.pack`));
    const globals = python.toPy({ __name__: "__main__" });
    python.runPython(Deno.readTextFileSync(new TextDecoder().decode(line).trimEnd()), { globals });
    globals.destroy();
    Deno.writeFileSync(`${room}/out.pack`, python.FS.readFile("/out.pack"));
    answer(null);
  } catch (error) {
    answer(String(error));
  }
}
