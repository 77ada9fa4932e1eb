"""How good the cut-outs are, beside others with their own settings, on the evaluation photos; natively, on CPython.

    python -m benchmarks.quality [--only instant,balanced,best,u2net,isnet] [--first N]

Writes the table into docs/cutout.md when everything was measured. The networks that are only compared with are fetched.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image

from errors import ModelError
from segmentation.cutout import Finding, find_subject
from segmentation.models import MODELS, ModelSpec, register
from segmentation.ort_native import OrtNative
from segmentation.preparation import prepare
from segmentation.refine import refine
from segmentation.tiers import TIERS, Tier
from tests import evalset
from tests.evalset import Pair, Row
from tools import models
from tools.paths import MODELS as FOLDER
from tools.paths import ROOT

PAGE = ROOT / "docs" / "cutout.md"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", re.DOTALL)


@dataclass(slots=True)
class Method:
    """One line of the table. `seconds` a photo; `asked` counts how often a person is asked."""

    label: str
    rows: list[Row] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    asked: int = 0

    def line(self) -> str:
        """As Markdown."""
        scores = [evalset.mean(self.rows, measure) for measure in evalset.MEASURES]
        shown = [f"{value:.3f}" if value < 10 else f"{value:.0f}" for value in scores]
        taken = f"{np.mean(self.seconds):.1f}" if self.seconds else ""
        return f"| {self.label} | {' | '.join(shown)} | {taken} | {self.asked or ''} |"


def find(photo: Image.Image, tier: Tier, inference: OrtNative) -> Finding | None:
    """Our finding, or None when there is no subject."""

    async def found(finding: Finding) -> None:
        """Only the last one counts here."""

    try:
        return asyncio.run(find_subject(photo, tier, inference, found))
    except ModelError as error:
        if error.code != "model/no-subject":
            raise
        return None


def alpha_of(photo: Image.Image, finding: Finding | None, reading: int = 0) -> Image.Image:
    """The finished alpha (L) of one of the readings, 0 being the result."""
    if finding is None:
        return Image.new("L", photo.size)
    mask = finding.readings[reading].mask if reading else finding.mask
    return refine(photo, mask).rgba.getchannel("A")


def ours(name: str, inference: OrtNative, listed: list[Pair]) -> list[Method]:
    """A tier, and the same with one tap: the right one of what is offered, only where something is offered."""
    tier = TIERS[name]
    plain, tapped = Method(f"**{tier.label}**"), Method(f"{tier.label}, one tap where asked")
    for number, pair in enumerate(listed, 1):
        photo = pair.photo()
        started = time.perf_counter()
        finding = find(photo, tier, inference)
        alpha = alpha_of(photo, finding)
        plain.seconds.append(time.perf_counter() - started)
        plain.rows.append(pair.score(alpha))
        offered = [plain.rows[-1]]
        if finding and finding.unsure and len(finding.readings) > 1:
            tapped.asked += 1
            offered += [pair.score(alpha_of(photo, finding, at)) for at in range(1, len(finding.readings))]
        tapped.rows.append(max(offered, key=lambda row: row["IoU"]))
        progress(name, number, len(listed), plain)
    return [plain, tapped] if tapped.asked else [plain]


def peer(label: str, spec: ModelSpec, inference: OrtNative, listed: list[Pair]) -> list[Method]:
    """A network alone, fed and read as rembg 2 does: the whole range of the answer, enlarged by LANCZOS."""
    method = Method(label)
    for number, pair in enumerate(listed, 1):
        photo = pair.photo().convert("RGB")
        started = time.perf_counter()
        answer = asyncio.run(inference.run(spec.name, prepare(photo, spec))).reshape(spec.size, spec.size)
        stretched = (answer - answer.min()) / (answer.max() - answer.min())
        mask = Image.fromarray((stretched * 255).astype(np.uint8)).resize(photo.size, Image.Resampling.LANCZOS)
        method.seconds.append(time.perf_counter() - started)
        method.rows.append(pair.score(mask))
        progress(spec.name, number, len(listed), method)
    return [method]


def progress(name: str, number: int, count: int, method: Method) -> None:
    """A line for every eighth photo: a run takes minutes."""
    if number % 8 == 0 or number == count:
        print(f"  {name} {number}/{count}  IoU {evalset.mean(method.rows, 'IoU'):.3f}", flush=True)


def u2net() -> ModelSpec:
    """rembg's default network."""
    models.make_ready("u2net")
    return register(replace(MODELS["u2netp"], name="u2net", files=("u2net.onnx",)))


def isnet() -> ModelSpec:
    """rembg's isnet-general-use: IS-Net in float at 1024, centred at half of the brightest value."""
    models.make_ready("isnet")
    half, one = (0.5, 0.5, 0.5), (1.0, 1.0, 1.0)
    return register(
        replace(MODELS["isnet"], name="isnet-1024", files=("isnet.onnx",), size=1024, mean=half, std=one, scale="max")
    )


def markdown(methods: list[Method], count: int) -> str:
    """The table, with where and when."""
    head = ["", *evalset.MEASURES, "s a photo", "asked"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(method.line() for method in methods)]
    day = datetime.datetime.now(datetime.UTC).date()
    where = f"{count} photos, {day:%d %B %Y}, {platform.machine()} with 2 threads on CPython and a busy machine"
    return f"{where}:\n\n" + "\n".join(lines) + "\n"


def run() -> None:
    """All methods that were asked for."""
    parser = argparse.ArgumentParser(description="Measure the cut-outs beside others.")
    parser.add_argument("--only", default="instant,balanced,best,u2net,isnet")
    parser.add_argument("--first", type=int, default=10_000, help="only so many photos; nothing is written then")
    asked = parser.parse_args()
    listed, inference = evalset.pairs()[: asked.first], OrtNative(FOLDER, threads=2)
    known: dict[str, Callable[[], list[Method]]] = {
        **{name: lambda name=name: ours(name, inference, listed) for name in TIERS},
        "u2net": lambda: peer("rembg's default, u2net at 320", u2net(), inference, listed),
        "isnet": lambda: peer("rembg's isnet-general-use, at 1024", isnet(), inference, listed),
    }
    chosen = asked.only.split(",")
    table = markdown([method for name in chosen for method in known[name]()], len(listed))
    print(table)
    if set(chosen) == set(known) and len(listed) == len(evalset.pairs()):
        Path(PAGE).write_text(TABLE.sub(lambda _: table, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    run()
