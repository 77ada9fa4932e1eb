"""Fifth step of the road: the subject on its backdrop, at any scale. The view and the export are both made here."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from imaging.backdrop import blurred
from imaging.options import Backdrop, Region
from imaging.resample import Pyramid, resample


@dataclass(slots=True)
class Picture:
    """A photo (RGB or RGBA) with refine's cut-out (RGBA of the same size, or None) and, kept for the next drawing, what
    was derived from them."""

    photo: Image.Image
    cutout: Image.Image | None = None
    _photo: Pyramid = field(init=False, repr=False)
    _cutout: Pyramid | None = field(init=False, repr=False)
    _blurred: tuple[float, Image.Image] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._photo = Pyramid(self.photo)
        self._cutout = None if self.cutout is None else Pyramid(self.cutout)

    def compose(self, cutout: bool, backdrop: Backdrop, region: Region, size: tuple[int, int]) -> Image.Image:
        """`region` at `size` (width, height): RGBA with straight alpha when something shows through, else RGB.

        With `cutout` false, or while there is none, it is the photo as it was and the backdrop is not used.
        """
        if not cutout or self._cutout is None:
            return resample(self._photo, region, size)
        subject = resample(self._cutout, region, size)
        if backdrop.kind == "transparent":
            return subject
        ground = self._ground(backdrop, region, size)
        ground.paste(subject, mask=subject)
        return ground

    def _ground(self, backdrop: Backdrop, region: Region, size: tuple[int, int]) -> Image.Image:
        if backdrop.kind == "colour":
            return Image.new("RGB", size, backdrop.colour)
        if self._blurred is None or self._blurred[0] != backdrop.blur:
            self._blurred = backdrop.blur, blurred(self.photo, self.cutout, backdrop.blur)
        small = self._blurred[1]
        x, y = small.width / self.photo.width, small.height / self.photo.height
        scaled = Region(region.x * x, region.y * y, region.width * x, region.height * y)
        return resample(Pyramid(small), scaled, size)


def compose(
    photo: Image.Image, cutout: Image.Image | None, backdrop: Backdrop, region: Region, size: tuple[int, int]
) -> Image.Image:
    """One drawing of a Picture of which nothing is kept."""
    return Picture(photo, cutout).compose(True, backdrop, region, size)
