"""A picture made anew from its pixels: whatever else was in the file, or behind it, is gone."""

from contextlib import suppress
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from . import jpeg
from .outcomes import MAX_PIXELS, Code, Examined, Kind, Refused

MOST_MEMORY: Final = 140_000_000
"""Bytes for the pixels and what a decoder keeps beside them; Python and the file come on top."""
MOST_SCANS: Final = 100
"""Passes over a progressive picture: each costs time, and cameras make ten."""
QUALITY: Final = 90
REDUCTIONS: Final = (1, 2, 4)

BYTES_PER_PIXEL: Final = {"1": 1, "L": 1, "I;16": 2}  # of all others, at the latest when they become RGB: 4


def examine_jpeg(content: bytes) -> Examined:
    """Upright, without EXIF, in RGB or grey; a very large photo at half or quarter size.

    Raises Refused, and anything at all for what Pillow cannot read."""
    frame = jpeg.read(content)
    if frame.scans > MOST_SCANS:
        raise Refused(Code.COMPLEX)
    reduction = _reduction(frame)
    image = _opened(content, "JPEG", (frame.width, frame.height))
    image.draft(None, (frame.width // reduction, frame.height // reduction))
    image.load()
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    _turn_upright(image)
    return _written(image, Kind.JPEG)


def examine_png(content: bytes) -> Examined:
    """Upright, without text and EXIF; what is transparent stays so. Raises as examine_jpeg does."""
    if content[12:16] != b"IHDR" or len(content) < 26:
        raise Refused(Code.DAMAGED)
    size = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    _check_pixels(*size)
    image = _opened(content, "PNG", size)
    if 2 * image.width * image.height * BYTES_PER_PIXEL.get(image.mode, 4) > MOST_MEMORY:
        raise Refused(Code.PIXELS)
    image.load()
    image = _plain(image)
    _turn_upright(image)
    return _written(image, Kind.PNG)


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Refused(Code.DAMAGED)
    if width * height > MAX_PIXELS:
        raise Refused(Code.PIXELS)


def _reduction(frame: jpeg.Frame) -> int:
    """The smallest reduction while decoding with which the picture fits into the memory."""
    _check_pixels(frame.width, frame.height)
    for reduction in REDUCTIONS:
        pixels = 4 * frame.width * frame.height // reduction**2
        if max(frame.coefficients + pixels, 2 * pixels) <= MOST_MEMORY:  # decoded once, or turned: two copies
            return reduction
    raise Refused(Code.PIXELS)


def _opened(content: bytes, format_name: str, size: tuple[int, int]) -> Image.Image:
    """Only its header is read yet. A file with two headers could promise one size and decode to another."""
    image = Image.open(BytesIO(content), formats=(format_name,))
    if image.size != size:
        raise Refused(Code.DAMAGED)
    return image


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that PNG has, with transparency as a channel instead of a remark."""
    if image.mode == "I;16":
        return image.convert("L")
    if "transparency" in image.info or image.mode in ("PA", "LA", "RGBA"):
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    return image if image.mode in ("1", "L", "RGB") else image.convert("RGB")


def _turn_upright(image: Image.Image) -> None:
    """A photo whose EXIF cannot be read is still a photo."""
    with suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)


def _written(image: Image.Image, kind: Kind) -> Examined:
    """Pillow writes profile, comment and EXIF from ``info``; nothing is left there."""
    image.info.clear()
    made = BytesIO()
    if kind is Kind.JPEG:
        image.save(made, "JPEG", quality=QUALITY, exif=b"", icc_profile=None, comment=b"")
    else:
        image.save(made, "PNG", exif=b"", icc_profile=None)
    return Examined(made.getvalue(), width=image.width, height=image.height)
