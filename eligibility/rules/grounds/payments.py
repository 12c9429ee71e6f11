"""Grounds that rest on contributions paid for the month (articles 14, 27 and 28 of law 405-V)."""

from .. import facts as f
from ..case import Case
from ..dates import EVER, FOREVER, first_day, last_day, month_of
from ..truth import NO, YES, Verdict, all_of, no, unknown, yes
from .cover import state_cover_of_months


def employee(case: Case) -> Verdict:
    """Art. 14, 27, 28: the employer pays his share and withholds the worker's."""
    return _by_payment(case, "employee", ("employee", "subsidised_job"))


def civil_contract(case: Case) -> Verdict:
    """Art. 14, 28: the customer of a civil contract (ГПХ) withholds the contribution."""
    return _by_payment(case, "civil_contract", ("civil_contract",))


def entrepreneur(case: Case) -> Verdict:
    """Art. 14, 28: an individual entrepreneur (ИП) pays for himself; one who is suspended owes and gets nothing."""
    if _is_practice(case):
        return case.denied("no_such_work")
    return _by_payment(case, "entrepreneur", ("entrepreneur",))


def private_practice(case: Case) -> Verdict:
    """Art. 14, 28: people in private practice pay for themselves as entrepreneurs do."""
    if _is_practice(case):
        return _by_payment(case, "entrepreneur", ("private_practice",))
    return unknown("work") if case.facts.work is None else case.denied("no_such_work")


def self_employed_regime(case: Case) -> Verdict:
    """Art. 28 and chapter 77 of the Tax Code, from 2026: a share of income, paid alone or withheld by a platform."""
    return case.clipped(_by_payment(case, "self_employed_regime", ("self_employed_regime",)))


def self_payer(case: Case) -> Verdict:
    """Order 478: the month is paid, and either it is one of twelve paid months in a row (the way of paying ahead)
    or none of the twelve months before it is owed."""
    paid = case.facts.paid
    if paid is None:
        return unknown("contributions")
    if case.month < paid.known_from:
        return case.this_month(unknown("contributions"))
    own = paid.by_kind.get("self_payer", 0)
    if not paid.has_kind("self_payer", case.month):
        return case.denied("month_not_paid" if own else "no_such_work")
    first, last = paid.run(case.month, own)
    if last - first + 1 >= case.rules.whole("advance_months"):
        return yes("twelve_months_paid").within(first_day(first), last_day(last))
    return case.this_month(_free_of_debt(case, paid))


def _free_of_debt(case: Case, paid: f.Paid) -> Verdict:
    """None of the months of the window before this one is unpaid, unless the state covered it."""
    window = range(case.month - case.rules.whole("arrears_window"), case.month)
    owed = [month for month in window if not paid.has(month)]
    if not owed:
        return yes("no_debt_in_twelve_months")
    cover = state_cover_of_months(case, window)
    covers = [cover[month] for month in owed if month >= paid.known_from]
    if any(part.truth == NO for part in covers):
        return no("debt_in_twelve_months")
    if owed[0] < paid.known_from:
        return unknown("contributions")
    doubts = [part for part in covers if part.truth != YES]
    if not doubts:
        return yes("no_debt_in_twelve_months")
    return all_of(*doubts)._replace(since=EVER, until=FOREVER)  # their spans are those of past months


def _by_payment(case: Case, kind: str, works: tuple[str, ...]) -> Verdict:
    """Paid for the month; or the work goes on and the last month that had to be paid by now is paid."""
    paid = case.facts.paid
    if paid is None or case.month < paid.known_from:
        return _payment_unknown(case, works)
    own, work = paid.by_kind.get(kind, 0), case.facts.work
    if not own and work == () and case.day >= case.facts.known_from:
        return case.denied("no_such_work")
    if paid.has_kind(kind, case.month):
        first, last = paid.run(case.month, own)
        older = f.FIRST_MONTH < first == paid.known_from
        reasons = ("month_paid", "beginning_not_known") if older else ("month_paid",)
        return Verdict(YES, reasons, (), first_day(first), last_day(last))
    works_now = case.works_as(*works)
    if works_now.truth == YES and _nothing_overdue(case, paid, kind, works_now.since):
        return yes("payment_not_yet_due").within(*case.steady())
    had_any = own or works_now.truth != NO
    return case.denied("month_not_paid" if had_any else "no_such_work")


def _nothing_overdue(case: Case, paid: f.Paid, kind: str, start: int) -> bool:
    """The last month due is paid; or the job is so new that none is due, and a month of it is paid already."""
    due, began = last_due_month(case), month_of(start)
    if began <= due:
        return paid.has_kind(kind, due)
    return any(paid.has_kind(kind, month) for month in range(began, case.month))


def _payment_unknown(case: Case, works: tuple[str, ...]) -> Verdict:
    """Whether the month is paid is not known; but nobody pays for work that was not done in the month."""
    if case.facts.work is None:
        doubt = unknown("work", "contributions")
        return doubt if case.facts.paid is None else case.this_month(doubt)
    if any(item.kind in works and not item.suspended and _in_month(case, item) for item in case.facts.work):
        return unknown("contributions").within(*case.steady())
    return case.denied("no_such_work")


def _in_month(case: Case, item: f.Work) -> bool:
    start = item.spell.start
    return (start is None or start <= last_day(case.month)) and item.spell.end >= first_day(case.month)


def _is_practice(case: Case) -> bool:
    """Payments of kind entrepreneur belong to a private practice when that is the only such activity of the month."""
    work = case.facts.work
    if not work or not any(item.kind == "private_practice" for item in work):
        return False
    kinds = {item.kind for item in work if _in_month(case, item)}
    return "private_practice" in kinds and "entrepreneur" not in kinds


def last_due_month(case: Case) -> int:
    """The last month whose contribution had to be paid by now: due on the 25th of the month after it."""
    due_day = case.rules.whole("contribution_due_day")
    return case.month - (1 if case.day >= first_day(case.month) + due_day else 2)
