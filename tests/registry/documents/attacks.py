"""Files that are to harm somebody: those that must be refused, and those of which nothing harmful may be left."""

import gzip
import zipfile
import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from registry.documents.outcomes import MAX_BYTES, Code

from .making import (
    SECRET,
    TEXT,
    VIRUS,
    File,
    annotated,
    assembled,
    camera,
    drawing,
    jpeg,
    of_size,
    pdf,
    png,
    saved,
    segment,
    stream,
    with_chunk,
    with_image,
    with_segments,
)

HTML = b"<html><script>alert(document.cookie)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def zipped(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(1_000_000))
    return made.getvalue()


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def in_object_stream(body: bytes) -> bytes:
    """The attack as object 6, hidden from a search through the bytes: packed into an object stream."""
    packed = zlib.compress(b"6 0 " + body)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed),
    ]
    made = assembled(objects)
    places = [made.index(b"%d 0 obj" % number) for number in (1, 2, 3, 4)]
    table_at = made.index(b"xref\n")
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (1, table_at, 0), (2, 4, 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(2) for kind, place, last in rows)
    numbered = b"5 0 obj\n%s\nendobj\n" % stream(b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R", table)
    return made[:table_at] + numbered + b"startxref\n%d\n%%%%EOF" % table_at


def bomb(filters: bytes, size: int, times: int = 1) -> bytes:
    data = bytes(size)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return pdf(text=stream(b"/Filter " + filters, data))


def deep(levels: int) -> bytes:
    return pdf(b"[" * levels + b"]" * levels, catalog=b"/Kepil 6 0 R")


def chained(length: int) -> bytes:
    """A list of so many dictionaries, each inside the one before."""
    links = [b"<< /Deeper %d 0 R >>" % (number + 7) for number in range(length)]
    return pdf(*links, b"null", resources=b"/Properties << /A 6 0 R >>")


TEXT_LENGTH = len(TEXT) - len(stream(b"", b"")) - 1
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FILE = b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>"
EXE = stream(b"/Type /EmbeddedFile", b"MZ")

REFUSED: dict[str, tuple[File, str, Code]] = {
    # not what they say
    "empty": (b"", "a.pdf", Code.EMPTY),
    "8 MB": (pdf() + bytes(MAX_BYTES), "a.pdf", Code.TOO_BIG),
    "one byte too many": (jpeg() + bytes(MAX_BYTES + 1 - len(jpeg())), "a.jpg", Code.TOO_BIG),
    "a program as a picture": (b"MZ\x90\x00" + bytes(100), "photo.jpg", Code.UNKNOWN),
    "a program for Linux as a PDF": (b"\x7fELF" + bytes(100), "a.pdf", Code.UNKNOWN),
    "a page as a picture": (HTML, "photo.png", Code.UNKNOWN),
    "PHP as a picture": (PHP, "photo.jpg", Code.UNKNOWN),
    "text as a PDF": (b"Certificate", "a.pdf", Code.UNKNOWN),
    "PNG named JPEG": (png(), "a.jpg", Code.MISMATCH),
    "JPEG named PDF": (jpeg(), "a.pdf", Code.MISMATCH),
    "PDF named PNG": (pdf(), "a.png", Code.MISMATCH),
    "picture named page": (png(), "a.html", Code.ENDING),
    "picture named program": (jpeg(), "a.jpg.exe", Code.ENDING),
    "no ending": (jpeg(), "photo", Code.ENDING),
    "only an ending": (jpeg(), "", Code.ENDING),
    "the beginning of a PNG alone": (png()[:8], "a.png", Code.DAMAGED),
    "the beginning of a JPEG alone": (b"\xff\xd8\xff", "a.jpg", Code.DAMAGED),
    "a page behind the beginning of a PNG": (png()[:8] + HTML, "a.png", Code.DAMAGED),
    "a page behind the beginning of a JPEG": (b"\xff\xd8\xff\xe0" + HTML, "a.jpg", Code.DAMAGED),
    "a page behind the beginning of a PDF": (b"%PDF-1.7\n" + HTML, "a.pdf", Code.DAMAGED),
    # names
    "double ending": (pdf(), "form.exe.pdf", Code.NAME),
    "double ending, page": (jpeg(), "a.html.jpg", Code.NAME),
    "double ending, shouting": (jpeg(), "a.PHP .jpg", Code.NAME),
    "NUL in the name": (jpeg(), "shell.php\0.jpg", Code.NAME),
    "turned direction": (jpeg(), "photo\u202egpj.exe", Code.ENDING),
    "turned direction, three endings": (jpeg(), "photo\u202e.exe.jpg", Code.NAME),
    "a stream of Windows": (jpeg(), "a.jpg::$DATA", Code.ENDING),
    # kinds that are not accepted
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "IMG_1.HEIC", Code.HEIC),
    "HEIC named JPEG": (b"\x00\x00\x00\x18ftypmif1" + bytes(100), "IMG_1.jpg", Code.HEIC),
    "film": (b"\x00\x00\x00\x18ftypmp42" + bytes(100), "a.jpg", Code.UNKNOWN),
    "SVG": (SVG, "a.svg", Code.PICTURE),
    "SVG as a PNG": (SVG, "a.png", Code.PICTURE),
    "GIF": (saved(drawing(), "GIF"), "a.gif", Code.PICTURE),
    "GIF and JAR": (saved(drawing(), "GIF") + zipped("A.class"), "a.jpg", Code.PICTURE),
    "WebP": (saved(drawing(), "WEBP"), "a.png", Code.PICTURE),
    "TIFF": (saved(drawing(), "TIFF"), "a.tiff", Code.PICTURE),
    "BMP": (saved(drawing(), "BMP"), "a.png", Code.PICTURE),
    "ZIP": (zipped("a.pdf"), "a.zip", Code.ARCHIVE),
    "ZIP bomb as a PDF": (lambda: zipped(*"abcdefgh"), "a.pdf", Code.ARCHIVE),
    "gzip": (gzip.compress(pdf()), "a.pdf", Code.ARCHIVE),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "a.rar", Code.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c", "a.pdf", Code.ARCHIVE),
    "Word": (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", Code.OFFICE),
    "Word with macros as a PDF": (zipped("word/vbaProject.bin"), "a.pdf", Code.OFFICE),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.doc", Code.OFFICE),
    "RTF": (b"{\\rtf1\\ansi}", "a.rtf", Code.OFFICE),
    # viruses
    "EICAR": (VIRUS, "a.pdf", Code.HARMFUL),
    "EICAR in a PDF": (pdf(text=stream(b"", VIRUS)), "a.pdf", Code.HARMFUL),
    "EICAR in a comment": (jpeg(comment=VIRUS), "a.jpg", Code.HARMFUL),
    "EICAR behind a PNG": (png() + VIRUS, "a.png", Code.HARMFUL),
    # pictures
    "50 000 × 50 000": (of_size(50_000, 50_000), "a.png", Code.PIXELS),
    "2³¹ × 2³¹": (of_size(2**31 - 1, 2**31 - 1), "a.png", Code.PIXELS),
    "too many colours at once": (of_size(6_000, 6_000), "a.png", Code.PIXELS),
    "JPEG 65 000 × 65 000": (jpeg().replace(b"\x08\x00\x50\x00\x78", b"\x08\xfd\xe8\xfd\xe8"), "a.jpg", Code.PIXELS),
    "no pixels": (of_size(0, 10), "a.png", Code.DAMAGED),
    "promises more than it has": (of_size(500, 500), "a.png", Code.DAMAGED),
    "two sizes": (with_chunk(png(), b"IHDR", of_size(5_000, 5_000)[16:29]), "a.png", Code.DAMAGED),
    "half a JPEG": (jpeg()[: len(jpeg()) // 2], "a.jpg", Code.DAMAGED),
    "half a PNG": (png()[: len(png()) // 2], "a.png", Code.DAMAGED),
    "two pictures in one": (
        with_segments(jpeg(), segment(0xC0, bytes((8, 0, 9, 0, 9, 1, 1, 17, 0)))),
        "a.jpg",
        Code.DAMAGED,
    ),
    "a thousand passes": (
        saved(drawing(), progressive=True)[:-2] + jpeg()[jpeg().index(b"\xff\xda") : -2] * 1_000 + b"\xff\xd9",
        "a.jpg",
        Code.COMPLEX,
    ),
    "text bomb": (
        lambda: with_chunk(png(), b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000))),
        "a.png",
        Code.DAMAGED,
    ),
    # PDF: what acts
    "JavaScript at the start": (pdf(catalog=b"/OpenAction " + SCRIPT), "a.pdf", Code.ACTIVE),
    "JavaScript by name": (
        pdf(catalog=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % SCRIPT),
        "a.pdf",
        Code.ACTIVE,
    ),
    "JavaScript written otherwise": (
        pdf(b"<< /#53 /J#61vaScript /J#53 (a) >>", catalog=b"/OpenAction 6 0 R"),
        "a.pdf",
        Code.ACTIVE,
    ),
    "JavaScript through a detour": (
        pdf(b"<< /S 7 0 R >>", b"/JavaScript", catalog=b"/OpenAction 6 0 R"),
        "a.pdf",
        Code.ACTIVE,
    ),
    "JavaScript in an object stream": (in_object_stream(SCRIPT), "a.pdf", Code.ACTIVE),
    "JavaScript in a link": (annotated(b"<< /Subtype /Link /Rect [0 0 9 9] /A %s >>" % SCRIPT), "a.pdf", Code.ACTIVE),
    "JavaScript after a jump": (
        annotated(b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoTo /D [4 0 R /Fit] /Next %s >> >>" % SCRIPT),
        "a.pdf",
        Code.ACTIVE,
    ),
    "on opening the page": (pdf(page=b"/AA << /O << /S /URI /URI (http://a.example/) >> >>"), "a.pdf", Code.ACTIVE),
    "program": (pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "a.pdf", Code.ACTIVE),
    "address at the start": (pdf(catalog=b"/OpenAction << /S /URI /URI (http://a.example/) >>"), "a.pdf", Code.ACTIVE),
    "other PDF": (
        annotated(b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (\\\\\\\\a\\\\b) >> >>"),
        "a.pdf",
        Code.ACTIVE,
    ),
    "sends a form": (
        annotated(b"<< /Subtype /Widget /Rect [0 0 9 9] /A << /S /SubmitForm /F (http://a.example/) >> >>"),
        "a.pdf",
        Code.ACTIVE,
    ),
    "PostScript": (
        pdf(stream(b"/Type /XObject /Subtype /PS", b"quit"), resources=b"/XObject << /X 6 0 R >>"),
        "a.pdf",
        Code.ACTIVE,
    ),
    # PDF: what lies inside
    "file inside": (
        pdf(FILE, EXE, catalog=b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>"),
        "a.pdf",
        Code.ATTACHED,
    ),
    "file beside": (pdf(FILE, EXE, catalog=b"/AF [6 0 R]"), "a.pdf", Code.ATTACHED),
    "file on the page": (
        annotated(b"<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS 7 0 R >>", EXE),
        "a.pdf",
        Code.ATTACHED,
    ),
    "film on the page": (annotated(b"<< /Subtype /RichMedia /Rect [0 0 9 9] >>"), "a.pdf", Code.ATTACHED),
    "folder": (pdf(catalog=b"/Collection << /View /D >>"), "a.pdf", Code.ATTACHED),
    "page from elsewhere": (pdf(text=stream(b"/F (http://a.example/)", b"")), "a.pdf", Code.ATTACHED),
    "XFA": (pdf(stream(b"", b"<xdp/>"), catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >>"), "a.pdf", Code.FORM),
    "value without a picture of it": (
        annotated(b"<< /Subtype /Widget /FT /Tx /V (Aigerim) /Rect [0 0 9 9] >>"),
        "a.pdf",
        Code.FORM,
    ),
    "password": (lambda: encrypted("secret"), "a.pdf", Code.ENCRYPTED),
    "owner's password": (lambda: encrypted(""), "a.pdf", Code.ENCRYPTED),
    "unknown protection": (pdf(trailer=b"/Encrypt << /Filter /Kepil /V 9 >>"), "a.pdf", Code.ENCRYPTED),
    # PDF: two files in one
    "PDF and ZIP": (pdf() + zipped("a.exe"), "a.pdf", Code.TRAILING),
    "PDF and page": (pdf() + HTML, "a.pdf", Code.TRAILING),
    "PHP before the PDF": (PHP + pdf(), "a.pdf", Code.UNKNOWN),
    "line before the PDF": (b"\n" + pdf(), "a.pdf", Code.UNKNOWN),
    # PDF: too much
    "51 pages": (pdf(pages=51), "a.pdf", Code.PAGES),
    "pages for ever": (
        pdf(b"<< /Type /Pages /Kids [2 0 R] >>").replace(b"/Kids [4 0 R]", b"/Kids [6 0 R]"),
        "a.pdf",
        Code.DAMAGED,
    ),
    "no page": (pdf(pages=0), "a.pdf", Code.DAMAGED),
    "half a PDF": (pdf()[:400], "a.pdf", Code.DAMAGED),
    "100 MB in a stream": (lambda: bomb(b"/FlateDecode", 100_000_000), "a.pdf", Code.COMPLEX),
    "packed twice": (lambda: bomb(b"[/FlateDecode /FlateDecode]", 50_000_000, 2), "a.pdf", Code.COMPLEX),
    "deep": (lambda: deep(50_000), "a.pdf", Code.COMPLEX),
    "long chain": (lambda: chained(3_000), "a.pdf", Code.COMPLEX),
    "giant picture": (with_image(b"\0", b"/Width 50000 /Height 50000"), "a.pdf", Code.PIXELS),
    "promises a giant stream": (
        pdf().replace(b"/Length %d" % TEXT_LENGTH, b"/Length 9999999999"),
        "a.pdf",
        Code.DAMAGED,
    ),
}

NEUTRALISED: dict[str, tuple[bytes, str]] = {
    "PNG and page": (png() + HTML, "a.png"),
    "PNG with a page in its text": (with_chunk(png(), b"tEXt", b"Comment\0" + HTML), "a.png"),
    "PNG with PHP in a chunk of its own": (with_chunk(png(), b"phPc", PHP), "a.png"),
    "PNG with two faces": (with_chunk(png(), b"acTL", bytes((0, 0, 0, 2, 0, 0, 0, 0))), "a.png"),
    "PNG and ZIP": (png() + zipped("a.exe"), "a.png"),
    "JPEG and JAR": (jpeg() + zipped("A.class"), "a.jpg"),
    "JPEG with PHP in its comment": (jpeg(comment=PHP), "a.jpg"),
    "JPEG with a page in its EXIF": (with_segments(jpeg(), segment(0xE1, b"Exif\0\0" + HTML)), "a.jpg"),
    "JPEG with a page in its profile": (jpeg(icc_profile=HTML), "a.jpg"),
    "JPEG with XMP": (jpeg(xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"), "a.jpg"),
    "JPEG with a place": (jpeg(exif=camera()), "a.jpg"),
    "path upwards": (png(), "../../../etc/cron.d/a.png"),
    "path of Windows": (png(), "..\\..\\a.png"),
    "PDF with an unused script": (pdf(SCRIPT), "a.pdf"),
    "PDF with an unused program": (pdf(stream(b"", b"MZ" + PHP)), "a.pdf"),
    "PDF with ZIP between its objects": (pdf().replace(b"5 0 obj", b"%" + PHP + b"\n5 0 obj"), "a.pdf"),
    "PDF with a link": (
        annotated(b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:%s) >> >>" % SECRET),
        "a.pdf",
    ),
}
