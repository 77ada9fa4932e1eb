"""Nothing of a prompt or an image stays anywhere: marked prompts are sent through every way that a generation can go,
then logs, every table of the database, files and what the stand-ins were told are searched for them."""

from __future__ import annotations

import base64
import json

from tests.edge.backend import Backend, until, wish
from tools.stack.vendors import UNSAFE, Trouble

MARK = "xylo7phant"
PIXELS = b"\x89PNG\r\n\x1a\n" + b"pixel-mark-0451" * 4000


def everything_kept(backend: Backend) -> dict[str, str]:
    """All that the backend has kept, by where."""
    stack = backend.stack
    tables = backend.sql(
        "select format('%I.%I', schemaname, tablename) from pg_tables "
        "where schemaname not in ('pg_catalog', 'information_schema')"
    )
    kept = {
        name: "\n".join(str(row[0]) for row in backend.sql(f"select to_jsonb(one)::text from {name} as one"))
        for (name,) in tables
    }
    kept["log of the stack and the functions"] = "\n".join(backend.lines)
    kept["log of PostgreSQL"] = stack.postgres.log()
    for name in ("gateway", "stripe"):
        requests = stack.services[name].trace or []
        kept[f"requests to {name}"] = "\n".join(
            f"{one.path} {one.query} {one.headers} {one.body!r}" for one in requests
        )
    for vendor in (stack.openai, stack.bfl, stack.stability):
        kept[f"traces of {vendor.name}"] = str([call.settings for call in vendor.calls])
    files = stack.storage.folder
    kept["files"] = (
        "\n".join(repr(path.read_bytes()) for path in files.rglob("*") if path.is_file()) if files.exists() else ""
    )
    return kept


def test_marked_prompts_and_pixels_are_found_nowhere(backend: Backend) -> None:
    person = backend.person(credits=5000)
    stack = backend.stack
    ways: list[tuple[str, list[Trouble]]] = [
        ("sdxl", []),
        ("gpt-image-1", [Trouble(status=500)]),
        ("gpt-image-1", [Trouble("half")]),
        ("flux-kontext", [Trouble("moderated")]),
        ("flux-kontext", [Trouble("html")]),
        ("sdxl", [Trouble("hang")]),
        ("auto", []),
    ]
    for at, (model, trouble) in enumerate(ways):
        vendor = {"sdxl": stack.stability, "gpt-image-1": stack.openai}.get(model, stack.bfl)
        vendor.trouble.extend(trouble)
        vendor.picture = PIXELS
        backend.generate(person, f"{MARK}{at} on a table", model=model)
        vendor.picture = None
    backend.generate(person, f"{MARK} {UNSAFE}", model="sdxl")
    stack.openai.trouble.append(Trouble("hang"))
    stream = backend.open("generate", wish(f"{MARK} gone", model="gpt-image-1"), person.token)
    next(stream.events())
    stream.close()
    for wrong in ({"extra": MARK}, {"model": MARK}, {"aspect": MARK}):
        backend.call("generate", wish(MARK) | wrong, person.token)
    backend.call("generate", f'{{"{MARK}'.encode(), person.token)
    backend.call(f"generate/{MARK}", {}, person.token)
    assert until(lambda: backend.held(person) == 0)
    kept = everything_kept(backend)
    assert person.id in kept["public.generations"], "the search finds what is there"
    for where, text in kept.items():
        assert MARK not in text, where
        assert "pixel-mark" not in text, where
        assert base64.b64encode(PIXELS)[400:460].decode() not in text, where


def test_a_kept_picture_is_in_its_file_and_nowhere_else(backend: Backend) -> None:
    person = backend.person()
    backend.stack.stability.picture = PIXELS.replace(b"0451", b"9182")
    backend.generate(person, f"{MARK} kept", model="sdxl", save=True)
    for where, text in everything_kept(backend).items():
        # The stand-in for Storage was given the file, as the real one would be.
        found = "pixel-mark-9182" in text
        assert found == (where in ("files", "requests to gateway")), where
        assert MARK not in text, where


def test_log_lines_are_made_of_known_words_and_numbers(backend: Backend) -> None:
    backend.generate(backend.person(), model="sdxl")
    lines = [
        line.partition(": ")[2] for line in backend.lines if line.startswith(("generate: ", "billing: ", "account: "))
    ]
    assert lines
    for line in lines:
        fields = json.loads(line)
        assert set(fields) <= {"function", "event", "code", "request", "model", "status", "ms", "count"}
        assert "?" not in fields.values()
