"""What it says when somebody in charge has verified a fact that no record tells: that it does not stand against the
ground. The answer is a part of the contract's ``person`` object, so that the engine reads it like any other fact."""

from collections.abc import Iterable
from typing import Any

from .dates import month_text
from .facts import FIRST_MONTH
from .law import Rules

FREE_OF_CONTRIBUTIONS = ("wellbeing_pension_free_months", "pregnancy_pension_free_months")
"""Over how many months no pension contribution may have been paid, by ground."""


def verified(missing: Iterable[str], rules: Rules, month: int) -> dict[str, Any]:
    """Of the missing facts (codes of the contract): no work, no such circumstance, the last pension contribution before
    the months that the law looks at from ``month`` on, attached. Facts that cannot be a mere yes or no stay unknown."""
    found: dict[str, Any] = {}
    for code in missing:
        section, _, name = code.partition(".")
        if section == "circumstances":
            found.setdefault("circumstances", {})[name] = False
        elif code == "work":
            found["work"] = []
        elif code == "polyclinic_attached":
            found["polyclinic_attached"] = True
        elif code == "last_pension_contribution":
            window = max(rules.whole(code) for code in FREE_OF_CONTRIBUTIONS if rules.in_force(code))
            found["last_pension_contribution"] = month_text(max(month - window - 1, FIRST_MONTH))
    return found
