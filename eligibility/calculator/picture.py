"""The months of a plan as a row of boxes: filled and ticked when insured, empty and crossed when not. Drawn by the
server, told apart without colour, with its content in words for whoever does not see it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..presentation import long_month
from ..rules.payment_plan import Plan
from ..texts import term

BOX, GAP, TOP = 24, 3, 16
MARKS = {"insured": "yes", "not_insured": "no"}


@dataclass(frozen=True, slots=True)
class Box:
    """One month: its place in the picture, its number in the year, its mark, and whether something is paid for it."""

    x: int
    middle: int
    label: str
    mark: str
    paid: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    boxes: tuple[Box, ...]
    words: str


def picture(plan: Plan) -> Picture:
    boxes = []
    for place, item in enumerate(plan.months):
        x = place * (BOX + GAP)
        label = str(item.month % 12 + 1)
        mark = MARKS.get(item.status, "open")
        boxes.append(Box(x, x + BOX // 2, label, mark, item.payment is not None))
    return Picture(len(boxes) * (BOX + GAP) - GAP, tuple(boxes), _in_words(plan))


def _in_words(plan: Plan) -> str:
    """«Страховка есть: месяцев 9 из 13, …»."""
    first, last = plan.months[0].month, plan.months[-1].month
    insured = sum(1 for item in plan.months if item.status == "insured")
    return _("%(insured)s: %(count)s of %(all)s months, %(first)s – %(last)s.") % {
        "first": long_month(first),
        "last": long_month(last),
        "insured": term("statuses", "insured"),
        "count": insured,
        "all": len(plan.months),
    }
