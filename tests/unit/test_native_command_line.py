"""The command line: the real code on real files, with the smallest network and without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit import scenes

pytest.importorskip("onnxruntime", reason="onnxruntime is only there on CPython")

from segmentation.__main__ import MODELS, absent, main, pictures
from segmentation.models import model
from segmentation.tiers import TIERS

needs_weights = pytest.mark.skipif(
    bool(absent(TIERS["instant"], MODELS)), reason="set-up has not fetched the weights yet"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures of one name, a blank wall, a file that is no picture, and a note."""
    photo, _ = scenes.studio(240, 160)
    photo.save(tmp_path / "ball.png")
    photo.save(tmp_path / "ball.jpg")
    Image.new("RGB", (64, 48), (90, 120, 200)).save(tmp_path / "wall.png")
    (tmp_path / "broken.jpg").write_bytes(b"not a picture")
    (tmp_path / "note.txt").write_text("not asked for")
    return tmp_path


def test_a_folder_gives_what_looks_like_a_picture(folder: Path) -> None:
    names = [file.name for file in pictures([folder, folder / "note.txt"])]
    assert names == ["ball.jpg", "ball.png", "broken.jpg", "wall.png", "note.txt"]


@needs_weights
def test_good_files_are_cut_out_and_bad_ones_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "out"
    assert main([str(folder), str(folder / "gone.png"), "--tier", "instant", "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert sorted(file.name for file in out.iterdir()) == ["ball.png", "ball.png.png"]
    assert "1/5 ball.jpg  240x160, instant" in said.out
    for part in ("broken.jpg was not opened", "wall.png  No clear subject found.", "gone.png  No such file"):
        assert part in said.err
    with Image.open(out / "ball.png") as cutout:
        assert (cutout.mode, cutout.size) == ("RGBA", (240, 160))
        alpha = np.asarray(cutout)[..., 3]
    assert alpha[80, 120] == 255 and alpha[2, 2] == 0


@needs_weights
def test_an_alpha_alone_never_over_the_photo(folder: Path) -> None:
    before = (folder / "ball.png").read_bytes()
    asked = [str(folder / "ball.png"), "--tier", "instant", "--what", "alpha", "--out", str(folder)]
    assert main(asked) == 0
    assert (folder / "ball.png").read_bytes() == before
    with Image.open(folder / "ball.png.png") as alpha:
        assert alpha.mode == "L"


def test_missing_weights_and_an_empty_folder_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    Image.new("RGB", (64, 48)).save(tmp_path / "wall.png")
    assert main([str(tmp_path), "--models", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "No picture there." in said
    assert model("u2netp").files[0] in said
