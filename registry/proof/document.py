"""The certificate as a PDF: the same statement in each language, and a square code that leads to its check."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from qrcode.image.svg import SvgPathImage

from eligibility.presentation import long_date
from eligibility.printing.pdf import typeset
from eligibility.texts import article_text, entry, term, words

from .. import iin
from ..models import Citizen
from . import references, terms
from .issuing import Issued
from .statement import Statement

LANGUAGES = ("kk", "ru")
MORE = ("en",)
"""Languages that are added where somebody asks for them."""
MARKS = {"insured": "yes", "not_insured": "no"}
QUIET_ZONE = 4
"""Modules of white around the square, as ISO/IEC 18004 wants it."""


def certificate_pdf(issued: Issued, languages: Sequence[str] = LANGUAGES) -> bytes:
    """The only time that the certificate is made: it is kept nowhere. Raises PrintingError."""
    address = check_address(issued.reference)
    parts = []
    for language in languages:
        with override(language):
            parts.append(_part(language, issued.certificate.citizen, issued.statement))
    shown = {"parts": parts, "code": references.groups(issued.reference), "alt": address, "host": _host()}
    return typeset("certificate.typ", {"certificate": json.dumps(shown), "square": square(address)})


def check_address(reference: str) -> str:
    """Where the check of this certificate is answered."""
    return settings.PORTAL_URL + reverse("certificate-checked", kwargs={"code": reference})


def square(text: str) -> str:
    """A QR code as SVG."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=SvgPathImage)
    code.add_data(text)
    drawn = io.BytesIO()
    code.make_image().save(drawn)
    return drawn.getvalue().decode()


def _host() -> str:
    """The address that is typed where nothing can be scanned."""
    return str(settings.PORTAL_URL).partition("://")[2] + reverse("check-certificate")


def _part(language: str, citizen: Citizen, said: Statement) -> dict[str, Any]:
    return {
        "lang": language,
        "title": _("Certificate of medical insurance status"),
        "origin": _("From the registry of the portal Kepil, %(address)s") % {"address": settings.PORTAL_URL},
        "person": list(_person(citizen)),
        "mark": MARKS[said.status],
        "headline": term("statuses", said.status),
        "on": _("Status on %(day)s") % {"day": long_date(said.day)},
        "rows": list(_rows(said)),
        "honest": _honest(),
        "term": terms.load().note,
        "check": _("Is this certificate valid? Scan the square, or open the page below and type the code."),
        "answers": _("The page answers: valid, not valid or expired. Each check is recorded; the person can see it."),
    }


def _person(citizen: Citizen) -> Iterator[tuple[str, str]]:
    yield _("Full name:"), str(citizen)
    if citizen.birth_date is not None:
        yield _("Birth date:"), long_date(citizen.birth_date)
    yield _("IIN:"), iin.masked(citizen.iin)


def _rows(said: Statement) -> Iterator[tuple[str, str]]:
    if said.until is not None:
        yield _("As known today, until:"), long_date(said.until)
    if said.payer:
        yield _("Who pays:"), term("payers", said.payer)
    act = words(entry("acts", said.act)["name"])
    yield _("By which law:"), f"{act}, {article_text(said.article)}" if said.article else act
    yield _("The certificate may be shown until:"), long_date(said.last_day)


def _honest() -> str:
    what = _("This is what this portal knows of that day. It is not a document of the Fund.")
    official = _("The official status is shown by 1414, eGov and @SaqtandyryBot.")
    return f"{what} {official}"
