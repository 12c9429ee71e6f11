"""What if a number of the law were another one: which numbers may be supposed, and the runs that were made of it.

Nothing of it is ever written into anybody's determination."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eligibility.rules.causes import READS
from eligibility.rules.law import Law, Value
from eligibility.rules.truth import unique
from eligibility.texts import entry, words

from ..log import Who
from ..models import Region, Run
from ..refusals import NotAllowed
from ..runs import planning, tasks

UNITS = ("months", "years")
LEAST, MOST = 1, 120


@dataclass(frozen=True, slots=True)
class Parameter:
    """``value``: with its present amount, act, article and certainty; ``grounds``: codes of those that it decides."""

    code: str
    unit: str
    value: Value
    grounds: tuple[str, ...]

    @property
    def name(self) -> str:
        return name_of(self.code)

    @property
    def present(self) -> int:
        assert self.value.amount is not None
        return int(self.value.amount)


def name_of(code: str) -> str:
    return str(words(entry("parameters", code)["name"]))


def parameters(law: Law, on: date) -> list[Parameter]:
    """The spans of time on which a status depends, as far as they are law and known on the day.

    Raises LawRangeError."""
    rules = law.at(on.toordinal())
    return [
        Parameter(
            code,
            law.tables["parameters"][code]["unit"],
            rules.values[code],
            tuple(ground for ground, read in READS.items() if code in read),
        )
        for code in _codes(law)
        if code in rules.values and rules.values[code].amount is not None
    ]


def suppose(who: Who, region: Region | None, parameter: Parameter, value: int, today: date) -> Run:
    """Begin to work out what would be if the parameter had the value. One at a time for a region, or the country.

    Raises NotAllowed: ``account``, ``other_region``, ``run_day``, ``run_parameter``, ``what_if_under_way``."""
    under_way = Run.objects.filter(kind=Run.Kind.WHAT_IF, region=region, state=Run.State.PLANNING)
    if under_way.exists():
        raise NotAllowed("what_if_under_way")
    run = planning.begin(who, Run.Kind.WHAT_IF, today, region, parameters={parameter.code: str(value)})
    tasks.enqueue(run)
    return run


def runs(region: Region | None, most: int = 10) -> list[Run]:
    """The latest of a region, or of the country."""
    found = Run.objects.filter(kind=Run.Kind.WHAT_IF, region=region).exclude(state=Run.State.CANCELLED)
    return list(found.defer("samples").order_by("-pk")[:most])


def _codes(law: Law) -> Iterator[str]:
    every = unique(code for codes in READS.values() for code in codes)
    return (code for code in every if law.tables["parameters"][code]["unit"] in UNITS)
