"""What the page of a person shows to whom: each part is there only where the table of rights gives it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from eligibility.presentation import long_month, short_date
from eligibility.rules.facts import NEVER
from eligibility.texts import ground_name, term

from .. import access, iin
from ..access import Form
from ..log import Verb
from ..models import Account, Application, Citizen, ConfirmedGround, LogEntry, Proposal

READINGS = (Verb.READ_CITIZEN, Verb.READ_APPLICATION, Verb.READ_DOCUMENT, Verb.READ_IIN)
LATEST = 10
"""Readings that the page names."""

Facts = list[tuple[str, Any]]


def parts(account: Account, citizen: Citizen) -> dict[str, Any]:
    """The parts of the page by name, each only where the account may see it. A fixed number of queries."""
    found: dict[str, Any] = {}
    for group, make in PARTS.items():
        if _sees(account, group):
            found |= make(citizen)
    found["identity"] = [(_("IIN"), number(account, citizen)), *found.get("identity", [])]
    return found | ({"events": events(citizen)} if _form(account, "ground") == Form.EVENT else {})


def number(account: Account, citizen: Citizen) -> str:
    """The number in the form in which the account may see it; empty where it may not."""
    form = _form(account, "identity")
    return {Form.FULL: citizen.iin, Form.MASKED: iin.masked(citizen.iin)}.get(form, "") if form else ""


def identity(citizen: Citizen) -> dict[str, Any]:
    facts: Facts = [
        (_("Birth date"), citizen.birth_date and short_date(citizen.birth_date)),
        (_("Sex"), citizen.get_sex_display()),
        (_("Citizenship or status"), citizen.residence and term("residences", citizen.residence)),
        (_("Region of permanent registration"), citizen.region),
        (_("District"), citizen.district),
    ]
    return {"identity": facts}


def contacts(citizen: Citizen) -> dict[str, Any]:
    language = dict(settings.LANGUAGES).get(citizen.language, citizen.language)
    return {"contacts": [(_("Phone"), citizen.phone), (_("E-mail"), citizen.email), (_("Language"), language)]}


def status(citizen: Citizen) -> dict[str, Any]:
    """Work, payments and what was determined. What is not recorded is "not known", unless the record is complete."""
    level, pension = citizen.wellbeing_level, citizen.last_pension_month
    known: Facts = [
        (_("Level of the family card"), level and term("wellbeing_levels", level)),
        (_("Last pension contribution"), pension_words(pension)),
        (_("Attached to a polyclinic"), _("yes") if citizen.attachments.exists() else ""),
        (_("Work is completely known from"), citizen.complete_from and short_date(citizen.complete_from)),
        (
            _("Payments are completely known from"),
            citizen.contributions_complete_from and long_month(citizen.contributions_complete_from),
        ),
    ]
    return {
        "known": known,
        "work": [(term("works", row.kind), row) for row in citizen.work_periods.order_by("starts", "pk")],
        "payments": [
            (term("contribution_kinds", row.kind), long_month(row.first_month), long_month(row.last_month))
            for row in citizen.contributions.order_by("first_month", "pk")
        ],
        "determinations": [
            {
                "row": row,
                "status": term("statuses", row.status),
                "ground": row.ground and ground_name(row.ground),
                "payer": row.payer and term("payers", row.payer),
            }
            for row in citizen.determinations.order_by("-starts", "-pk")
        ],
    }


def pension_words(month: int | None) -> str:
    if month is None:
        return ""
    return _("none was ever paid") if month == NEVER else long_month(month)


def grounds(citizen: Citizen) -> dict[str, Any]:
    proposals = Proposal.objects.select_related("proposed_by", "closed_by")
    rows = (
        ConfirmedGround.objects.filter(citizen=citizen)
        .select_related("confirmed_by", "decision__application")
        .prefetch_related(Prefetch("proposals", proposals))
    )
    return {"grounds": [(ground_name(row.code), row) for row in rows]}


def events(citizen: Citizen) -> list[Any]:
    """That a ground was confirmed and when; not which."""
    return [row.confirmed_at for row in ConfirmedGround.objects.filter(citizen=citizen).order_by("confirmed_at")]


def applications(citizen: Citizen) -> dict[str, Any]:
    rows = Application.objects.filter(citizen=citizen).select_related("officer", "decision").order_by("-submitted_at")
    readings = LogEntry.objects.filter(citizen=citizen, verb__in=READINGS, actor__isnull=False)
    return {
        "applications": [(ground_name(row.ground), row) for row in rows],
        "readings": readings.select_related("actor").order_by("-at", "-pk")[:LATEST],
    }


PARTS: dict[str, Callable[[Citizen], dict[str, Any]]] = {
    "identity": identity,
    "contacts": contacts,
    "status": status,
    "ground": grounds,
    "application": applications,
}


def _form(account: Account, group: str) -> Form | None:
    found = access.right(account, group)
    return found.form if found else None


def _sees(account: Account, group: str) -> bool:
    return _form(account, group) in (Form.FULL, Form.MASKED)
