"""The segments of a JPEG (ITU-T T.81, annex B), read without decoding a pixel."""

import re
from dataclasses import dataclass, field
from typing import Final

from .outcomes import Code, Refused

SOI: Final = b"\xff\xd8"
EOI: Final = 0xD9
SOS: Final = 0xDA
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
DECODABLE: Final = frozenset({0xC0, 0xC1, 0xC2})  # sequential and progressive, Huffman-coded
PROGRESSIVE: Final = 0xC2
# Colours depend on JFIF's and Adobe's segment; all other application segments and comments only tell about the photo.
NEEDED_TO_SHOW: Final = frozenset({0xE0, 0xEE})
TELLS_ABOUT: Final = (frozenset(range(0xE0, 0xF0)) | {0xFE}) - NEEDED_TO_SHOW

_next_marker = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


@dataclass(slots=True)
class Segment:
    marker: int
    start: int
    end: int
    """Behind its last byte; for a scan, behind its compressed data."""


@dataclass(slots=True)
class Frame:
    """How the picture is coded. ``coefficients`` is what a decoder must keep of a picture in several passes: bytes."""

    width: int
    height: int
    in_passes: bool
    scans: int
    coefficients: int
    segments: list[Segment] = field(repr=False)


def read(content: bytes) -> Frame:
    """Raises Refused(DAMAGED) for what is not exactly one picture that can be decoded."""
    segments = _segments(content)
    frames = [segment for segment in segments if segment.marker in FRAMES]
    scans = sum(segment.marker == SOS for segment in segments)
    if len(frames) != 1 or frames[0].marker not in DECODABLE or not scans:
        raise Refused(Code.DAMAGED)
    body = content[frames[0].start + 4 : frames[0].end]
    if len(body) < 6 or len(body) < 6 + 3 * body[5]:
        raise Refused(Code.DAMAGED)
    height, width, components = int.from_bytes(body[1:3]), int.from_bytes(body[3:5]), body[5]
    factors = [divmod(body[7 + 3 * number], 16) for number in range(components)]
    if not (width and height and factors and all(across and down for across, down in factors)):
        raise Refused(Code.DAMAGED)
    most = max(across for across, _ in factors) * max(down for _, down in factors)
    kept = 2 * width * height * sum(across * down for across, down in factors) // most
    in_passes = frames[0].marker == PROGRESSIVE or scans > 1
    return Frame(width, height, in_passes, scans, kept if in_passes else 0, segments)


def without_metadata(content: bytes) -> bytes:
    """The same picture, bit for bit, without EXIF, place, profile, comments and whatever stands behind its end."""
    segments = _segments(content)
    kept = [content[part.start : part.end] for part in segments if part.marker not in TELLS_ABOUT]
    return b"".join((SOI, *kept))


def _segments(content: bytes) -> list[Segment]:
    if not content.startswith(SOI):
        raise Refused(Code.DAMAGED)
    found: list[Segment] = []
    position = len(SOI)
    while match := _next_marker.search(content, position):
        start = match.end() - 2
        marker = content[match.end() - 1]
        if marker == EOI:
            found.append(Segment(marker, start, match.end()))
            return found
        length = int.from_bytes(content[match.end() : match.end() + 2])
        end = match.end() + length
        if length < 2 or end > len(content):
            raise Refused(Code.DAMAGED)
        if marker == SOS:
            following = _next_marker.search(content, end)
            end = following.start() if following else len(content)
        found.append(Segment(marker, start, end))
        position = end
    return found
