"""What waits for somebody of the finance department: proposed wages, and registers on their way."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.presentation import long_month, money

from ..ledger.forecast import Year
from ..ledger.money import tenge
from ..models import Region, RegionalWage, Register

State = Register.State
NEXT = {
    State.DRAFTED: gettext_lazy("to be approved by another person than the one who drafted it"),
    State.APPROVED: gettext_lazy("to be passed on and marked as sent"),
    State.SENT: gettext_lazy("payment or return to be noted"),
}
MOST = 12
"""Told of; the page of the registers lists all."""


def waiting(region: Region, year: Year) -> list[dict[str, Any]]:
    """With its address and what is to be done. ``year``: that the page is about."""
    return [*_wages(region), *_registers(region), *_to_draft(region, year)]


def _wages(region: Region) -> Iterator[dict[str, Any]]:
    for row in RegionalWage.objects.filter(region=region, state=RegionalWage.State.PROPOSED).order_by("year"):
        name = _("Average wage for %(year)s") % {"year": row.year}
        what = _("to be approved by another person than the one who proposed it")
        yield {"url": reverse("finance-wage", args=[row.pk]), "name": name, "what": what}


def _registers(region: Region) -> Iterator[dict[str, Any]]:
    for row in Register.objects.filter(region=region, state__in=NEXT).order_by("month", "pk")[:MOST]:
        name = f"{long_month(row.month)}, {money(tenge(row.total))}"
        yield {"url": reverse("finance-register", args=[row.pk]), "name": name, "what": NEXT[State(row.state)]}


def _to_draft(region: Region, year: Year) -> Iterator[dict[str, Any]]:
    """What no register has taken up yet, where nobody is at it."""
    left = None if year.open is None else year.open - year.moving
    if not left or Register.objects.filter(region=region, state=State.DRAFTED).exists():
        return
    told = _("%(sum)s is in no register yet") if left > 0 else _("%(sum)s too much was charged: a register corrects it")
    what = told % {"sum": money(tenge(abs(left)))}
    yield {"url": reverse("finance-registers"), "name": _("Draft a register"), "what": what}
