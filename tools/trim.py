"""What of the standard library, numpy and Pillow goes to the page. Only what our code cannot reach is left out."""

from __future__ import annotations

import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

from tools.pack import Files

# Servers, mail, terminals, debuggers, packaging, other processes: none of it works, or is wanted, in a page.
STDLIB_WITHOUT = """
    _aix_support.py _pyrepl/* antigravity.py bdb.py cmd.py code.py compileall.py configparser.py cProfile.py
    ensurepip/* doctest.py filecmp.py fileinput.py ftplib.py getopt.py getpass.py gettext.py graphlib.py
    http/cookiejar.py http/cookies.py http/server.py idlelib/* imaplib.py lib2to3/* mailbox.py mimetypes.py
    modulefinder.py multiprocessing/* netrc.py optparse.py pdb.py pickletools.py plistlib.py poplib.py profile.py
    pstats.py pty.py py_compile.py pyclbr.py pydoc.py pydoc_data/* rlcompleter.py runpy.py sched.py shelve.py
    smtplib.py socketserver.py sqlite3/* ssl_.py stringprep.py symtable.py tabnanny.py this.py timeit.py tkinter/*
    trace.py tracemalloc.py tty.py turtledemo/* unittest/* venv/* wave.py webbrowser.py wsgiref/* xml/* xmlrpc/*
    zipapp.py __hello__.py __phello__/* _pyio.py nturl2path.py sre_*.py codeop_.py test/*
    encodings/cp*.py encodings/iso*.py encodings/mac_*.py encodings/koi8*.py encodings/big5*.py encodings/euc_*.py
    encodings/gb*.py encodings/hz.py encodings/johab.py encodings/kz1048.py encodings/ptcp154.py encodings/hp_roman8.py
    encodings/palmos.py encodings/shift_jis*.py encodings/tis_620.py encodings/mbcs.py encodings/oem.py
    encodings/quopri_codec.py encodings/uu_codec.py encodings/rot_13.py encodings/punycode.py
    asyncio/__main__.py asyncio/tools.py asyncio/windows_*.py asyncio/proactor_events.py json/tool.py json/__main__.py
    site-packages/* zoneinfo/* _sysconfigdata_*.py ctypes/macholib/* importlib/resources/*
""".split()
STDLIB_WITH = "encodings/cp437.py encodings/iso8859_1.py encodings/cp1252.py".split()

NUMPY_WITHOUT = """
    */tests/* numpy/ma/testutils.py *.pyi *.pxd *.h *.lib *.a *.c *.pyx *.in *.txt *.toml *.typed *.dist-info/* numpy/f2py/* numpy/testing/*
    numpy/random/* numpy/polynomial/* numpy/fft/* numpy/ctypeslib/* numpy/typing/mypy_plugin.py numpy/doc/*
    numpy/_pyinstaller/* numpy/core/* numpy/conftest.py numpy/matlib.py
    numpy/_core/_*tests.*.so numpy/_configtool.py numpy/linalg/lapack_lite.*.so numpy/_core/include/* numpy/_core/lib/*
""".split()

PILLOW_PLUGINS = "Bmp Gif Ico Jpeg Mpo Png Ppm Tiff WebP".split()
PILLOW_WITHOUT = """
    *.pyi *.typed *.dist-info/* PIL/ImageCms.py PIL/ImageTk.py PIL/ImageQt.py PIL/ImageWin.py PIL/ImageGrab.py
    PIL/ImageShow.py PIL/ImageDraw2.py PIL/PdfParser.py PIL/PSDraw.py
    PIL/_imagingft.*.so PIL/_imagingtk.*.so PIL/_imagingmorph.*.so PIL/*FontFile.py PIL/report.py
    PIL/ImageMorph.py PIL/_tkinter_finder.py PIL/__main__.py PIL/features.py
    PIL/TarIO.py PIL/ContainerIO.py PIL/GdImageFile.py PIL/WalImageFile.py PIL/ImageTransform.py
""".split()


def stdlib(archive: Path) -> Files:
    """The standard library without STDLIB_WITHOUT."""
    return _without(_read(archive), STDLIB_WITHOUT, STDLIB_WITH)


def numpy(wheel: Path) -> Files:
    """numpy without tests, tools, headers and the parts that `import numpy` leaves for later."""
    return _without(_read(wheel), NUMPY_WITHOUT)


def pillow(wheel: Path) -> Files:
    """Pillow with the formats of the product only."""
    files = _without(_read(wheel), PILLOW_WITHOUT)
    wanted = {f"PIL/{name}ImagePlugin.py" for name in PILLOW_PLUGINS}
    return {name: data for name, data in files.items() if not name.endswith("ImagePlugin.py") or name in wanted}


def _read(archive: Path) -> Files:
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist() if not name.endswith("/")}


def _without(files: Files, patterns: list[str], kept: list[str] | None = None) -> Files:
    dropped = {name for name in files if any(fnmatchcase(name, pattern) for pattern in patterns)}
    return {name: data for name, data in files.items() if name not in dropped or name in (kept or [])}
