"""Files as people and attackers make them, built in code: there is no binary file in the repository."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from registry.documents.scanning import TEST_VIRUS

File = bytes | Callable[[], bytes]
"""A function for what takes time to make: it is not made where the tests are only counted."""

VIRUS = TEST_VIRUS
GPS = 0x8825
ORIENTATION = 0x0112
SECRET = b"Aigerim-was-here"  # in every piece of metadata: nothing of it may be stored


def made(file: File) -> bytes:
    return file() if callable(file) else file


def drawing(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """The upper left quarter is dark, all else is light: so that one sees which side is up."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill="black")
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def jpeg(**options: Any) -> bytes:
    return saved(drawing(), "JPEG", **options)


def png(**options: Any) -> bytes:
    return saved(drawing(), "PNG", **options)


def camera(orientation: int = 1) -> Image.Exif:
    """What a phone writes: the way it was held, its name, and where its owner lives."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x0110] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (43.0, 14.0, 20.5), 3: "E", 4: (76.0, 56.0, 44.25), 29: SECRET.decode()}
    return exif


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def with_segments(content: bytes, *segments: bytes) -> bytes:
    """Behind the first bytes of a JPEG."""
    return content[:2] + b"".join(segments) + content[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def with_chunk(content: bytes, name: bytes, body: bytes) -> bytes:
    """Behind the header of a PNG."""
    return content[:33] + chunk(name, body) + content[33:]


def of_size(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels, though its data are short."""
    header = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    data = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def stream(dictionary: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(data), data)


TEXT = stream(b"", b"BT /F1 24 Tf 20 100 Td (Certificate) Tj ET")


def pdf(
    *more: bytes,
    catalog: bytes = b"",
    page: bytes = b"",
    trailer: bytes = b"",
    pages: int = 1,
    text: bytes = TEXT,
    resources: bytes = b"/Font << /F1 3 0 R >>",
) -> bytes:
    """A PDF of the plainest kind. ``more`` become the objects 6, 7, …; the others are further entries."""
    kids = [b"4 0 R"] * pages
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R"
        b" /Resources << %s >> %s >>" % (resources, page),
        text,
        *more,
    ]
    return assembled(objects, trailer)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    ending = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(made))
    return made + head + ending


def annotated(annotation: bytes, *more: bytes, catalog: bytes = b"") -> bytes:
    """One annotation, object 6; ``more`` become the objects 7, 8, …"""
    return pdf(annotation, *more, page=b"/Annots [6 0 R]", catalog=catalog)


def with_image(data: bytes, dictionary: bytes) -> bytes:
    """Shown on the page as a scanner does."""
    always = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    shown = stream(b"", b"q 300 0 0 200 0 0 cm /Im Do Q")
    return pdf(stream(always + dictionary, data), text=shown, resources=b"/XObject << /Im 6 0 R >>")
