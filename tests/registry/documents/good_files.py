"""Files as honest people send them: every one is accepted, and still shows what it showed."""

from io import BytesIO
from typing import NamedTuple

import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter

from .making import (
    SECRET,
    File,
    annotated,
    camera,
    drawing,
    jpeg,
    pdf,
    png,
    saved,
    segment,
    stream,
    with_image,
    with_segments,
)


class Picture(NamedTuple):
    content: File
    name: str
    size: tuple[int, int] = (120, 80)
    mode: str = "RGB"


class Paper(NamedTuple):
    content: File
    name: str = "certificate.pdf"
    text: str = "Certificate"
    pages: int = 1


def transparent() -> Image.Image:
    image = drawing(mode="RGBA")
    image.putpixel((119, 79), (0, 0, 0, 0))
    return image


def from_phone(orientation: int) -> bytes:
    return saved(drawing(), quality=92, exif=camera(orientation), dpi=(72, 72))


def two_pictures() -> bytes:
    """As many phones save: the photo, and a second one behind it."""
    made = BytesIO()
    drawing().save(made, "MPO", save_all=True, append_images=[drawing(60, 40)])
    return made.getvalue()


def with_film() -> bytes:
    """A photo that moves: a film stands behind the picture."""
    return from_phone(1) + b"\x00\x00\x00\x18ftypmp42" + bytes(5_000) + b"\xff\xda\xff\xd9"


PICTURES: dict[str, Picture] = {
    "plain JPEG": Picture(jpeg(), "photo.jpg"),
    "ending in capitals": Picture(jpeg(), "IMG_0001.JPG"),
    "the long ending": Picture(jpeg(), "a.jpeg"),
    "as Windows names it": Picture(jpeg(), "a.jfif"),
    "phone, upright": Picture(from_phone(1), "a.jpg"),
    "phone, upside down": Picture(from_phone(3), "a.jpg"),
    "phone, turned right": Picture(from_phone(6), "a.jpg", (80, 120)),
    "phone, turned left": Picture(from_phone(8), "a.jpg", (80, 120)),
    "phone, mirrored": Picture(from_phone(5), "a.jpg", (80, 120)),
    "phone, two pictures": Picture(two_pictures(), "a.jpg"),
    "phone, moving photo": Picture(with_film(), "a.jpg"),
    "broken EXIF": Picture(with_segments(jpeg(), segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), "a.jpg"),
    "progressive": Picture(jpeg(progressive=True), "a.jpg"),
    "all colours at full size": Picture(jpeg(subsampling=0), "a.jpg"),
    "grey JPEG": Picture(saved(drawing(mode="L")), "a.jpg", mode="L"),
    "JPEG for printing": Picture(saved(drawing(mode="CMYK")), "a.jpg"),
    "24 megapixels": Picture(lambda: saved(drawing(6_000, 4_000, "L"), quality=50), "a.jpg", (6_000, 4_000), "L"),
    "39 megapixels in colour": Picture(lambda: saved(drawing(7_200, 5_400), quality=50), "a.jpg", (3_600, 2_700)),
    "one pixel": Picture(saved(Image.new("RGB", (1, 1), "white"), "PNG"), "a.png", (1, 1)),
    "plain PNG": Picture(png(), "screenshot.png"),
    "PNG with see-through parts": Picture(saved(transparent(), "PNG"), "a.png", mode="RGBA"),
    "grey PNG": Picture(saved(drawing(mode="L"), "PNG"), "a.png", mode="L"),
    "grey PNG, see-through": Picture(saved(drawing(mode="LA"), "PNG"), "a.png", mode="LA"),
    "black and white": Picture(saved(drawing(mode="1"), "PNG"), "a.png", mode="1"),
    "palette": Picture(saved(drawing(mode="P"), "PNG"), "a.png"),
    "16 bits of grey": Picture(saved(drawing(mode="I;16"), "PNG"), "a.png", mode="L"),
    "scan with 600 dpi": Picture(lambda: saved(drawing(4_960, 7_016, "1"), "PNG"), "a.png", (4_960, 7_016), "1"),
    "PNG that was turned": Picture(saved(drawing(), "PNG", exif=camera(6)), "a.png", (80, 120)),
}


def set_with_typst(pages: int = 1) -> bytes:
    source = "#pagebreak()\n".join(["Certificate\n"] * pages)
    made = typst.compile(source.encode(), ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def saved_with_pypdf(**options: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.add_metadata({"/Author": SECRET.decode(), "/Title": SECRET.decode()})
    writer.xmp_metadata = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    writer.add_outline_item(title="Certificate", page_number=0)
    for page in writer.pages:
        page.compress_content_streams()
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def that_tells_about_itself() -> bytes:
    told = b"/Width 120 /Height 80 /Filter /DCTDecode /PieceInfo << /A << /Private (%s) >> >> /Metadata 7 0 R" % SECRET
    picture = stream(b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 " + told, jpeg())
    return pdf(picture, stream(b"/Type /Metadata", SECRET), resources=b"/Font << /F1 3 0 R >> /XObject << /Im 6 0 R >>")


def scanned(filters: bytes = b"/DCTDecode") -> bytes:
    photo = from_phone(1)
    if b"ASCIIHex" in filters:
        photo = photo.hex().encode() + b">"
    return with_image(photo, b"/Width 120 /Height 80 /Filter " + filters)


STAMP = stream(
    b"/Subtype /Form /BBox [0 0 90 30] /Resources << /Font << /F1 3 0 R >> >>", b"BT /F1 9 Tf (Filled in) Tj ET"
)
FIELD = b"<< /Subtype /Widget /FT /Tx /T (a) /V (Filled in) /Rect [10 10 100 40] /AP << /N 7 0 R >> >>"
NOTE = b"<< /Subtype /FreeText /Contents (Filled in) /Rect [10 10 100 40] /AP << /N 7 0 R >> >>"
BOX = b"<< /Subtype /Widget /FT /Btn /AS /Yes /Rect [10 10 100 40] /AP << /N << /Yes 7 0 R /Off 8 0 R >> >> >>"
BOTH = "Certificate\nFilled in"

PAPERS: dict[str, Paper] = {
    "plain PDF": Paper(pdf()),
    "ending in capitals": Paper(pdf(), "СПРАВКА.PDF"),
    "dates in the name": Paper(pdf(), "Справка 12.05.2026 № 7.pdf"),
    "typst": Paper(lambda: set_with_typst()),
    "pypdf, with author and outline": Paper(saved_with_pypdf()),
    "LibreOffice opens at a place": Paper(pdf(catalog=b"/OpenAction [4 0 R /XYZ null null 0] /Lang (kk-KZ)")),
    "Word opens at a page": Paper(
        pdf(catalog=b"/OpenAction << /S /GoTo /D [4 0 R /Fit] >> /MarkInfo << /Marked true >>")
    ),
    "50 pages": Paper(lambda: set_with_typst(50), pages=50),
    "saved twice": Paper(
        pdf() + b"\n% changed\n" + pdf()[pdf().index(b"xref\n") :].replace(b"xref\n", b"xref\n", 1), text="Certificate"
    ),
    "an old version": Paper(pdf().replace(b"%PDF-1.7", b"%PDF-1.2")),
    "wrong place of the table": Paper(pdf().replace(b"startxref\n", b"startxref\n1")),
    "line ends behind the end": Paper(pdf() + b"\r\n\0\0\r\n"),
    "a font called AA": Paper(pdf(resources=b"/Font << /AA 3 0 R /F1 3 0 R >>")),
    "comment": Paper(annotated(NOTE, STAMP), text=BOTH),
    "filled-in field": Paper(annotated(FIELD, STAMP, catalog=b"/AcroForm << /Fields [6 0 R] >>"), text=BOTH),
    "ticked box": Paper(annotated(BOX, STAMP, stream(b"/Subtype /Form /BBox [0 0 1 1]", b"")), text=BOTH),
    "link": Paper(annotated(b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://egov.kz/) >> >>")),
    "a picture that tells about itself": Paper(that_tells_about_itself()),
    "scanner": Paper(scanned(), text=""),
    "scanner, as text": Paper(scanned(b"[/ASCIIHexDecode /DCTDecode]"), text=""),
}
