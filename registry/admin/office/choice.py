"""What an officer chooses of the queue: codes in the address, never anything personal."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from eligibility.rules.codes import GROUNDS

from ...models import OPEN, TIMED, Account, Application, State

EVERY_OPEN = "open"
STATES = (EVERY_OPEN, *State.values)
DUES = ("overdue", "soon")
WHOSE = ("mine", "nobody")
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Choice:
    """An empty value chooses everything."""

    state: str = EVERY_OPEN
    ground: str = ""
    office: str = ""
    whose: str = ""
    due: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Forgiving: a code that is none chooses everything."""
        return cls(
            state=_one_of(query, "state", STATES) or EVERY_OPEN,
            ground=_one_of(query, "ground", GROUNDS),
            office=_digits(query.get("office", "")),
            whose=_one_of(query, "whose", WHOSE),
            due=_one_of(query, "due", DUES),
            page=min(int(_digits(query.get("page", "")) or 1), LAST_PAGE),
        )

    def of(self, rows: "QuerySet[Application]", account: Account, today: date, soon: date) -> "QuerySet[Application]":
        """The chosen rows, the most urgent first. ``soon``: the last day that counts as soon (closed)."""
        found = Q(state__in=OPEN) if self.state == EVERY_OPEN else Q(state=self.state)
        if self.ground:
            found &= Q(ground=self.ground)
        if self.office:
            found &= Q(office=int(self.office))
        if self.whose:
            found &= Q(officer=account) if self.whose == "mine" else Q(officer=None)
        if self.due == "overdue":
            found &= Q(due_on__lt=today, state__in=TIMED)
        elif self.due == "soon":
            found &= Q(due_on__range=(today, soon), state__in=TIMED)
        return rows.filter(found).order_by("due_on", "pk")

    def query(self, page: int = 1) -> str:
        """The choice as it stands in an address, with another page."""
        chosen = {
            "state": "" if self.state == EVERY_OPEN else self.state,
            "ground": self.ground,
            "office": self.office,
            "whose": self.whose,
            "due": self.due,
            "page": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def _one_of(query: QueryDict, name: str, codes: tuple[str, ...]) -> str:
    value = query.get(name, "")
    return value if value in codes else ""


def _digits(text: str) -> str:
    """The text where it is a number that every database takes, else nothing."""
    return text if text.isascii() and text.isdigit() and 0 < len(text) < 10 else ""
