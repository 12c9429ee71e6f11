"""Four-valued truth: yes, no, unknown (a fact is missing) and unclear (the law conflicts or is silent).

A ``Verdict`` carries why, what is missing, and the span of days around the day asked about within which it
cannot change: the engine steps from span to span and never has to try every day.
"""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from .dates import EVER, FOREVER

Truth = Literal["yes", "no", "unknown", "unclear"]
YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"
UNCLEAR: Final = "unclear"


class Verdict(NamedTuple):
    """Outcome of a condition on one day.

    ``since``..``until`` is a closed span of days that contains the day asked about and in which the truth is the
    same; it may be shorter than it could be, never longer.
    """

    truth: Truth
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    since: int = EVER
    until: int = FOREVER

    def within(self, since: int, until: int) -> "Verdict":
        """The same verdict, vouched for only inside the closed span, which must hold the day asked about too."""
        if self.since > since:
            since = self.since
        if self.until < until:
            until = self.until
        if until < since:
            raise ValueError(f"no day lies within both spans: {self}")
        return Verdict(self.truth, self.reasons, self.missing, since, until)


def yes(*reasons: str) -> Verdict:
    return Verdict(YES, reasons)


def no(*reasons: str) -> Verdict:
    return Verdict(NO, reasons)


def unclear(*reasons: str) -> Verdict:
    return Verdict(UNCLEAR, reasons)


def unknown(*missing: str) -> Verdict:
    """Not decided, because the named facts are not known."""
    return Verdict(UNKNOWN, ("not_known",), missing)


def all_of(*parts: Verdict) -> Verdict:
    """Yes when every part is yes; one ``no`` decides. A missing fact comes before an open point of law,
    because the fact may still turn the answer into a plain ``no``."""
    noes = [part for part in parts if part.truth == NO]
    if not noes:
        return _undecided_or(YES, parts)
    first = noes[0]
    if len(noes) == 1:
        return first
    return Verdict(NO, first.reasons, (), min([p.since for p in noes]), max([p.until for p in noes]))


def any_of(*parts: Verdict) -> Verdict:
    """Yes when one part is yes; no only when every part is no."""
    yeses = [part for part in parts if part.truth == YES]
    if not yeses:
        return _undecided_or(NO, parts)
    if len(yeses) == 1:
        return yeses[0]
    longest = max(yeses, key=lambda part: part.until)
    return longest._replace(since=min([p.since for p in yeses]))


def negate(part: Verdict, reasons_for_no: tuple[str, ...]) -> Verdict:
    """Swap yes and no; the reasons of the new ``no`` are given, a new ``yes`` needs none."""
    if part.truth == YES:
        return part._replace(truth=NO, reasons=reasons_for_no)
    if part.truth == NO:
        return part._replace(truth=YES, reasons=())
    return part


def _undecided_or(decided: Truth, parts: tuple[Verdict, ...]) -> Verdict:
    """The parts agree on ``decided``, or the first kind of doubt among them wins."""
    begin, end = EVER, FOREVER
    truth: Truth = decided
    for found, _, _, since, until in parts:
        if since > begin:
            begin = since
        if until < end:
            end = until
        if found != decided and truth != UNKNOWN:
            truth = found
    reasons = [part.reasons for part in parts if part.reasons and part.truth == truth]
    why = reasons[0] if len(reasons) == 1 else unique([code for codes in reasons for code in codes])
    if truth != UNKNOWN:
        return Verdict(truth, why, (), begin, end)
    missing = [code for part in parts if part.truth == UNKNOWN for code in part.missing]
    return Verdict(truth, why, unique(missing), begin, end)


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in their order, each once."""
    return tuple(dict.fromkeys(codes))
