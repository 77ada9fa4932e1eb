"""The project file, ".aluo": a zip without compression that holds "document.json" and the opened files by their hashes.

Pictures are compressed already. And a zip of stored entries cannot be a bomb: what is read out of it is never more than
the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from editor.saving import HASH
from errors import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile

EXTENSION = ".aluo"
MEDIA_TYPE = "application/zip"
DOCUMENT = "document.json"
SOURCES = "sources/"
MOST_FILES = 1000
MOST_BYTES = 1_000_000_000


def pack(document: str, files: Mapping[str, bytes]) -> bytes:
    """A project file of the document's JSON and its source files by their SHA-256. The same project gives the same
    bytes. Raises ValueError for a name that is no hash and for more than a project file may hold."""
    import zipfile

    if not all(HASH.fullmatch(name) for name in files):
        raise ValueError("a source is named by its SHA-256")
    if len(files) >= MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise ValueError("too much for one project file")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(DOCUMENT), document)
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(SOURCES + name), files[name])
    return buffer.getvalue()


def unpack(data: bytes, name: str = "") -> tuple[str, dict[str, bytes]]:
    """The document's JSON and the source files by their SHA-256. `name` is for the error. Raises InputError
    "project/damaged" for everything that `pack` would not have written: other names, compressed or encrypted entries,
    entries that lie over each other, wrong checksums."""
    import struct
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive, len(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        struct.error,
    ) as error:
        raise InputError("project/damaged", **({"name": name} if name else {})) from error


def _read(archive: ZipFile, size: int) -> tuple[str, dict[str, bytes]]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES or len(set(names)) < len(names) or DOCUMENT not in names:
        raise ValueError("not the entries of a project")
    if sum(entry.file_size for entry in entries) > min(size, MOST_BYTES):
        raise ValueError("more inside than there is")
    for entry in entries:
        stored = entry.compress_type == 0 and entry.file_size == entry.compress_size and not entry.flag_bits & 1
        source = entry.filename.startswith(SOURCES) and HASH.fullmatch(entry.filename[len(SOURCES) :])
        if not stored or not (source or entry.filename == DOCUMENT):
            raise ValueError("an entry that is not a project's")
    files = {name[len(SOURCES) :]: archive.read(name) for name in names if name != DOCUMENT}
    return archive.read(DOCUMENT).decode(), files
