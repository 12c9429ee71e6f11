"""The columns of all people, or of some of them, as the grounds look at them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from eligibility.rules import facts as f

from .days import month_of
from .law import Figures
from .people import ABSENT, RESIDENCES, UNDATED
from .truths import NO, UNCLEAR, UNKNOWN, YES, negate, where

MONTHS_BACK, MONTHS_AHEAD = 48, 13
"""The months around the one asked about that fit into a whole number, one bit each."""
SETTLED = [RESIDENCES.index(name) for name in (None, "citizen", "kandas", "permanent_resident")]


class View:
    """``day`` is the day asked about; the grounds are asked for that one or for days of the past, one a person."""

    def __init__(self, read: Callable[[str], Any], sizes: Mapping[str, int], figures: Figures, day: int) -> None:
        self.read, self.sizes, self.figures, self.day = read, sizes, figures, day
        self.month = int(month_of(day))
        self.whole: View = self
        self.kept: dict[Any, Any] = {}

    def take(self, places: Any) -> "View":
        """Some of the people, each as often as he is named."""
        if self.whole is not self:
            return self.whole.take(self.kept["places"][places])
        some = View(lambda name: self.read(name)[places], self.sizes, self.figures, self.day)
        some.whole = self
        some.kept["places"] = places
        return some

    @property
    def places(self) -> Any:
        return self.kept["places"] if self.whole is not self else np.arange(len(self["birth"]))

    def __getitem__(self, name: str) -> Any:
        found = self.kept.get(name)
        if found is None:
            found = self.kept[name] = self.read(name)
        return found

    def slots(self, name: str) -> range:
        return range(self.sizes[name])

    def slot(self, name: str, place: int, part: str) -> Any:
        return self[f"{name}_{place}_{part}"]

    def undated(self, name: str, place: int) -> bool:
        """Whether anybody's spell in this slot has no beginning."""
        key = ("undated", name, place)
        if key not in self.whole.kept:
            self.whole.kept[key] = bool((self.whole.slot(name, place, "from") == UNDATED).any())
        return bool(self.whole.kept[key])

    def inside(self, name: str, place: int, day: Any) -> tuple[Any, Any]:
        """Whether the day lies in the slot's spell; and whether that cannot be told, for want of a beginning."""
        start, end = self.slot(name, place, "from"), self.slot(name, place, "to")
        held = (start <= day) & (day <= end)
        if not self.undated(name, place):
            return held, False
        undated = (start == UNDATED) & (day != self.day)
        return held & ~undated, held & undated

    def as_far_as_known(self, truth: Any, day: Any) -> Any:
        """A ``no`` reaches back only to the day from which everything is known."""
        return where((truth == NO) & (day < self["known_from"]), UNKNOWN, truth)

    def within(self, name: str, day: Any, chosen: Callable[[int], Any] | None = None) -> Any:
        """Whether the day lies in one of the spells of the list, or of those chosen by their slot."""
        held, doubt = np.zeros(len(self["birth"]), bool), np.zeros(len(self["birth"]), bool)
        for place in self.slots(name):
            inside, open_ = self.inside(name, place, day)
            selected = True if chosen is None else chosen(place)
            held |= inside & selected
            doubt |= open_ & selected
        return self.as_far_as_known(where(held, YES, where(doubt, UNKNOWN, NO)), day)

    def holds(self, name: str, day: Any, chosen: Callable[[int], Any] | None = None) -> Any:
        return where(self[f"{name}_known"], self.within(name, day, chosen), UNKNOWN)

    def begun(self, name: str, day: Any) -> Any:
        """Beginning of the first spell that holds on the day; UNDATED, or ABSENT where there is none."""
        found = np.full(len(self["birth"]), ABSENT)
        for place in reversed(self.slots(name)):
            found = np.where(self.inside(name, place, day)[0], self.slot(name, place, "from"), found)
        return found

    def not_working(self, day: Any) -> Any:
        return negate(self.holds("work", day, lambda place: self.slot("work", place, "suspended") == 0))

    def works_as(self, kinds: tuple[str, ...], day: Any) -> Any:
        return self.holds("work", day, lambda place: self.of_kind(kinds, place))

    def of_kind(self, kinds: tuple[str, ...], place: int) -> Any:
        """Whether the work of the slot is of one of the kinds and not suspended."""
        kind = self.slot("work", place, "kind")
        named = np.isin(kind, [f.WORK_KINDS.index(name) for name in kinds])
        return named & (self.slot("work", place, "suspended") == 0)

    def settled(self) -> Any:
        return where(np.isin(self["residence"], SETTLED), YES, UNCLEAR)

    def paid(self, kind: str | None = None) -> Any:
        """Months paid, of the kind or of any, as bits: see ``bit``."""
        key = ("paid", kind)
        if key not in self.kept:
            self.kept[key] = self._paid(kind) if self.whole is self else self.whole.paid(kind)[self.places]
        return self.kept[key]

    def _paid(self, kind: str | None) -> Any:
        months, lowest = np.zeros(len(self["birth"]), np.int64), self.month - MONTHS_BACK
        for place in self.slots("paid"):
            first = np.maximum(self.slot("paid", place, "from").astype(np.int64), lowest) - lowest
            last = np.minimum(self.slot("paid", place, "to"), self.month + MONTHS_AHEAD) - lowest
            length = np.maximum(last - first + 1, 0)
            bits = ((np.int64(1) << length) - 1) << np.minimum(first, MONTHS_BACK + MONTHS_AHEAD)
            if kind is not None:
                bits = np.where(self.slot("paid", place, "kind") == f.CONTRIBUTION_KINDS.index(kind), bits, 0)
            months |= bits
        return months

    def bit(self, month: Any) -> Any:
        return np.int64(1) << (np.asarray(month, np.int64) - (self.month - MONTHS_BACK))
