"""More than a hundred files that are to harm somebody: each is refused for its reason, or made harmless."""

import zlib

import pytest
from pypdf import PdfReader

from registry.documents import pdf_objects
from registry.documents.inspection import Code, Refused, inspect

from .attacks import HTML, NEUTRALISED, PHP, REFUSED, zipped
from .making import SECRET, made, pdf, stream

HARMFUL = (HTML, PHP, SECRET, b"<script", b"JavaScript", b"MZ", b"PK\x03\x04", zipped("a.exe")[-20:])

pytestmark = pytest.mark.usefixtures("at_once")


def test_the_corpus_is_large_and_has_every_reason_that_a_file_can_give():
    assert len(REFUSED) + len(NEUTRALISED) >= 100
    assert {code for *_, code in REFUSED.values()} == set(Code) - {Code.UNAVAILABLE, Code.NOT_STORED}


@pytest.mark.parametrize("attack", REFUSED)
def test_it_is_refused(attack: str):
    content, name, code = REFUSED[attack]
    with pytest.raises(Refused) as refused:
        inspect(made(content), name)
    assert refused.value.code is code


def test_many_streams_are_refused_for_their_sum(monkeypatch: pytest.MonkeyPatch):
    content = pdf(*[stream(b"/Filter /FlateDecode", zlib.compress(bytes(600)))] * 2, catalog=b"/Kepil [6 0 R 7 0 R]")
    monkeypatch.setattr(pdf_objects, "LARGEST_SUM", 1_300)
    assert inspect(content, "a.pdf").pages == 1
    monkeypatch.setattr(pdf_objects, "LARGEST_SUM", 1_200)
    with pytest.raises(Refused) as refused:
        inspect(content, "a.pdf")
    assert refused.value.code is Code.COMPLEX


@pytest.mark.parametrize("attack", NEUTRALISED)
def test_nothing_harmful_is_left(attack: str):
    content, name = NEUTRALISED[attack]
    clean = inspect(content, name)
    assert [part for part in HARMFUL if part in clean.content] == []
    assert not set(clean.title) & set("/\\.")


@pytest.mark.parametrize("attack", [name for name in NEUTRALISED if name.startswith("PDF")])
def test_a_pdf_made_harmless_still_shows_its_page(attack: str, tmp_path):
    clean = inspect(*NEUTRALISED[attack])
    (tmp_path / "a").write_bytes(clean.content)
    assert PdfReader(tmp_path / "a").pages[0].extract_text() == "Certificate"
