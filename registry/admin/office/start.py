"""The start page of officers and approvers: what waits, what is late, what comes next. It names nobody."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eligibility.presentation import short_date
from eligibility.texts import ground_name

from ... import access
from ...models import OPEN, TIMED, Account, Application, Decision, Proposal, State
from ...requests import account_of
from ...working_days import Calendar, add, day_of, midnight
from . import reach, rows

SHOWN = 8
"""Lines of each list on the start page; the queue has the rest."""


def context(request: HttpRequest) -> dict[str, Any]:
    """What templates/admin/index.html shows; nothing for roles that decide nothing."""
    account = account_of(request)
    if not reach.works_here(account):
        return {}
    today = timezone.localdate()
    calendar = Calendar.load()
    found = reach.applications(account)
    mine = found.filter(officer=account, state__in=(State.IN_REVIEW, State.PAPERS_WANTED))
    return {
        "office": {
            "counts": counts(found, account, today, add(today, 1, calendar)),
            "mine": lines(mine, account, today, calendar),
            "new": lines(found.filter(state=State.RECEIVED), account, today, calendar),
            "proposals": waiting(account) if access.may(account, "application", access.Action.APPROVE) else None,
            "categories": rows.bars(by_ground(found)),
            "decided": decided(account, week_of(today)),
        }
    }


def counts(found: "QuerySet[Application]", account: Account, today: date, soon: date) -> dict[str, int]:
    """The figures of the start page, in one query. ``soon``: the next working day."""
    mine, in_work = Q(officer=account), Q(state__in=(State.IN_REVIEW, State.PAPERS_WANTED, State.REFUSAL_PROPOSED))
    timed = Q(state__in=TIMED)
    return found.filter(state__in=OPEN).aggregate(
        mine=Count("pk", filter=mine & in_work),
        overdue=Count("pk", filter=mine & in_work & timed & Q(due_on__lt=today)),
        soon=Count("pk", filter=mine & in_work & timed & Q(due_on__range=(today, soon))),
        papers=Count("pk", filter=mine & Q(state=State.PAPERS_WANTED)),
        new=Count("pk", filter=Q(state=State.RECEIVED)),
        overdue_in_region=Count("pk", filter=timed & Q(due_on__lt=today)),
    )


def lines(found: "QuerySet[Application]", account: Account, today: date, calendar: Calendar) -> list[rows.Row]:
    chosen = found.select_related("district", "officer").order_by("due_on", "pk")[:SHOWN]
    return list(rows.rows(chosen, account, today, calendar))


def by_ground(found: "QuerySet[Application]") -> Iterable[tuple[str, int]]:
    open_ones = found.filter(state__in=OPEN).order_by()
    return list(open_ones.values_list("ground").annotate(count=Count("pk")))


def waiting(account: Account) -> list[dict[str, str]]:
    """Proposals for which the account may be the second person, the oldest first."""
    open_ones = access.visible(account, Proposal.objects.filter(outcome=Proposal.Outcome.OPEN))
    found = open_ones.exclude(proposed_by=account).select_related("application", "ground", "proposed_by")
    return [_proposal(item) for item in found.order_by("proposed_at", "pk")[:SHOWN]]


def _proposal(item: Proposal) -> dict[str, str]:
    line = {"day": short_date(day_of(item.proposed_at)), "by": item.proposed_by.full_name}
    if item.application is not None:
        url, code = reverse("admin:registry_application_change", args=[item.application.pk]), item.application.ground
        what = _("Refusal: %(reference)s") % {"reference": item.application.reference}
    else:
        assert item.ground is not None  # a proposal is about one of them, by the database
        url, code, what = reverse("admin:registry_proposal_change", args=[item.pk]), item.ground.code, _("Revocation")
    return line | {"url": url, "what": what, "ground": ground_name(code)}


def decided(account: Account, since: datetime) -> dict[str, int]:
    """Decisions since then: of the account, and of its region."""
    found = Decision.objects.filter(decided_at__gte=since, application__region=account.region_id)
    part = Q(decided_by=account) | Q(proposed_by=account)
    return found.aggregate(mine=Count("pk", filter=part), region=Count("pk"))


def week_of(today: date) -> datetime:
    """Midnight of the Monday."""
    monday = today - timedelta(days=today.weekday())
    return midnight(monday)
