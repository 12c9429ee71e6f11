"""What the person is shown once more before it is sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from eligibility.presentation import long_date
from eligibility.texts import ground_name

from ..models import District, Region
from .declared import Row
from .phones import spaced


def ground_row(code: str) -> Row:
    return Row(_("What has to be confirmed"), (ground_name(code),), reverse("apply"))


def person_rows(you: Mapping[str, Any], page: str = "apply-you") -> list[Row]:
    """Who it is about and how to reach him; every row leads back to its own box on the page of that name."""
    born = long_date(date.fromisoformat(you["birth_date"]))
    name = " ".join(part for part in (you["surname"], you["given_name"], you["patronymic"]) if part)
    return [
        _row(_("IIN"), you["iin"], "id_iin", page),
        _row(_("Name"), name, "id_surname", page),
        _row(_("Date of birth"), born, "id_birth_date_day", page),
        *([_row(_("Region and district"), place(you), "id_place", page)] if "region" in you else []),
        *([_row(_("Mobile phone"), spaced(you["phone"]), "id_phone", page)] if you["phone"] else []),
        *([_row(_("E-mail"), you["email"], "id_email", page)] if you["email"] else []),
    ]


def place(you: Mapping[str, Any]) -> str:
    """In the reader's language."""
    region = Region.objects.get(code=you["region"]).name
    return f"{region}, {District.objects.get(code=you['district']).name}" if you["district"] else region


def _row(label: str, value: str, box: str, page: str) -> Row:
    return Row(label, (value,), f"{reverse(page)}#{box}")
