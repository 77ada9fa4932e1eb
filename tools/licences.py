"""licences.txt for the built site: NOTICE and the licence texts of what the site carries."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tools.paths import NODE_MODULES, ROOT
from tools.wheels import EGRESS_WHEELS, WHEELS, pure, wheel_path

TYPEFACES = ("bitter", "cairo", "caveat", "geist", "geist-mono", "inter", "oswald", "playfair-display", "rubik")
PACKAGES = ("@pyscript/core", "lucide-static", *(f"@fontsource-variable/{name}" for name in TYPEFACES))
# Newer wheels have a folder for them, older ones do not.
LICENCE = re.compile(r"\.dist-info/(?:licenses/(?=.)|(?=LICENSE))")
RULE = "\n" + "-" * 80 + "\n"

# onnxruntime-web and Pyodide publish no licence file in their packages.
MIT = """onnxruntime-web

MIT License

Copyright (c) Microsoft Corporation

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
MPL = """Pyodide

This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not
distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.
"""


def licences() -> bytes:
    """The text of licences.txt."""
    npm = [f"{name}\n\n{(NODE_MODULES / name / 'LICENSE').read_text()}" for name in PACKAGES]
    wheels = [text for package in (*WHEELS, *EGRESS_WHEELS, *pure()) for text in _of_wheel(wheel_path(package))]
    return RULE.join([(ROOT / "NOTICE").read_text(), MPL, MIT, *npm, *wheels]).encode()


def _of_wheel(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if LICENCE.search(name) and not name.endswith("/")]
        return [f"{LICENCE.sub('/', name)}\n\n{archive.read(name).decode()}" for name in sorted(names)]
