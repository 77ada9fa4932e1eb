"""Pyodide's loader and its module, changed at build time in five respects.

`loadPyodide({ compiled })` takes a compiled module: the page compiles the interpreter once and gives it to both of its
threads, instead of each fetching and reading ten megabytes for itself. `stdLibURL` may be a promise of the bytes, so
that they are on their way before the loader is there, and the library's file is those bytes and no copy of them. And
`_snapshots` (snapshot.py) is a promise of a list of buffers on their way, or of nothing; restore.js lays them into the
memory of the interpreter once that is there.

The module takes compiled modules of packages from whoever has them (engine/bare.js); else it would stop to compile a
file's bytes.

It no longer makes 253 small WebAssembly modules at each start, one for the address of each function of WebGL:
nothing here draws by it, and an address of zero says that there is none.
"""

from __future__ import annotations

from tools.report import ToolError

CHANGES = {
    "instantiateWasm:Ie(e.indexURL)": "instantiateWasm:Ie(e.indexURL,e.compiled)",
    'function Ie(e){if(typeof WasmOffsetConverter<"u")return;let{binary:t,response:n}=_(e+"pyodide.asm.wasm")': (
        'function Ie(e,c0){if(typeof WasmOffsetConverter<"u")return;'
        'let{binary:t,response:n}=c0?{}:_(e+"pyodide.asm.wasm")'
    ),
    "function he(e){let t=j(e);": "function he(e){let t=e.then?e:j(e);",
    "n?l=await WebAssembly.instantiateStreaming(n,s)": (
        "c0?l={module:await c0,instance:await WebAssembly.instantiate(await c0,s)}"
        ":n?l=await WebAssembly.instantiateStreaming(n,s)"
    ),
    "n.FS.writeFile(`/lib/python${i}${s}.zip`,r)": "n.FS.writeFile(`/lib/python${i}${s}.zip`,r,{canOwn:!0})",
    "async function ke(e,t){if(!e._loadSnapshot)return;": (
        "async function ke(e,t){let l0=await e._snapshots;if(l0)return t.noInitialRun=!0,{later:l0};"
        "if(!e._loadSnapshot)return;"
    ),
    "r=await Re(i,n);Fe(r,t);let a=Ae(r,s,t);": (
        "r=await Re(i,n);Fe(r,t);let a=s?.later"
        "?r.API.finalizeBootstrap((t._restore??restore)(r,await Promise.all(s.later))):Ae(r,s,t);"
    ),
}

LOADED = "return loadWebAssemblyModule(loadLibData(),"


def with_libraries(module: str) -> str:
    """`module` (pyodide.asm.mjs) that takes a library's compiled module from `libraries`, by the library's name before
    the first dot, where there is one. Raises ToolError when it is not the pinned one."""
    ready = 'Module["libraries"]?.[PATH.basename(libName).split(".")[0]]'
    return _once(module, "pyodide.asm.mjs", LOADED, f"return loadWebAssemblyModule({ready}??loadLibData(),")


FOUND = 'if(typeof value=="function"){entry.value=addFunction(value,value.sig)}else if(typeof value=="number")'


def without_gl(module: str) -> str:
    """`module` (pyodide.asm.mjs) in which WebGL has no addresses. Raises ToolError when it is not the pinned one."""
    no_address = f'if(symName.startsWith("emscripten_gl")){{entry.value=0}}else {FOUND}'
    return _once(module, "pyodide.asm.mjs", FOUND, no_address)


def with_compiled(loader: str) -> str:
    """`loader` (pyodide.mjs) with all three. Raises ToolError when it is not the pinned version's."""
    for before, after in CHANGES.items():
        loader = _once(loader, "pyodide.mjs", before, after)
    return 'import{restore}from"./restore.js";' + loader


def _once(text: str, name: str, before: str, after: str) -> str:
    """`text`, the file `name`, with the one place that reads `before` changed."""
    if text.count(before) != 1:
        raise ToolError(f"{name} has changed: look at tools/pyodide_core.py")
    return text.replace(before, after)
