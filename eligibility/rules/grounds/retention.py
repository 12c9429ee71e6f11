"""Keeping the status after payments stop (order 478 as amended by order 106 of 2025), and temporary status."""

from ..case import Case, rests_on
from ..dates import FOREVER, add_months, first_day, last_day, month_of
from ..facts import FIRST_MONTH, Paid
from ..truth import NO, UNCLEAR, UNKNOWN, YES, Truth, Verdict, no, unclear, unique, unknown, yes
from .cover import backwards, listed_cover
from .payments import self_payer


def retention_three_months(case: Case) -> Verdict:
    """Insured in the three months after the last paid one. Whether that also follows months that the state paid
    is not settled: those are shown as unclear."""
    months = case.rules.whole("retention_months")
    kept = _kept(case, months, "paid_within_three_months")
    if kept.truth != NO or "payments_continue" in kept.reasons:
        return kept
    tail = _after_state_cover(case, months)
    return kept.within(tail.since, tail.until) if tail.truth == NO else tail


def retention_six_months(case: Case) -> Verdict:
    """From 2026: insured in the six months after the last paid one, when sixty months in a row were paid before
    (not by the state). For payments that stopped before 2026 the sources are silent."""
    months = case.rules.whole("long_retention_months")
    kept = _kept(case, months, "paid_within_six_months")
    if kept.truth != YES:
        return case.clipped(kept)
    paid = case.facts.paid
    assert paid is not None
    last = last_status_month(case, months)
    assert last is not None
    return case.clipped(_after_sixty(case, paid, last, kept))


def _after_sixty(case: Case, paid: Paid, last: int, kept: Verdict) -> Verdict:
    needed = last - case.rules.whole("long_retention_paid_months") + 1
    first, _ = paid.run(last)
    if first > needed:
        if first <= paid.known_from:
            return unknown("contributions.sixty_months").within(kept.since, kept.until)
        return no("not_sixty_months").within(kept.since, kept.until)
    if first_day(last + 1) < case.law.since("long_retention_months"):
        return unclear("stopped_before_2026").within(kept.since, kept.until)
    return kept


def last_status_month(case: Case, months: int) -> int | None:
    """The last of the given number of months before this one for which a payment gave the status."""
    return _last_month(case, months, YES)


def _last_month(case: Case, months: int, truth: Truth) -> int | None:
    paid = case.facts.paid
    if paid is None or not paid.any_of(case.month - months, months):
        return None
    for month in range(case.month - 1, case.month - months - 1, -1):
        if _gave_status(case, paid, month) == truth:
            return month
    return None


def _gave_status(case: Case, paid: Paid, month: int) -> Truth:
    """Whether the month is paid, and not only by a self-payer who still owes earlier months."""
    if not paid.has(month):
        return NO
    if not paid.only("self_payer", month):
        return YES
    then = case if month == case.month else case.on(last_day(month))
    return then.verdict(self_payer).truth


def _kept(case: Case, months: int, reason: str) -> Verdict:
    paid = case.facts.paid
    if paid is None:
        return unknown("contributions")
    if paid.any_of(case.month - months, months + 1):
        if _gave_status(case, paid, case.month) == YES:
            return case.this_month(no("payments_continue"))
        last = last_status_month(case, months)
        if last is not None:
            return yes(reason).within(first_day(last + 1), _kept_until(case, paid, last, months))
    if case.month - months < paid.known_from or _last_month(case, months, UNKNOWN) is not None:
        return case.this_month(unknown("contributions"))
    ended = "payments_stopped_too_long_ago" if paid.every else "never_paid"
    return Verdict(NO, (ended,), (), *_quiet(case, paid))


def _kept_until(case: Case, paid: Paid, last: int, months: int) -> int:
    """End of the kept months, or of this month where later payments may set a new beginning."""
    later = paid.every >> (case.month - FIRST_MONTH)
    return last_day(case.month) if later else last_day(last + months)


def _quiet(case: Case, paid: Paid) -> tuple[int, int]:
    """Days in which nothing was or will be kept: all of them for somebody who never paid."""
    return case.steady() if paid.every else (case.day, FOREVER)


def _after_state_cover(case: Case, months: int) -> Verdict:
    """Unclear in the rest of the month in which the state stopped paying and in the months after it."""
    doubts: list[Verdict] = []
    until = FOREVER
    for cover in backwards(listed_cover, case, case.day, first_day(case.month - months)):
        paid_for = cover.truth in (YES, UNCLEAR)
        if cover.until >= case.day:
            until = cover.until
            if paid_for:
                break
        elif paid_for:
            end = last_day(month_of(cover.until) + months)
            return case.this_month(unclear("state_cover_ended_recently")).within(cover.until + 1, end)
        if cover.truth == UNKNOWN:
            doubts.append(cover)
    if doubts:
        return case.this_month(unknown(*unique(code for cover in doubts for code in cover.missing)))
    return no("never_paid").within(case.day, until)


@rests_on("temporary_status")
def temporary_status(case: Case) -> Verdict:
    """The Fund enters a person of a category who is missing in the lists for up to one month."""
    held = case.holds("temporary_status", "temporary_status_given")
    if held.truth != YES or "beginning_not_known" in held.reasons:
        return held
    end = add_months(held.since, case.rules.whole("temporary_status_months")) - 1
    if case.day > end:
        return Verdict(NO, ("circumstance_ended",), (), end + 1)
    return held.within(held.since, end)
