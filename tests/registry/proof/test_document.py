"""The certificate on paper: that everybody can read it, that its square leads to its check, and what is never in it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import qrcode
import typst
from django.conf import settings
from django.test import override_settings
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader

from eligibility.keeping import groups
from eligibility.printing import pdf as pdf_module
from eligibility.rules import law as law_module
from eligibility.texts import ground_name, term
from registry import proof
from registry.models import Citizen, Diagnosis
from registry.proof import document
from registry.proof.document import LANGUAGES, MORE, certificate_pdf, check_address, square
from tests.registry.world import World

from .making import certified, person

KAZAKH = "әғқңөұүһі"
MOST_BYTES = 150_000
ICD = "F20.0"
BLACK = 128
DOTS = 8
"""Of the picture, by module of the square."""
ALL = (*LANGUAGES, *MORE)
PEOPLE = (
    ("republican_budget", "disability"),
    ("republican_budget", "pregnant"),
    ("republican_budget", "convict"),
    ("republican_budget", "detainee"),
    ("republican_budget", "targeted_assistance"),
    ("local_budget", "registered_unemployed"),
    ("local_budget", "wellbeing_crisis"),
    ("special_budget", ""),
    ("employer", ""),
    ("customer", ""),
    ("self", ""),
    ("", ""),
)
TELLING = (
    r"мүгедек|инвалид|disab",
    r"жүкті|беремен|pregnan",
    r"сотта|осужд|convict|қамау|арест|custody|detain",
    r"кедей|малообесп|әл-ауқат|благополуч|wellbeing|level",
    r"жұмыссыз|безработ|unemploy",
    r"ауру|диагноз|болезн|illness|disease|diagnos",
    r"ТМККК|ГОБМП|GOBMP",
)


@pytest.fixture
def issued(world: World) -> proof.Issued:
    citizen = person(world, "local_budget", "wellbeing_crisis")
    citizen.surname = f"Ә{KAZAKH.upper()}ов-{KAZAKH}"
    citizen.save()
    return certified(world, citizen)


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for item in node:
            yield from elements(item)
    elif isinstance(node, dict):
        yield node
        yield from elements(node.get("/K", []))


def test_every_letter_comes_back(issued: proof.Issued):
    text = text_of(certificate_pdf(issued))
    citizen = issued.certificate.citizen
    assert str(citizen) in text
    assert set(KAZAKH + KAZAKH.upper()) <= set(text)
    assert "-".join(groups(issued.reference)) in text
    assert citizen.iin not in text
    assert f"••••••••{citizen.iin[-4:]}" in text


@pytest.mark.parametrize("languages", [LANGUAGES, ALL])
def test_it_states_the_same_in_each_language(issued: proof.Issued, languages: tuple[str, ...]):
    text = text_of(certificate_pdf(issued, languages))
    for language in languages:
        with override(language):
            assert term("statuses", "insured") in text
            assert term("payers", "local_budget") in text
    assert ("Insured" in text) is ("en" in languages)
    for line in ("26-1-бап (1)", "2026 жылғы 31 желтоқсан", "ст. 26-1 (1)", "31 декабря 2026 года", "15 апреля 2026"):
        assert line in text.replace("\u00a0", " "), line
    for line in ("Ол Қордың құжаты емес", "Это не документ Фонда", "@SaqtandyryBot", "1414", settings.PORTAL_URL):
        assert line in text, line


@pytest.mark.parametrize("languages", [LANGUAGES, ALL])
def test_a_screen_reader_can_read_it(issued: proof.Issued, languages: tuple[str, ...]):
    content = certificate_pdf(issued, languages)
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert len(content) < MOST_BYTES
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "kk"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title
    tree = list(elements(root["/StructTreeRoot"]))
    tagged = {str(node["/Lang"]) for node in tree if "/Lang" in node} | {str(root["/Lang"])}
    assert {language[:2] for language in tagged} == set(languages)
    assert [node["/Alt"] for node in tree if node.get("/S") == "/Figure"] == [check_address(issued.reference)]
    assert [node.get("/S") for node in tree].count("/H1") == len(languages)


def test_names_are_never_markup(world: World):
    citizen = person(world, "employer")
    citizen.surname, citizen.given_name, citizen.patronymic = '#read("/etc/passwd")', "*a*_b_ $x$ @c <d>", "\\ `e` [f]"
    citizen.save()
    text = text_of(certificate_pdf(certified(world, citizen)))
    assert str(citizen).replace(" ", "") in text.replace(" ", "")  # a line may break within it


@pytest.mark.parametrize(("payer", "code"), PEOPLE)
def test_no_ground_and_no_illness_is_in_it(world: World, payer: str, code: str):
    citizen = person(world, payer, code)
    Diagnosis.objects.create(citizen=citizen, polyclinic=world.polyclinic, icd10=ICD)
    issued = certified(world, citizen)
    content = certificate_pdf(issued, ALL)
    text = text_of(content)
    reader = PdfReader(io.BytesIO(content))
    whole = f"{text} {reader.metadata} {list(elements(reader.trailer['/Root']['/StructTreeRoot']))}"  # type: ignore[index]
    assert [word for word in TELLING if re.search(word, text, re.IGNORECASE)] == []
    for hidden in (ICD, code or "\0", citizen.iin, "3)"):
        assert hidden not in whole
    for language in ALL:
        with override(language):
            assert [name for name in map(ground_name, law_module.load().tables["grounds"]) if name in text] == []


def test_the_same_payer_makes_the_same_text(world: World):
    """A convict's paper cannot be told from a pregnant woman's, but for the code."""
    texts = set()
    citizen = person(world, "republican_budget")
    for code in ("disability", "pregnant", "convict", "house_arrest"):
        citizen.confirmed_grounds.update(code=code)
        issued = certified(world, citizen)
        texts.add(text_of(certificate_pdf(issued)).replace("-".join(groups(issued.reference)), ""))
    assert len(texts) == 1


def test_an_unknown_birth_date_is_left_out(world: World):
    citizen = person(world, "republican_budget")
    Citizen.objects.filter(pk=citizen.pk).update(birth_date=None)
    text = text_of(certificate_pdf(certified(world, citizen), ALL))
    assert "Birth date" not in text
    assert "Insured" in text


@override_settings(PORTAL_URL="https://kepil.example")
def test_the_square_leads_to_the_check(issued: proof.Issued, client: Any):
    address = check_address(issued.reference)
    assert address == f"https://kepil.example/certificate/{issued.reference}/"
    assert "certificate" in client.get(address.removeprefix("https://kepil.example")).content.decode()


@override_settings(PORTAL_URL="https://kepil.example")
def test_what_is_printed_is_that_square(issued: proof.Issued, monkeypatch: pytest.MonkeyPatch):
    """Module by module, as a camera sees the paper: nothing here can read a square, so that it is compared with what
    the library makes of the address."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=document.QUIET_ZONE)
    code.add_data(check_address(issued.reference))
    wanted = code.get_matrix()
    page = _picture(issued, monkeypatch)
    assert _modules(page, len(wanted)) == wanted


def _picture(issued: proof.Issued, monkeypatch: pytest.MonkeyPatch) -> Image.Image:
    """The page as it is printed, with so many dots that each module of the square is DOTS wide."""
    inputs: dict[str, str] = {}
    monkeypatch.setattr(document, "typeset", lambda _template, texts: inputs.update(texts) or b"")
    certificate_pdf(issued)
    made = typst.compile(
        settings.BASE / "templates" / "pdf" / "certificate.typ",
        root=settings.BASE / "templates" / "pdf",
        font_paths=pdf_module._fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        format="png",
        ppi=300,
    )
    assert isinstance(made, bytes)
    return Image.open(io.BytesIO(made)).convert("L")


def _modules(page: Image.Image, width: int) -> list[list[bool]]:
    """The square at the left margin below everything else: from its first to its last black dot, and the quiet zone."""
    dots = page.point(lambda value: 255 * (value < BLACK))
    left = dots.crop((0, page.height // 2, page.width * 19 // 64, page.height * 15 // 16))
    box = left.crop((0, _below_the_line(left), left.width, left.height)).getbbox()
    assert box is not None
    top = page.height // 2 + _below_the_line(left)
    inner = width - 2 * document.QUIET_ZONE
    size = (box[2] - box[0]) / inner
    assert abs((box[3] - box[1]) / inner - size) < 0.1
    start = (box[0] - document.QUIET_ZONE * size, top + box[1] - document.QUIET_ZONE * size)
    at = [[round(edge + (place + 0.5) * size) for place in range(width)] for edge in start]
    return [[dots.getpixel((x, y)) == 255 for x in at[0]] for y in at[1]]


def _below_the_line(left: Image.Image) -> int:
    """The row under the line that stands above the square: the only one that is black across the whole margin width."""
    widest = [
        row for row in range(left.height) if left.crop((left.width // 2, row, left.width, row + 1)).getextrema()[0]
    ]
    return max(widest) + 4


def test_the_square_holds_nothing_but_the_address():
    assert square("https://kepil.example/certificate/4T7KM9WXQ2HB3NE6RZ8C/").count("<path") == 1
