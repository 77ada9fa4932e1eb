// The stock way to a Python with numpy and Pillow: the project's own files, its own wheels, its own loader.
import { loadPyodide } from "/pyodide/pyodide.mjs";

const at = (path) => new URL(path, location.origin).href;
const pyodide = await loadPyodide({ indexURL: at("/pyodide/"), packageBaseUrl: at("/wheels/") });
await pyodide.loadPackage(["numpy", "pillow"], { messageCallback: () => {} });
pyodide.runPython("import numpy, PIL.Image");
postMessage("ready");
