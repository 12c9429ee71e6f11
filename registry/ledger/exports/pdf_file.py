"""The totals of a register as a tagged PDF with places to sign. It names nobody but those who sign."""

import json
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eligibility.presentation import long_date, long_month, money, number
from eligibility.printing.pdf import typeset

from ...models import District, LedgerEntry
from ...working_days import day_of
from ..money import tenge
from ..words import OBLIGATIONS, STATES
from .content import Head


def write(head: Head) -> bytes:
    """Raises PrintingError."""
    return typeset("register.typ", {"register": json.dumps(_content(head))})


def _content(head: Head) -> dict[str, Any]:
    register = head.register
    month = long_month(register.month)
    return {
        "lang": (get_language() or "ru")[:2],
        "title": _("Payment register of contributions for %(month)s") % {"month": month},
        "header": register.region.name,
        "number": str(register),
        "mark": _("Made by %(who)s") % {"who": head.mark},
        "facts": _facts(head),
        "tables": [
            _table(_("By district"), _("District"), _by_district(head)),
            _table(_("By ground"), _("Ground"), _by_kind(head)),
        ],
        "signatures": [
            (_("Drafted"), register.drafted_by.full_name),
            (_("Approved"), register.approved_by.full_name if register.approved_by else ""),
        ],
        "note": _("The lines by person are in the CSV or XLSX file of the same number and control sum."),
    }


def _facts(head: Head) -> list[tuple[str, str]]:
    register = head.register
    assert register.approved_at is not None
    return [
        (_("Payment register"), str(register)),
        (_("State"), str(STATES[register.state])),
        (_("Sum"), money(tenge(register.total))),
        (_("People"), number(register.people)),
        (_("Lines"), number(head.lines)),
        (_("Approved on"), long_date(day_of(register.approved_at))),
        (_("Control sum"), register.control_sum),
    ]


def _table(title: str, first: str, rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {"title": title, "header": (first, _("People"), _("Sum")), "rows": rows}


def _grouped(head: Head, name: str) -> Any:
    rows: QuerySet[LedgerEntry] = head.register.entries.order_by()
    return rows.values_list(name).annotate(Count("citizen", distinct=True), Sum("amount"))


def _by_district(head: Head) -> list[tuple[str, str, str]]:
    names = {row.pk: row.name for row in District.objects.filter(region=head.register.region)}
    found = sorted(_grouped(head, "obligation__district"), key=lambda row: row[0] or "9")
    return [
        (names.get(code, _("District not known")), number(people), money(tenge(sum_))) for code, people, sum_ in found
    ]


def _by_kind(head: Head) -> list[tuple[str, str, str]]:
    found = sorted(_grouped(head, "obligation__kind"), reverse=True)
    return [(str(OBLIGATIONS[code]), number(people), money(tenge(sum_))) for code, people, sum_ in found]
