"""Into what people are divided: each of them is of exactly one kind on a day."""

from typing import NamedTuple

SEPARATOR = "|"
REST = "rest"
"""In place of ground, reason and route: several kinds together, each too small to be told alone."""

LISTED, CONFIRMED, CAME, OWED, PAID = STAGES = ("listed", "confirmed", "came", "owed", "paid")
"""How far a person of level D or E has come; each step includes those after it."""


class Kind(NamedTuple):
    """``why``: of those who are not insured, the code of the main reason, or ``missing.`` and the fact that is not
    known; ``route``: the first way that is open to them. ``stage``: of STAGES, empty for others. ``unemployed``: the
    akimat owes contributions for a registered unemployed person."""

    status: str
    ground: str = ""
    payer: str = ""
    why: str = ""
    route: str = ""
    stage: str = ""
    unemployed: bool = False

    @property
    def is_owed(self) -> bool:
        """Whether the akimat owes contributions for the month, paid or not."""
        return self.unemployed or self.stage in (OWED, PAID)

    @property
    def code(self) -> str:
        return SEPARATOR.join((*self[:6], "u" if self.unemployed else ""))

    @classmethod
    def read(cls, code: str) -> "Kind":
        *parts, unemployed = code.split(SEPARATOR)
        status, ground, payer, why, route, stage = parts
        return cls(status, ground, payer, why, route, stage, bool(unemployed))


def rest_of(status: str) -> Kind:
    return Kind(status, REST, REST, REST, REST, REST)
