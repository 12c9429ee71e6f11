"""What honest people send is accepted, shows the same, and tells nothing about them that is not to be seen."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from registry.documents.inspection import Clean, Kind, inspect

from .good_files import PAPERS, PICTURES, Paper, Picture
from .making import GPS, ORIENTATION, SECRET, made, png

pytestmark = [
    pytest.mark.usefixtures("at_once"),
    pytest.mark.filterwarnings("ignore:Corrupt EXIF data"),  # the examiner of its own shows nobody any warnings
]

CORNERS = {"phone, upside down": (1, 1), "phone, turned right": (1, 0), "phone, turned left": (0, 1)}
CORNERS |= {"PNG that was turned": (1, 0)}


def cleaned(given: Picture | Paper) -> Clean:
    return inspect(made(given.content), given.name)


def test_there_are_enough_of_them():
    assert len(PICTURES) + len(PAPERS) >= 40


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_accepted(name: str):
    given = PICTURES[name]
    clean = cleaned(given)
    with Image.open(BytesIO(clean.content)) as image:
        image.load()
        assert (image.size, image.mode) == (given.size, given.mode)
        assert (clean.width, clean.height, clean.pages) == (*given.size, None)
        assert clean.kind is (Kind.PNG if image.format == "PNG" else Kind.JPEG)
        assert given.size == (1, 1) or dark_corner(image) == CORNERS.get(name, (0, 0))


def dark_corner(image: Image.Image) -> tuple[int, int]:
    """Where the dark quarter of the drawing is now: 0 is left or upper, 1 right or lower."""
    small = image.convert("L").resize((2, 2), Image.Resampling.BOX)
    (dark,) = [place for place, brightness in enumerate(small.tobytes()) if brightness < 100]
    return dark % 2, dark // 2


@pytest.mark.parametrize("name", [name for name in PICTURES if "phone" in name or "turned" in name])
def test_a_photo_no_longer_tells_where_it_was_taken(name: str):
    given = PICTURES[name]
    clean = cleaned(given)
    assert SECRET not in clean.content
    with Image.open(BytesIO(clean.content)) as image:
        exif = image.getexif()
        assert not exif.get_ifd(GPS)
        assert exif.get(ORIENTATION) is None
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_photos_of_the_corpus_do_tell_where_they_were_taken():
    with Image.open(BytesIO(made(PICTURES["phone, upright"].content))) as image:
        assert image.getexif().get_ifd(GPS)


def test_what_is_see_through_stays_so():
    clean = cleaned(PICTURES["PNG with see-through parts"])
    with Image.open(BytesIO(clean.content)) as image:
        assert image.getpixel((119, 79)) == (0, 0, 0, 0)
        assert image.getpixel((0, 0)) == (0, 0, 0, 255)


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_is_accepted(name: str):
    given = PAPERS[name]
    clean = cleaned(given)
    read = PdfReader(BytesIO(clean.content), strict=True)
    assert (clean.kind, clean.pages, len(read.pages)) == (Kind.PDF, given.pages, given.pages)
    assert read.pages[0].extract_text() == given.text
    assert clean.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_no_longer_tells_who_made_it(name: str):
    content = cleaned(PAPERS[name]).content
    read = PdfReader(BytesIO(content))
    assert set(read.trailer) <= {"/Size", "/Root", "/ID"}
    assert set(read.root_object) <= {"/Type", "/Pages"}
    assert all("/Annots" not in page for page in read.pages)
    assert SECRET not in content


SMALL = {name: picture for name, picture in PICTURES.items() if max(picture.size) < 1_000}


@pytest.mark.parametrize("given", [*SMALL.values(), *PAPERS.values()], ids=[*SMALL, *PAPERS])
def test_what_was_made_is_itself_a_good_file(given: Picture | Paper):
    once = cleaned(given)
    again = inspect(once.content, f"{once.title}.{once.kind.value}")
    assert (again.kind, again.title, again.pages, again.width, again.height) == (
        *(once.kind, once.title, once.pages, once.width, once.height),
    )


@pytest.mark.parametrize("name", ["scanner", "scanner, as text"])
def test_a_scan_is_the_same_picture_without_its_place(name: str):
    read = PdfReader(BytesIO(cleaned(PAPERS[name]).content))
    image = read.pages[0].images[0]
    assert SECRET not in image.data
    assert image.image is not None
    assert dark_corner(image.image) == (0, 0)
    assert not image.image.getexif()


def test_a_file_may_be_open_instead_of_read():
    assert inspect(BytesIO(png()), "a.png").kind is Kind.PNG


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Справка 12.05.2026 № 7.png", "Справка 12.05.2026 № 7"),
        ("C:\\Құжаттар\\Куәлік.png", "Куәлік"),
        ("../../куәлік.png", "куәлік"),
        ("ку\u200bә\u202eлік\r\n.png", "куәлік"),
        ("й.png", "й"),
        (" . .png", "document"),
        (".png", "document"),
        ("a<b>.png", "a<b>"),
        ("ә" * 300 + ".png", "ә" * 100),
    ],
)
def test_the_title_is_safe_to_show(name: str, title: str):
    assert inspect(png(), name).title == title
