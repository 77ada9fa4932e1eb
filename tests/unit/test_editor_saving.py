"""Documents as JSON and as project files: what goes in comes out, and damage is told, never thrown."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import words
from editor import coding
from editor.guide import Guide
from editor.packing import DOCUMENT, SOURCES, pack, unpack
from editor.saving import SCHEMA, UPGRADERS, Project, from_json, to_json
from errors import InputError
from imaging import layers as kinds
from imaging.adjustments import LOOKS, RANGES, Adjustments
from imaging.layers import Blur, Fill, Layer, Placement, Raster, Shadow, Shape, Stroke, Text, Touch, centred

HASH = hashlib.sha256(b"photo").hexdigest()
PROJECT = Project(
    (
        Layer("photo", Raster("p", 640, 480), centred(640, 480), adjustments=Adjustments(contrast=12)),
        Layer("text", Text("Täglich\n新鮮", 100, 40), mask=(Stroke((1.0, 2.0), 3),), blend="screen", name="Label"),
    ),
    *(640, 480),
    (Guide("x", 12.5),),
    {"p": HASH},
    {"name": "bag.jpg"},
)

# strategies

numbers = st.floats(-1e6, 1e6)
shares = st.floats(0, 1)
lengths = st.floats(0, 1e5)
names = st.text(max_size=12)
ids = st.text(min_size=1, max_size=12)
colours = st.integers(0, 0xFFFFFF).map(lambda level: f"#{level:06x}")
either = st.booleans()
strokes = st.builds(
    Stroke,
    st.lists(st.tuples(numbers, numbers), max_size=5).map(lambda pairs: tuple(n for pair in pairs for n in pair)),
    lengths,
    shares,
    shares,
    either,
)
touches = st.builds(Touch, st.sampled_from(["heal", "clone"]), strokes, numbers, numbers)
sides = st.integers(1, 16_384)


def literal(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(getattr(kinds, name)))


contents = st.one_of(
    st.builds(Raster, st.just("p"), sides, sides, literal("RasterKind"), st.lists(touches, max_size=2).map(tuple)),
    st.builds(Fill, literal("FillKind"), colours, colours, numbers),
    st.builds(Blur, st.just("p"), sides, sides, shares),
    st.builds(
        *(Text, names, lengths, lengths, names, lengths, st.integers(100, 900), either, colours, literal("Align")),
        *(numbers, lengths, lengths, colours, shares),
    ),
    st.builds(
        *(Shape, literal("ShapeKind"), lengths, lengths, colours | st.just(""), lengths, colours | st.just("")),
        lengths,
    ),
    st.builds(Shadow, ids, literal("ShadowKind"), numbers, numbers, numbers, colours),
)
placements = st.builds(
    *(Placement, numbers, numbers, numbers, numbers, numbers),
    st.sampled_from([(), (0.1, 0.0, 0.9, 0.1, 1.0, 1.0, 0.0, 0.9)]),
)
adjustments = st.builds(
    Adjustments,
    **{name: st.just(r.neutral) | st.floats(r.minimum, r.maximum) for name, r in RANGES.items()},
    monochrome=either,
    curve=st.lists(st.tuples(st.floats(0, 255), st.floats(0, 255)), max_size=4).map(tuple),
    levels=st.tuples(st.floats(0, 250), st.floats(0, 255), st.floats(0.1, 9)),
    look=st.sampled_from(["", *LOOKS]),
).map(Adjustments.clamped)
layers = st.builds(
    Layer,
    *(ids, contents, placements, shares, literal("BlendMode"), st.lists(strokes, max_size=3).map(tuple)),
    *(st.just(kinds.NEUTRAL) | adjustments, either, either, names),
)
projects = st.builds(
    Project,
    st.lists(layers, max_size=5, unique_by=lambda layer: layer.id).map(tuple),
    *(st.integers(1, 3000), st.integers(1, 3000)),
    st.lists(st.builds(Guide, st.sampled_from(["x", "y"]), numbers), max_size=3).map(tuple),
    st.just({"p": HASH}),
    st.dictionaries(names, names | st.integers() | either | st.none(), max_size=3),
)


@given(projects)
def test_what_is_saved_comes_back(project: Project) -> None:
    assert from_json(to_json(project), {HASH}) == project


def test_numbers_come_back_as_their_types() -> None:
    layer = Layer("a", Shape("star", 3, 4), Placement(1, 2))
    (back,) = from_json(to_json(Project((layer,), 5, 6))).layers
    assert isinstance(back.placement.x, float) and isinstance(back.content, Shape)
    assert isinstance(back.content.width, float)


def test_only_what_is_adjusted_is_written() -> None:
    data = json.loads(to_json(PROJECT))
    assert data["layers"][0]["adjustments"] == {"contrast": 12}
    assert data["layers"][1]["adjustments"] == {}
    assert (data["app"], data["schema"]) == ("aluo", SCHEMA)
    assert data["layers"][0]["content"]["kind"] == "raster"
    assert from_json(to_json(PROJECT)).layers[1].adjustments is kinds.NEUTRAL


def test_every_field_has_its_check() -> None:
    for cls, table in coding._CHECKS_OF.items():
        assert list(table) == list(cls.__dataclass_fields__)
    for rule in coding._BY_FIELD:
        cls_name, _, field = rule.partition(".")
        assert field in getattr(kinds, cls_name).__dataclass_fields__


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_saved(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json(replace(PROJECT, layers=(Layer("a", Fill(), opacity=number),)))


# schemas


def refused(text: str, code: str, files: set[str] | None = None) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text, files, "bag.aluo")
    assert caught.value.code == code
    assert words.sentence(caught.value).what == "bag.aluo was not opened."


def with_changes(**changes: Any) -> str:
    return json.dumps({**json.loads(to_json(PROJECT)), **changes})


def test_a_newer_schema_is_told_apart_from_damage() -> None:
    refused(with_changes(schema=SCHEMA + 1, layers="of another kind"), "project/newer")


@pytest.mark.parametrize("schema", [None, "1", -1, 1.0, True, 10**30])
def test_a_schema_that_is_none_is_damage(schema: object) -> None:
    refused(with_changes(schema=schema), "project/damaged")


def test_an_older_schema_is_brought_up() -> None:
    old = json.loads(to_json(replace(PROJECT, guides=(), facts={})))
    del old["guides"], old["facts"]
    assert from_json(json.dumps({**old, "schema": 0})) == replace(PROJECT, guides=(), facts={})
    assert sorted(UPGRADERS) == list(range(SCHEMA))


# damage


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "3", '"aluo"', '{"app": "aluo"}', "[" * 100_000, "1" * 10_000, '{"a":[' * 50_000),
        "".join(("[" if at % 3 else "]") for at in range(300_000)),
        '"' + '\\"' * 9 + "[" * 100_000,
        with_changes(app="other"),
        with_changes(canvas=[640, 480]),
        with_changes(canvas={"width": 640}),
        with_changes(canvas={"width": 640.5, "height": 480}),
        with_changes(canvas={"width": 100_000, "height": 480}),
        with_changes(canvas={"width": 0, "height": 480}),
        with_changes(layers={}),
        with_changes(layers=[None]),
        with_changes(guides=[{"axis": "z", "at": 1}]),
        with_changes(sources=[]),
        with_changes(sources={"p": "../../etc"}),
        with_changes(sources={}),
        with_changes(facts=[]),
        to_json(PROJECT).replace('"bag.jpg"', "1e999"),
        to_json(PROJECT).replace('"bag.jpg"', "NaN"),
        to_json(replace(PROJECT, layers=PROJECT.layers[:1] * 2)),
    ],
)
def test_a_damaged_project_is_told(text: str) -> None:
    refused(text, "project/damaged")


def test_a_source_whose_file_is_missing_is_damage() -> None:
    refused(to_json(PROJECT), "project/damaged", set())


@pytest.mark.parametrize(
    ("where", "value"),
    [
        *((("id",), value) for value in ("", 5, None, "\ud800")),
        *((("opacity",), value) for value in (2, -0.1, "1", None, True, [])),
        *((("blend",), value) for value in ("glow", 1, None, [])),
        *((("visible",), value) for value in (1, "yes", None)),
        *((("placement", "x"), value) for value in (1e300, 10**400, "1", None, {})),
        *((("placement", "warp"), value) for value in ([1], [0] * 8, [0, 0, 1, 1, 1, 0, 0, 1], "warp", [True] * 8)),
        *((("content",), value) for value in (None, {}, {"kind": "layer", "values": {}}, {"kind": [], "values": {}})),
        *((("content", "values", "width"), value) for value in (0, 1.5, 20_000, "640")),
        *((("content", "values", "source"), value) for value in ("", "other", 1)),
        *((("content", "values", "kind"), value) for value in ("film", None)),
        *((("content", "values", "touches"), value) for value in ([{}], [{"kind": "heal", "stroke": 1}], "none")),
        *((("mask",), value) for value in ([{"points": [1], "radius": 1}], [{"points": [1, 2]}], [[]], 7)),
        *((("adjustments",), value) for value in ([], 0, None, {"glow": 1}, {"contrast": "12"}, {"curve": [[1]]})),
        *((("adjustments",), value) for value in ({"levels": [1, 2]}, {"curve": 5}, {"monochrome": 1})),
        (("colour",), "#ffffff"),
    ],
)
def test_a_damaged_value_is_told(where: tuple[str, ...], value: object) -> None:
    data = json.loads(to_json(PROJECT))
    spot = data["layers"][0]
    for key in where[:-1]:
        spot = spot[key]
    spot[where[-1]] = value
    refused(json.dumps(data), "project/damaged")


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#gggggg", "#ffffff\n", 5, None])
def test_a_damaged_colour_is_told(colour: object) -> None:
    data = json.loads(to_json(Project((Layer("f", Fill()),), 5, 5)))
    data["layers"][0]["content"]["values"]["second"] = colour
    refused(json.dumps(data), "project/damaged")


def test_adjustments_out_of_range_are_brought_inside() -> None:
    data = json.loads(to_json(PROJECT))
    data["layers"][0]["adjustments"] = {"contrast": 500, "look": "Of tomorrow"}
    assert from_json(json.dumps(data)).layers[0].adjustments == Adjustments(contrast=100)


json_values = st.recursive(
    st.none() | either | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(projects, st.data())
@settings(max_examples=300)
def test_no_change_of_a_value_is_a_traceback(project: Project, data: st.DataObject) -> None:
    spot: Any = json.loads(to_json(project))
    whole = spot
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(spot[key], dict | list) and spot[key]) or data.draw(st.integers(0, 4)) == 0:
            break
        spot = spot[key]
    spot[key] = data.draw(json_values)
    try:
        back = from_json(json.dumps(whole), {HASH})
    except InputError as error:
        event(error.code)
        return
    assert from_json(to_json(back), {HASH}) == back


# project files

files_of = st.lists(st.binary(max_size=200), max_size=4).map(
    lambda parts: {hashlib.sha256(part).hexdigest(): part for part in parts}
)


@given(st.text(), files_of)
def test_what_is_packed_is_unpacked(document: str, files: dict[str, bytes]) -> None:
    packed = pack(document, files)
    assert unpack(packed) == (document, files)
    assert packed == pack(document, dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None


@given(files_of, st.data())
@settings(max_examples=300)
def test_no_damage_of_a_file_is_a_traceback(files: dict[str, bytes], data: st.DataObject) -> None:
    packed = bytearray(pack(to_json(PROJECT), files))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(packed[: data.draw(st.integers(0, len(packed)))]) if data.draw(either) else bytes(packed)
    try:
        document, found = unpack(cut)
    except InputError as error:
        event(error.code)
        return
    assert len(document) + sum(map(len, found.values())) <= len(cut)


def archive_of(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        archive_of(),
        archive_of((SOURCES + HASH, b"photo")),
        archive_of((DOCUMENT, b"{}"), ("../" + HASH, b"")),
        archive_of((DOCUMENT, b"{}"), (SOURCES + "../" + HASH, b"")),
        archive_of((DOCUMENT, b"{}"), (SOURCES + HASH.upper(), b"")),
        archive_of((DOCUMENT, b"{}"), ("/" + SOURCES + HASH, b"")),
        archive_of((DOCUMENT, b"{}"), (SOURCES, b"")),
        archive_of((DOCUMENT, b"\xff\xfe")),
        archive_of((DOCUMENT, bytes(10_000_000)), method=zipfile.ZIP_DEFLATED),
        archive_of((DOCUMENT, b"{}"), *((f"{SOURCES}{n:064x}", b"") for n in range(1000))),
    ],
)
def test_what_is_no_project_file_is_told(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        unpack(data, "bag.aluo")
    assert (caught.value.code, caught.value.details) == ("project/damaged", {"name": "bag.aluo"})


def test_entries_that_lie_over_each_other_are_refused() -> None:
    """Two names for one place: the sum of what they claim is more than the file has."""
    packed = bytearray(pack("x" * 5000, {HASH: b"photo"}))
    with zipfile.ZipFile(io.BytesIO(bytes(packed))) as archive:
        start = archive.start_dir
    entry = packed.index(b"PK\x01\x02", packed.index(b"PK\x01\x02", start) + 1)
    packed[entry + 20 : entry + 28] = (9000).to_bytes(4, "little") * 2
    with pytest.raises(InputError):
        unpack(bytes(packed))


@pytest.mark.parametrize("name", ["", "photo", "../" + HASH, HASH.upper(), HASH + "\n"])
def test_a_name_that_is_no_hash_is_not_packed(name: str) -> None:
    with pytest.raises(ValueError, match="SHA"):
        pack("{}", {name: b""})
