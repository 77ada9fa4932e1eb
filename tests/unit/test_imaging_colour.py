"""Colour profiles: built here from the published primaries of their spaces, converted, compared with known numbers."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imaging import colour, icc
from imaging.decode import decode

# x and y of white, red, green, blue.
SRGB = (0.3127, 0.3290, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
DISPLAY_P3 = (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
ADOBE_RGB = (0.3127, 0.3290, 0.640, 0.330, 0.210, 0.710, 0.150, 0.060)
PROPHOTO = (0.34567, 0.35850, 0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001)

SRGB_CURVE = ("para", 3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
Curve = tuple[str, int, tuple[float, ...]]


def gamma(exponent: float) -> Curve:
    return "curv", 1, (exponent,)


def s15(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def curve_tag(curve: Curve) -> bytes:
    kind, function, values = curve
    if kind == "para":
        return b"para" + bytes(4) + struct.pack(">HH", function, 0) + s15(*values)
    if function == 1:
        return b"curv" + bytes(4) + struct.pack(">IH", 1, round(values[0] * 256))
    table = [round(value * 65535) for value in values]
    return b"curv" + bytes(4) + struct.pack(f">I{len(table)}H", len(table), *table)


def name_tag(name: str) -> bytes:
    text = name.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text


def assemble(space: bytes, tags: dict[bytes, bytes], connection: bytes = b"XYZ ") -> bytes:
    head = bytearray(128)
    head[8:12], head[12:16], head[16:20], head[20:24], head[36:40] = (
        b"\x04\x30\0\0",
        b"mntr",
        space,
        connection,
        b"acsp",
    )
    head[68:80] = s15(0.9642, 1.0, 0.8249)
    table, body, at = b"", b"", 132 + 12 * len(tags)
    for kind, tag in tags.items():
        padded = tag + bytes(-len(tag) % 4)
        table += kind + struct.pack(">II", at + len(body), len(tag))
        body += padded
    head[:4] = struct.pack(">I", at + len(body))
    return bytes(head) + struct.pack(">I", len(tags)) + table + body


def rgb_profile(name: str, primaries: tuple[float, ...], curve: Curve) -> bytes:
    matrix = icc.matrix_of(primaries)
    tags = {b"desc": name_tag(name), b"wtpt": b"XYZ " + bytes(4) + s15(0.9642, 1.0, 0.8249)}
    for i, letter in enumerate((b"r", b"g", b"b")):
        tags[letter + b"XYZ"] = b"XYZ " + bytes(4) + s15(*(float(value) for value in matrix[:, i]))
        tags[letter + b"TRC"] = curve_tag(curve)
    return assemble(b"RGB ", tags)


def grey_profile(name: str, curve: Curve) -> bytes:
    return assemble(b"GRAY", {b"desc": name_tag(name), b"kTRC": curve_tag(curve)})


P3 = rgb_profile("Display P3", DISPLAY_P3, SRGB_CURVE)
ADOBE = rgb_profile("Adobe RGB (1998)", ADOBE_RGB, gamma(563 / 256))


def converted(rgb: tuple[int, int, int], profile: bytes) -> tuple[int, ...]:
    image, _, complete = colour.to_srgb(Image.new("RGB", (8, 8), rgb), icc.read(profile))
    assert complete
    return tuple(int(level) for level in np.asarray(image)[0, 0])


def exact(rgb: NDArray[np.float64], primaries: tuple[float, ...], exponent: float | None) -> NDArray[np.float64]:
    """Straight from the definitions, for spaces with sRGB's white point: no profile, no adaptation, no table."""
    linear = rgb**exponent if exponent else np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)

    def to_xyz(xy: tuple[float, ...]) -> NDArray[np.float64]:
        points = np.array(xy).reshape(4, 2)
        xyz = np.stack([points[:, 0] / points[:, 1], np.ones(4), (1 - points.sum(1)) / points[:, 1]])
        return np.asarray(xyz[:, 1:] * np.linalg.solve(xyz[:, 1:], xyz[:, 0]))

    target = np.clip(linear @ (np.linalg.inv(to_xyz(SRGB)) @ to_xyz(primaries)).T, 0, 1)
    return np.where(target <= 0.0031308, 12.92 * target, 1.055 * target ** (1 / 2.4) - 0.055)


def test_display_p3_against_numbers_from_its_definition() -> None:
    # sRGB red lies inside of P3 at (234, 51, 35); these are the values that colour tools agree on.
    assert np.abs(np.subtract(converted((234, 51, 35), P3), (255, 0, 0))).max() <= 6
    assert converted((255, 255, 255), P3) == (255, 255, 255)
    assert np.abs(np.subtract(converted((128, 128, 128), P3), 128)).max() <= 1


def test_adobe_rgb_against_numbers_from_its_definition() -> None:
    # sRGB green is (144, 255, 60) in Adobe RGB.
    assert np.abs(np.subtract(converted((144, 255, 60), ADOBE), (0, 255, 0))).max() <= 6
    assert converted((0, 0, 0), ADOBE) == (0, 0, 0)


@pytest.mark.parametrize(("profile", "primaries", "exponent"), [(P3, DISPLAY_P3, None), (ADOBE, ADOBE_RGB, 563 / 256)])
def test_the_table_is_close_to_the_definition(
    profile: bytes, primaries: tuple[float, ...], exponent: float | None
) -> None:
    steps = np.arange(0, 256, 15)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, 1, 3).astype(np.uint8)
    image, _, _ = colour.to_srgb(Image.fromarray(grid), icc.read(profile))
    wanted = exact(grid[:, 0] / 255, primaries, exponent) * 255
    difference = np.abs(np.asarray(image)[:, 0] - wanted)
    assert difference[wanted >= 64].max() <= 2.0
    assert float((difference > 2).mean()) <= 0.004
    assert difference.mean() <= 0.3
    model = icc.read(profile).model
    assert model is not None
    assert np.abs(np.clip(colour.convert(grid[:, 0] / 255, model), 0, 1) * 255 - wanted).max() <= 0.6


def test_prophoto_is_adapted_from_its_own_white() -> None:
    profile = rgb_profile("ProPhoto", PROPHOTO, gamma(1.8))
    assert np.abs(np.subtract(converted((255, 255, 255), profile), 255)).max() <= 1
    assert np.ptp(converted((120, 120, 120), profile)) <= 2


@pytest.mark.parametrize("curve", [SRGB_CURVE, gamma(2.2)])
def test_srgb_under_another_name_is_left_alone(curve: Curve) -> None:
    source = icc.read(rgb_profile("sRGB built-in", SRGB, curve))
    image = Image.new("RGB", (8, 8), (10, 200, 30))
    result, name, complete = colour.to_srgb(image, source)
    assert complete
    if curve is SRGB_CURVE:
        assert result is image
        assert name == "sRGB"


def test_alpha_goes_through_unchanged() -> None:
    image = Image.new("RGBA", (8, 8), (200, 100, 50, 77))
    result, _, _ = colour.to_srgb(image, icc.read(P3))
    assert result.mode == "RGBA"
    assert np.asarray(result)[0, 0, 3] == 77
    assert tuple(np.asarray(result)[0, 0, :3]) == converted((200, 100, 50), P3)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_grey_gamma_is_converted(mode: str) -> None:
    source = icc.read(grey_profile("Grey gamma 1.0", gamma(1.0)))
    image, name, complete = colour.to_srgb(Image.new(mode, (8, 8), (128, 128, 128, 40)[: len(mode)]), source, True)
    assert (name, complete) == ("Grey gamma 1.0", True)
    assert np.asarray(image)[0, 0, :3].tolist() == [188, 188, 188]  # linear .502 is sRGB .737
    assert mode == "RGB" or np.asarray(image)[0, 0, 3] == 40


def test_a_sampled_curve_is_read() -> None:
    table = tuple(float(value) for value in np.linspace(0, 1, 64) ** 2.2)
    sampled = rgb_profile("sampled", DISPLAY_P3, ("curv", 64, table))
    simple = rgb_profile("simple", DISPLAY_P3, gamma(2.2))
    assert np.abs(np.subtract(converted((200, 90, 30), sampled), converted((200, 90, 30), simple))).max() <= 1


@pytest.mark.parametrize(
    ("function", "values"),
    [
        (0, (2.2,)),
        (1, (2.2, 1.0, 0.0)),
        (2, (2.2, 1.0, 0.0, 0.0)),
        (3, (2.2, 1.0, 0.0, 1.0, 0.0)),
        (4, (2.2, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0)),
    ],
)
def test_all_parametric_curves_agree_where_they_must(function: int, values: tuple[float, ...]) -> None:
    model = icc.read(rgb_profile("p", DISPLAY_P3, ("para", function, values))).model
    assert model is not None
    assert np.abs(model.curves[0] - icc.GRID ** (round(2.2 * 65536) / 65536)).max() < 1e-6


@pytest.mark.parametrize(
    "profile",
    [
        assemble(b"CMYK", {b"desc": name_tag("Ink"), b"A2B0": bytes(64)}, b"Lab "),
        assemble(b"RGB ", {b"desc": name_tag("Scanner"), b"A2B0": bytes(64)}, b"Lab "),
    ],
)
def test_measured_tables_are_not_converted_and_say_so(profile: bytes) -> None:
    source = icc.read(profile)
    image = Image.new("RGB", (8, 8))
    assert source.model is None
    assert colour.to_srgb(image, source) == (image, source.name, False)
    assert source.name in ("Ink", "Scanner")


@given(st.binary(max_size=300))
def test_a_broken_profile_never_stops_a_photo(rubbish: bytes) -> None:
    assert icc.read(rubbish).model is None or rubbish[36:40] == b"acsp"


@settings(max_examples=30)
@given(st.integers(0, len(P3) - 1), st.integers(0, 255))
def test_a_damaged_profile_never_stops_a_photo(at: int, value: int) -> None:
    damaged = bytearray(P3)
    damaged[at] = value
    image, _, _ = colour.to_srgb(Image.new("RGB", (8, 8), (9, 99, 199)), icc.read(bytes(damaged)))
    assert image.size == (8, 8)


def decoded(**settings: object) -> tuple[str, tuple[str, ...], list[int]]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 90, 30)).save(out, "PNG", **settings)
    photo = decode(out.getvalue(), "a.png")
    return photo.profile, photo.notes, np.asarray(photo.image)[0, 0].tolist()


def test_a_photo_is_converted_on_its_way_in() -> None:
    profile, notes, pixel = decoded(icc_profile=P3)
    assert (profile, notes) == ("Display P3", ())
    assert tuple(pixel) == converted((200, 90, 30), P3)
    assert decoded()[2] == [200, 90, 30]


def test_a_profile_that_is_not_converted_leaves_a_note() -> None:
    profile, notes, pixel = decoded(icc_profile=assemble(b"RGB ", {b"desc": name_tag("Scanner")}, b"Lab "))
    assert (profile, notes, pixel) == ("Scanner", ("profile-not-converted",), [200, 90, 30])


def saved(image: Image.Image, format: str, profile: bytes) -> bytes:
    out = io.BytesIO()
    image.save(out, format, icc_profile=profile)
    return out.getvalue()


def test_a_grey_profile_only_fits_a_grey_photo() -> None:
    profile = grey_profile("Grey gamma 1.0", gamma(1.0))
    grey = decode(saved(Image.new("L", (8, 8), 128), "JPEG", profile), "a.jpg")
    assert (grey.profile, grey.notes) == ("Grey gamma 1.0", ())
    assert np.asarray(grey.image)[0, 0].tolist() == [188, 188, 188]
    rgb = decode(saved(Image.new("RGB", (8, 8), (128, 128, 128)), "PNG", profile), "a.png")
    assert rgb.notes == ("profile-not-converted",)
    assert np.asarray(rgb.image)[0, 0].tolist() == [128, 128, 128]


def test_inks_with_a_profile_have_one_note() -> None:
    profile = assemble(b"CMYK", {b"desc": name_tag("Ink"), b"A2B0": bytes(64)}, b"Lab ")
    photo = decode(saved(Image.new("CMYK", (8, 8), (0, 200, 200, 0)), "JPEG", profile), "a.jpg")
    assert (photo.profile, photo.notes) == ("Ink", ("cmyk-approximate",))


def test_pngs_own_gamma_and_primaries_are_used() -> None:
    assert icc.from_png(None, None) is None
    assert icc.from_png(0.45455, None) is None
    assert icc.from_png(0.45455, SRGB) is None
    linear = icc.from_png(1.0, None)
    assert linear is not None
    image, _, _ = colour.to_srgb(Image.new("RGB", (8, 8), (128, 128, 128)), linear)
    assert np.abs(np.asarray(image)[0, 0].astype(int) - 188).max() <= 1
    assert icc.from_png(0.45455, (0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3)) is None
