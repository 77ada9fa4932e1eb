"""What of the standard library, numpy and Pillow goes to the page. Only what our code cannot reach is left out."""

from __future__ import annotations

import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

from tools.ahead import dataclasses_module
from tools.pack import Files

# Servers, mail, terminals, debuggers, packaging, other processes, rare encodings: nothing a page does.
# ssl, bz2, lzma and zstd are optional to asyncio, shutil and zipfile, which start sooner without them.
STDLIB_WITHOUT = """
    __hello__.py __phello__/* _aix_support.py _pyio.py _pyrepl/* _ssl.py _sysconfigdata_*.py antigravity.py bdb.py
    bz2.py cmd.py code.py compileall.py compression/zstd/* configparser.py cProfile.py doctest.py ensurepip/*
    filecmp.py fileinput.py ftplib.py getopt.py getpass.py gettext.py graphlib.py http/cookiejar.py http/cookies.py
    http/server.py idlelib/* imaplib.py lib2to3/* lzma.py mailbox.py mimetypes.py modulefinder.py multiprocessing/*
    netrc.py nturl2path.py optparse.py pdb.py pickletools.py plistlib.py poplib.py profile.py pstats.py pty.py
    py_compile.py pyclbr.py pydoc.py pydoc_data/* rlcompleter.py runpy.py sched.py shelve.py site-packages/*
    smtplib.py socketserver.py sqlite3/* sre_*.py ssl.py stringprep.py symtable.py tabnanny.py test/* this.py
    timeit.py tkinter/* trace.py tracemalloc.py tty.py turtledemo/* unittest/* venv/* wave.py webbrowser.py
    wsgiref/* xml/* xmlrpc/* zipapp.py zoneinfo/*
    asyncio/__main__.py asyncio/proactor_events.py asyncio/tools.py asyncio/windows_*.py ctypes/macholib/*
    importlib/resources/* json/__main__.py json/tool.py encodings/big5*.py encodings/cp*.py encodings/euc_*.py
    encodings/gb*.py encodings/hp_roman8.py encodings/hz.py encodings/iso*.py encodings/johab.py encodings/koi8*.py
    encodings/kz1048.py encodings/mac_*.py encodings/mbcs.py encodings/oem.py encodings/palmos.py
    encodings/ptcp154.py encodings/punycode.py encodings/quopri_codec.py encodings/rot_13.py encodings/shift_jis*.py
    encodings/tis_620.py encodings/uu_codec.py
""".split()
# cp437 for names in zip files, the others for metadata in photos.
STDLIB_WITH = ["encodings/cp437.py", "encodings/cp1252.py", "encodings/iso8859_1.py"]

# Tests, headers, type stubs, Fortran tools; and whole parts that `import numpy` leaves for first use.
NUMPY_WITHOUT = """
    */tests/* *.a *.c *.h *.in *.lib *.pxd *.pyi *.pyx *.toml *.txt *.typed *.dist-info/*
    numpy/_configtool.py numpy/_core/_*tests.*.so numpy/_core/include/* numpy/_core/lib/* numpy/_pyinstaller/*
    numpy/conftest.py numpy/core/* numpy/ctypeslib/* numpy/doc/* numpy/f2py/*
    numpy/linalg/lapack_lite.*.so numpy/ma/testutils.py numpy/matlib.py numpy/polynomial/* numpy/random/*
    numpy/testing/* numpy/typing/mypy_plugin.py
""".split()

PILLOW_PLUGINS = ["Bmp", "Gif", "Ico", "Jpeg", "Mpo", "Png", "Ppm", "Tiff", "WebP"]
# Windows, toolkits, printing, colour management (not in this build), font rendering.
PILLOW_WITHOUT = """
    *.pyi *.typed *.dist-info/* PIL/__main__.py PIL/_imagingft.*.so PIL/_imagingmorph.*.so PIL/_imagingtk.*.so
    PIL/_tkinter_finder.py PIL/*FontFile.py PIL/ContainerIO.py PIL/features.py PIL/GdImageFile.py PIL/ImageCms.py
    PIL/ImageDraw2.py PIL/ImageGrab.py PIL/ImageMorph.py PIL/ImageQt.py PIL/ImageShow.py PIL/ImageTk.py
    PIL/ImageTransform.py PIL/ImageWin.py PIL/PdfParser.py PIL/PSDraw.py PIL/report.py PIL/TarIO.py PIL/WalImageFile.py
""".split()


# What supabase-py needs of the standard library that the other threads do without: a fifth of what every start would
# read. Whole packages: Python finds a package in one place only.
EGRESS_STDLIB = """
    _pydatetime.py _ssl.py _strptime.py _sysconfigdata_*.py argparse.py calendar.py csv.py difflib.py email/* gzip.py
    http/__init__.py http/client.py http/cookiejar.py http/cookies.py mimetypes.py pkgutil.py pprint.py queue.py
    quopri.py shlex.py ssl.py statistics.py tarfile.py tomllib/* uuid.py zoneinfo/*
""".split()
# Tests, stubs, command lines, other ways to run, a whole older pydantic; and what only other transports use.
EGRESS_WITHOUT = """
    */tests/* *.pyi *.typed *.dist-info/* *.pyx *.c *.pxd httpx/_main.py httpx/_transports/httpcore.py
    packaging/licenses/* pydantic/v1/* pydantic/mypy.py
    websockets/__main__.py websockets/cli.py websockets/legacy/* websockets/sync/* websockets/speedups.*
""".split()

LEAN = Path(__file__).parent / "lean"
# supabase-py asks httpx for HTTP/2, which then wants to see this package; here the browser speaks to the host.
NO_H2 = b'"""Empty: the browser speaks HTTP/2 by itself."""\n'
LOOKED_BACK_AT = {
    "html/__init__.py": "html/whole.py",
    "pyodide/_package_loader.py": "pyodide/_package_loader_whole.py",
}
"""Stand-ins that bring in the original when it is asked for, and where that lies then."""
# These attach docstrings to compiled functions, a tenth of the time of `import numpy`; the page shows none.
NUMPY_EMPTY = ["numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py"]


def stdlib(archive: Path) -> Files:
    """The standard library without STDLIB_WITHOUT and what only egress needs, with the stand-ins of lean/ and a quicker
    dataclasses. What a stand-in goes back to keeps its place under another name."""
    lean = {path.relative_to(LEAN).as_posix(): path.read_bytes() for path in LEAN.rglob("*.py")}
    files = _without(_read(archive), [*STDLIB_WITHOUT, *EGRESS_STDLIB], STDLIB_WITH)
    whole = {place: files[name] for name, place in LOOKED_BACK_AT.items()}
    return files | lean | whole | {"dataclasses.py": dataclasses_module(files["dataclasses.py"])}


def numpy(wheel: Path) -> Files:
    """numpy without tests, tools, headers and the parts that `import numpy` leaves for later."""
    return _without(_read(wheel), NUMPY_WITHOUT) | dict.fromkeys(NUMPY_EMPTY, b"")


def pillow(wheel: Path) -> Files:
    """Pillow with the formats of the product only."""
    files = _without(_read(wheel), PILLOW_WITHOUT)
    wanted = {f"PIL/{name}ImagePlugin.py" for name in PILLOW_PLUGINS}
    return {name: data for name, data in files.items() if not name.endswith("ImagePlugin.py") or name in wanted}


def egress(wheels: list[Path], archive: Path) -> Files:
    """supabase-py with what it needs, of `wheels` and of the standard library `archive`."""
    packages = {name: data for wheel in wheels for name, data in _read(wheel).items()}
    library = {
        name: data for name, data in _read(archive).items()
        if any(fnmatchcase(name, pattern) for pattern in EGRESS_STDLIB)
    }  # fmt: skip
    return _without(packages, EGRESS_WITHOUT) | library | {"h2/__init__.py": NO_H2}


def _read(archive: Path) -> Files:
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist() if not name.endswith("/")}


def _without(files: Files, patterns: list[str], kept: list[str] | None = None) -> Files:
    dropped = {name for name in files if any(fnmatchcase(name, pattern) for pattern in patterns)}
    return {name: data for name, data in files.items() if name not in dropped or name in (kept or [])}
