"""The engine's work on CPython: the same class that runs in the worker, with a plain platform and a painted network."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.protocol import (
    ClosePhoto,
    Connect,
    Count,
    CutOut,
    Export,
    Glimpse,
    OpenPhoto,
    Render,
    RestoreCutOut,
    Status,
    Suggest,
)
from engine.service import Engine
from errors import EngineError, ExportError, InputError, ModelError
from imaging.adjustments import Adjustments
from imaging.export import encode
from imaging.layer_text import dumps
from imaging.layers import Fill, Layer, Raster, Scene, centred, plain_photo
from imaging.options import ExportOptions, Region
from segmentation.models import unregister
from tests.unit.scenes import subject
from threads.channel import Work

SIZE = (96, 64)
WHOLE = Region(0, 0, *SIZE)
PHOTO = dumps(plain_photo("p", *SIZE))
CUT = dumps(subject(SIZE))


def adjusted(scene: Scene, adjustments: Adjustments) -> str:
    """The text of a scene with adjustments of its highest layer."""
    return dumps(replace(scene, layers=(*scene.layers[:-1], replace(scene.layers[-1], adjustments=adjustments))))


class PlainPlatform:
    """A Blob is bytes, an ImageBitmap an array, an ArrayBuffer bytes."""

    native: NDArray[np.uint8] | None = None

    async def read(self, file: Any) -> bytes:
        return bytes(file)

    async def decode_natively(self, file: Any) -> NDArray[np.uint8] | None:
        return self.native

    def bitmap(self, pixels: NDArray[np.uint8]) -> Any:
        return pixels

    async def encode(self, image: Image.Image, options: ExportOptions) -> tuple[Any, int]:
        data = encode(image, options)
        return data, len(data)

    def buffer(self, data: bytes) -> Any:
        return data

    def floats(self, buffer: Any) -> bytes:
        return bytes(buffer)

    def connect(self, model: str, port: Any) -> None:
        """Every network answers."""

    def heap_bytes(self) -> int:
        return 1

    def threads(self) -> int:
        return 1


class Disc:
    """A network that always finds a disc in the middle, of `radius` as a share of the side."""

    def __init__(self, radius: float = 0.3) -> None:
        self.radius = radius

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        side = tensor.shape[-1]
        y, x = np.mgrid[0:side, 0:side] / side - 0.5
        return (np.hypot(x, y) < self.radius).astype(np.float32)[None, None]


def photo(size: tuple[int, int] = SIZE, format: str = "PNG") -> bytes:
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    pixels = np.stack([x * 2, y * 3, 255 - x * 2], axis=2).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format)
    return file.getvalue()


def engine(confined: bool = True, radius: float = 0.3) -> Engine:
    return Engine(PlainPlatform(), Disc(radius), confined)


def work() -> Work:
    return Work(lambda phase, share: None)


def play(scene: Callable[[Engine], Coroutine[Any, Any, None]], made: Engine | None = None) -> None:
    asyncio.run(scene(made or engine()))


def test_a_photo_opens_with_its_facts() -> None:
    async def scene(engine: Engine) -> None:
        opened = await engine.open(OpenPhoto("p", "a.png", photo()), work())
        assert (opened.width, opened.height, opened.format, opened.has_alpha) == (*SIZE, "PNG", False)

    play(scene)


def test_an_engine_that_is_not_confined_reads_no_byte() -> None:
    class Watched(PlainPlatform):
        async def read(self, file: Any) -> bytes:
            raise AssertionError("a file was read")

    async def scene(engine: Engine) -> None:
        with pytest.raises(EngineError) as caught:
            await engine.open(OpenPhoto("p", "a.png", photo()), work())
        assert caught.value.code == "engine/not-confined"

    play(scene, Engine(Watched(), Disc(), confined=False))


def test_a_bad_file_leaves_the_open_photo_as_it_was() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        with pytest.raises(InputError):
            await engine.open(OpenPhoto("q", "b.png", photo()[:60]), work())
        assert list(engine.pixels.held) == ["p"]

    play(scene)


def test_a_format_that_pillow_lacks_is_decoded_by_the_platform() -> None:
    avif = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + bytes(64)
    platform = PlainPlatform()

    async def scene(engine: Engine) -> None:
        if "AVIF" not in Image.registered_extensions().values():
            with pytest.raises(InputError) as caught:
                await engine.open(OpenPhoto("p", "a.avif", avif), work())
            assert caught.value.code == "input/unsupported"
        platform.native = np.full((20, 30, 4), 200, np.uint8)
        opened = await engine.open(OpenPhoto("p", "a.avif", avif), work())
        assert (opened.width, opened.height, opened.format) == (30, 20, "AVIF")

    play(scene, Engine(platform, Disc(), confined=True))


def test_a_cut_out_shows_in_the_view_and_in_the_file() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        done = await engine.cutout(CutOut("p", "instant"), work())
        assert 0.1 < done.coverage < 0.5 and len(done.mask) == done.mask_width * done.mask_height
        view = (await engine.render(Render(CUT, WHOLE, *SIZE), work())).bitmap
        exported = await engine.export(Export(CUT, ExportOptions("png", 90, *SIZE)), work())
        file = np.asarray(Image.open(io.BytesIO(exported.file)))
        assert view[0, 0, 3] == 0 and view[32, 48, 3] == 255
        assert exported.bytes == len(exported.file) and np.array_equal(file, view)

    play(scene)


def test_without_its_cut_out_the_view_is_the_photo() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        await engine.cutout(CutOut("p", "instant"), work())
        view = (await engine.render(Render(PHOTO, WHOLE, *SIZE), work())).bitmap
        assert np.array_equal(view[..., :3], np.asarray(Image.open(io.BytesIO(photo()))))

    play(scene)


def test_the_mask_brings_the_same_cut_out_back() -> None:
    async def scene(first: Engine) -> None:
        await first.open(OpenPhoto("p", "a.png", photo()), work())
        done = await first.cutout(CutOut("p", "instant"), work())
        second = engine(radius=0.1)
        await second.open(OpenPhoto("p", "a.png", photo()), work())
        await second.restore(RestoreCutOut("p", done.mask, done.mask_width, done.mask_height), work())
        ask = Render(CUT, WHOLE, *SIZE)
        ours, theirs = [(await one.render(ask, work())).bitmap for one in (first, second)]
        assert np.array_equal(ours, theirs)

    play(scene)


def test_a_photo_without_a_subject_says_so_and_stays() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        with pytest.raises(ModelError) as caught:
            await engine.cutout(CutOut("p", "instant"), work())
        assert caught.value.code == "model/no-subject" and engine.pixels.held["p"].cutout is None

    play(scene, engine(radius=0.0))


def test_a_file_of_impossible_size_is_refused() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        with pytest.raises(ExportError) as caught:
            await engine.export(Export(PHOTO, ExportOptions("png", 90, 40_000, 40_000)), work())
        assert caught.value.code == "export/size"

    play(scene)


def test_closing_forgets_one_or_all() -> None:
    async def scene(engine: Engine) -> None:
        for name in "pqr":
            await engine.open(OpenPhoto(name, "a.png", photo()), work())
        assert (await engine.close(ClosePhoto("q"), work())).photos == 2
        assert (await engine.close(ClosePhoto(""), work())).photos == 0
        assert (await engine.status(Status(), work())).photos == 0
        with pytest.raises(EngineError):
            await engine.render(Render(PHOTO, WHOLE, 8, 8), work())

    play(scene)


def test_adjustments_reach_the_view_the_file_and_the_histogram_alike() -> None:
    bright = adjusted(plain_photo("p", *SIZE), Adjustments(exposure=1.0))

    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        plain = (await engine.render(Render(PHOTO, WHOLE, *SIZE), work())).bitmap
        view = (await engine.render(Render(bright, WHOLE, *SIZE), work())).bitmap
        assert view[..., :3].mean() > plain[..., :3].mean() + 20
        exported = await engine.export(Export(bright, ExportOptions("png", 90, *SIZE)), work())
        written = np.asarray(Image.open(io.BytesIO(exported.file)).convert("RGBA"))
        assert np.array_equal(written, view)
        dark, light = [await engine.count(Count(given), work()) for given in (PHOTO, bright)]
        assert sum(dark.light) == sum(light.light) == SIZE[0] * SIZE[1]
        assert sum(light.red[128:]) > sum(dark.red[128:])

    play(scene)


def test_the_backdrop_is_never_adjusted() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        await engine.cutout(CutOut("p", "instant"), work())
        ground = adjusted(subject(SIZE, Fill(colour="#336699")), Adjustments(exposure=2.0, vignette=-80))
        view = (await engine.render(Render(ground, WHOLE, *SIZE), work())).bitmap
        assert view[0, 0].tolist() == [0x33, 0x66, 0x99, 255]

    play(scene)


def test_what_is_suggested_keeps_what_it_is_not_about() -> None:
    present = Adjustments(grain=20, temperature=5, look="Noir")

    async def scene(engine: Engine) -> None:
        y, x = np.mgrid[0:64, 0:96]
        dull = np.stack([60 + x / 2, 70 + y / 2, 80 + x / 3], axis=2).astype(np.uint8)
        file = io.BytesIO()
        Image.fromarray(dull).save(file, "PNG")
        await engine.open(OpenPhoto("p", "a.png", file.getvalue()), work())
        light = (await engine.suggest(Suggest("p", "light", present), work())).adjustments
        assert (light.grain, light.temperature, light.look) == (20, 5, "Noir")
        assert light != present
        balance = (await engine.suggest(Suggest("p", "balance", present), work())).adjustments
        assert (balance.grain, balance.exposure) == (20, 0)
        assert balance.temperature > 5

    play(scene)


class Counting(Disc):
    """Remembers who was asked at which size, and sees a larger disc at each size."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    async def run(self, model: str, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append((model, tensor.shape[-1]))
        self.radius = 0.2 + tensor.shape[-1] / 10_000
        return await super().run(model, tensor)


def test_a_more_thorough_look_asks_no_network_twice() -> None:
    networks, given = Counting(), []

    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        await engine.cutout(CutOut("p", "instant", "m1"), work())
        ask = Work(lambda phase, share: None, give=given.append)
        done = await engine.cutout(CutOut("p", "best", "m2"), ask)
        assert len(networks.asked) == len(set(networks.asked)) == 4
        assert [(partial.stage, partial.final) for partial in given] == [("balanced", False)]
        assert (done.stage, done.final, done.matte) == ("best", True, "m2")
        await engine.cutout(CutOut("p", "best", "m3"), work())
        assert len(networks.asked) == 4

    play(scene, Engine(PlainPlatform(), networks, confined=True))


def test_each_matte_keeps_its_pixels_and_the_mask_alone_brings_one_back() -> None:
    def scene_of(matte: str) -> str:
        return dumps(Scene(*SIZE, (Layer("c", Raster("p", *SIZE, "cutout", matte=matte), centred(*SIZE)),)))

    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        first = await engine.cutout(CutOut("p", "instant", "m1"), work())
        engine.pixels.of("p").answers.forget("u2netp")
        engine.inference.radius = 0.1  # type: ignore[attr-defined]
        await engine.cutout(CutOut("p", "instant", "m2"), work())
        large, small = [(await engine.render(Render(scene_of(m), WHOLE, *SIZE), work())).bitmap for m in ("m1", "m2")]
        assert (large[..., 3] > 0).sum() > 2 * (small[..., 3] > 0).sum() > 0
        size = first.mask_width, first.mask_height
        await engine.restore(RestoreCutOut("p", first.mask, *size, matte="m9", later=True), work())
        again = (await engine.render(Render(scene_of("m9"), WHOLE, *SIZE), work())).bitmap
        assert np.array_equal(again, large)

    play(scene)


def test_a_mask_of_an_older_project_is_taken_as_it_was_saved() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        mask = np.zeros((32, 32), np.float32)
        mask[8:24, 8:24] = 1
        restored = await engine.restore(RestoreCutOut("p", mask.tobytes(), 32, 32, mask_bits=32), work())
        assert 0.15 < restored.coverage < 0.35
        assert 20 < restored.box.x < 28

    play(scene)


def test_a_glimpse_is_small_and_cut_out() -> None:
    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        mask = np.zeros((4, 4), np.uint8)
        mask[:, 2:] = 255
        glimpse = await engine.glimpse(Glimpse("p", mask.tobytes(), 4, 4, 48), work())
        assert (glimpse.width, glimpse.height) == (48, 32)
        assert glimpse.bitmap[0, 0, 3] == 0 and glimpse.bitmap[0, -1, 3] == 255

    play(scene)


def test_a_persons_own_network_is_asked_by_its_name_and_size() -> None:
    networks = Counting()

    async def scene(engine: Engine) -> None:
        await engine.open(OpenPhoto("p", "a.png", photo()), work())
        own = Connect("own-9", "port", "Mine", 96, (0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
        await engine.connect(own, work())
        done = await engine.cutout(CutOut("p", "own-9", "m1"), work())
        assert networks.asked == [("own-9", 96)]
        assert (done.stage, done.final, done.reading_names) == ("own-9", True, ())
        with pytest.raises(ModelError) as caught:
            await engine.connect(replace(own, mean=(1.0,)), work())
        assert caught.value.code == "model/settings"

    try:
        play(scene, Engine(PlainPlatform(), networks, confined=True))
    finally:
        unregister("own-9")
