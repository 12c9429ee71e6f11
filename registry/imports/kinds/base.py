"""What a kind of file is: its columns, what may stand in them, and what its rows change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise

from ...log import Who
from ...models import ImportRow, Role

NEW, CHANGED, SAME, BAD = ImportRow.Difference

Value = str | int | bool | None
"""As it is kept in JSON: days as ISO text, months as year × 12 + month − 1."""
Values = Mapping[str, Value]


class Problem(Exception):
    """Why a row is bad. ``code``: a key of ``problems.TEXTS``; ``values`` fill in its text."""

    def __init__(self, code: str, column: str = "", **values: Any) -> None:
        super().__init__(code)
        self.code, self.column, self.values = code, column, values

    def as_json(self) -> dict[str, Any]:
        return {"column": self.column, "code": self.code, "values": self.values}


class Column(NamedTuple):
    """``parse`` takes what stands in the file, stripped and never empty, and raises Problem without a column.

    ``aliases``: other headings that are understood, in any case. ``explained`` is for the page of the template."""

    name: str
    label: str | Promise
    parse: Callable[[str], Value]
    required: bool
    explained: str | Promise
    example: str
    aliases: tuple[str, ...] = ()


class Staged(NamedTuple):
    """A row of the file whose columns could be read. What stood empty is not among the values."""

    line: int
    values: Values


class Scope(NamedTuple):
    """Who brings the rows, for which region (None: the country), and on which day. ``writing``: what is planned is
    written in the same transaction."""

    who: Who
    region: str | None
    day: date
    writing: bool = False


class Change(NamedTuple):
    """For people to look at: one column before and after, as text; empty where there was nothing."""

    column: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        return self._asdict()


@dataclass(slots=True)
class Planned:
    """What becomes of one row. ``write``: what the kind needs to carry it out."""

    line: int
    difference: str
    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    write: Any = field(default=None, repr=False)


def bad(row: Staged, problem: Problem) -> Planned:
    return Planned(row.line, BAD, problems=(problem,))


Plan = Callable[[Sequence[Staged], Scope], list[Planned]]
Write = Callable[[Sequence[Planned], Scope], None]

MOST: Final = 1000
"""Rows that ``plan`` is given at once."""


@dataclass(frozen=True)
class Kind:
    """``key``: the columns that tell rows apart: a second row with the same values is bad, which is found before
    ``plan``. ``plan`` says what rows (at most ``MOST``) would change, with a fixed number of queries; ``write`` carries
    out what was planned in the same transaction, and of it only what is NEW or CHANGED."""

    code: str
    name: str | Promise
    explained: str | Promise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    roles: frozenset[Role]
    plan: Plan
    write: Write

    def key_of(self, values: Values) -> str:
        return " ".join(str(values.get(name, "")) for name in self.key)

    def column(self, name: str) -> Column:
        """Raises StopIteration where there is none."""
        return next(column for column in self.columns if column.name == name)


OFFICERS: Final = frozenset({Role.OFFICER, Role.APPROVER})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
