"""Fifth step of the road: the subject on its backdrop, at any scale. The view and the export are both made here."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from imaging.adjust import apply, margin
from imaging.adjustments import Adjustments
from imaging.backdrop import blurred
from imaging.options import Backdrop, Region, Scene
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

    def compose(self, scene: Scene, region: Region, size: tuple[int, int]) -> Image.Image:
        """`region` of `scene` at `size` (width, height): RGBA with straight alpha when something shows through, else
        RGB. While there is no cut-out, it is the whole photo, and the backdrop is not used."""
        if not scene.cutout or self._cutout is None:
            return self._adjusted(self._photo, scene.adjustments, region, size)
        subject = self._adjusted(self._cutout, scene.adjustments, region, size)
        if scene.backdrop.kind == "transparent":
            return subject
        ground = self._ground(scene.backdrop, region, size)
        ground.paste(subject, mask=subject)
        return ground

    def _adjusted(
        self, source: Pyramid, adjustments: Adjustments, region: Region, size: tuple[int, int]
    ) -> Image.Image:
        """A region, adjusted. Filters look around it, so that a part comes out as it does in the whole."""
        if adjustments.is_neutral:
            return resample(source, region, size)
        x, y = size[0] / region.width, size[1] / region.height
        scale, full = (x * y) ** 0.5, (self.photo.width, self.photo.height)
        reach = margin(adjustments, scale, full)
        left, top = min(reach, int(region.x * x)), min(reach, int(region.y * y))
        right = min(reach, int((full[0] - region.x - region.width) * x))
        bottom = min(reach, int((full[1] - region.y - region.height) * y))
        width, height = size[0] + left + right, size[1] + top + bottom
        outer = Region(region.x - left / x, region.y - top / y, width / x, height / y)
        part = apply(resample(source, outer, (width, height)), adjustments, scale, (outer.x, outer.y), full)
        return part if (width, height) == size else part.crop((left, top, left + size[0], top + size[1]))

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
    photo: Image.Image, cutout: Image.Image | None, scene: Scene, region: Region, size: tuple[int, int]
) -> Image.Image:
    """One drawing of a Picture of which nothing is kept."""
    return Picture(photo, cutout).compose(scene, region, size)
