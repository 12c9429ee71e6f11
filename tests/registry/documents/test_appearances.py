"""What was filled in stands on the page where it stood, and what was hidden stays hidden."""

from io import BytesIO

from pypdf import PdfReader

from registry.documents.examiner import examine
from registry.documents.outcomes import Kind

from .making import annotated, stream

WORDS = b"BT /F1 9 Tf (Filled in) Tj ET"
FONT = b"/Subtype /Form /Resources << /Font << /F1 3 0 R >> >> "
STAMP = stream(FONT + b"/BBox [0 0 90 30]", WORDS)
# A quarter of a turn, and away from the corner: the box becomes 30 wide and 90 high, from (-20, 15) to (10, 105).
TURNED = stream(FONT + b"/BBox [10 20 100 50] /Matrix [0 1 -1 0 30 5]", WORDS)


def page(annotation: bytes, appearance: bytes) -> tuple[bytes, str]:
    """What is drawn at the end of the page, and its text."""
    found = PdfReader(BytesIO(examine(Kind.PDF, annotated(annotation, appearance)).content)).pages[0]
    contents = found.get_contents()
    assert contents is not None
    return contents.get_data(), found.extract_text()


def test_it_fills_its_rectangle():
    drawn, text = page(b"<< /Subtype /Stamp /Rect [100 100 10 40] /AP << /N 7 0 R >> >>", STAMP)
    assert b"q 1.00000 0 0 2.00000 10.00000 40.00000 cm /KepilShown" in drawn
    assert text == "Certificate\nFilled in"


def test_it_is_turned_as_it_was():
    drawn, _ = page(b"<< /Subtype /Stamp /Rect [50 20 90 150] /AP << /N 7 0 R >> >>", TURNED)
    assert b"q 1.33333 0 0 1.44444 76.66667 -1.66667 cm" in drawn


def test_what_was_hidden_stays_hidden():
    for flags in (b"2", b"32", b"34"):
        _, text = page(b"<< /Subtype /Stamp /F %s /Rect [0 0 9 9] /AP << /N 7 0 R >> >>" % flags, STAMP)
        assert text == "Certificate"


def test_a_box_that_is_not_ticked_shows_no_tick():
    box = b"<< /Subtype /Widget /FT /Btn /AS /Off /Rect [0 0 9 9] /AP << /N << /Yes 7 0 R >> >> >>"
    assert page(box, STAMP)[1] == "Certificate"


def test_the_page_itself_stays_as_it_was():
    drawn, _ = page(b"<< /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 7 0 R >> >>", STAMP)
    assert drawn.split()[:12] == b"q BT /F1 24 Tf 20 100 Td (Certificate) Tj ET Q".split()
