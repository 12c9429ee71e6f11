"""Columns that several kinds have, and what their values become."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from ... import iin
from . import parsing
from .base import Column, Value

EXAMPLE_IIN = next(iin.synthetic())

IIN = Column(
    "iin",
    _("IIN"),
    parsing.iin,
    True,
    _("12 digits. In a table program the column has to be text, or it loses the zeros at the beginning."),
    EXAMPLE_IIN,
    ("жсн", "иин"),
)
STARTS = Column(
    "starts",
    _("First day"),
    parsing.day,
    True,
    _("As 2026-03-16 or 16.03.2026."),
    "2026-01-15",
    ("басталуы", "начало", "с"),
)
ENDS = Column(
    "ends", _("Last day"), parsing.day, False, _("Empty: it goes on."), "2026-12-31", ("аяқталуы", "окончание", "по")
)


def day_of(value: Value) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
