"""What each act asks of the officer and which verb it calls. Nothing is decided here: the verbs decide."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eligibility.fields import DayField, DayInput
from eligibility.presentation import long_date

from ... import access, deadlines, decisions, reasons
from ...facts import LEVEL_OF
from ...models import Account, Proposal
from ...reasons import Use
from ...refusals import NotAllowed
from ...working_days import Calendar, add
from . import forms
from .situation import Situation
from .words import reason_lines

Data = QueryDict | None
Cleaned = Mapping[str, Any]


class Act(NamedTuple):
    """``at_once``: a button of the case's page that asks nothing. ``beside``: what the page shows besides the form."""

    verb: str
    title: str | Promise
    done: str | Promise
    form: Callable[[Situation, Data, dict[str, Any]], forms.ActForm]
    do: Callable[[Situation, Cleaned], Any]
    at_once: bool = False
    primary: bool = False
    beside: Callable[[Situation, forms.ActForm], dict[str, Any]] = lambda found, form: {}


def _plain(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    return forms.PlainForm(data, initial=initial, on=found.today)


def _take(found: Situation, typed: Cleaned) -> None:
    decisions.take(found.who, found.application, typed["version"])


def _stop_waiting(found: Situation, typed: Cleaned) -> None:
    decisions.stop_waiting(found.who, found.application, typed["version"])


# Identity


def _identity_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    return forms.IdentityForm(data, initial=initial, on=found.today)


def _identity(found: Situation, typed: Cleaned) -> None:
    """How it was checked goes into the log, where it is asked why something was done."""
    decisions.confirm_identity(found.because(typed["checked"]), found.application, typed["version"])


# Papers


def _papers_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    offered = reasons.offered(Use.PAPERS, found.application.ground)
    papers = [(item.code, item.text) for item in offered]
    return forms.PapersForm(data, initial=initial, on=found.today, papers=papers)


def _ask_papers(found: Situation, typed: Cleaned) -> None:
    decisions.ask_papers(found.who, found.application, typed["version"], typed["wanted"], typed["note"])


def _papers_term(found: Situation, form: forms.ActForm) -> dict[str, Any]:
    term = deadlines.load().papers
    day = add(found.today, term.working_days, Calendar.load())
    return {
        "told": [
            _("The applicant has until %(day)s to answer.") % {"day": long_date(day)},
            _("Until then the time to decide is paused."),
            term.note,
        ]
    }


# Handing over


def _hand_over_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    colleagues = Account.objects.filter(region=found.application.region_id, is_active=True)
    able = [
        item
        for item in colleagues.order_by("full_name", "pk")
        if item.pk != found.application.officer_id and access.may(item, "application", access.Action.PROPOSE)
    ]
    return forms.HandOverForm(
        data,
        initial=initial,
        on=found.today,
        colleagues=[(str(item.pk), f"{item.full_name} · {item.get_role_display()}") for item in able],
        reasons=[(item.code, item.text) for item in reasons.offered(Use.HAND_OVER, found.application.ground)],
        queue="hand_back" in found.allowed,
    )


def _hand_over(found: Situation, typed: Cleaned) -> None:
    to = None if typed["to"] == forms.QUEUE else Account.objects.get(pk=typed["to"])
    decisions.hand_over(found.who, found.application, typed["version"], to, typed["note"], typed["reasons"])


# Confirming


def _days(data: Data, today: date) -> tuple[date, date | None]:
    """The days that the form asks about, as far as they can be read: what is missing depends on them."""
    return _day(data, "starts") or today, _day(data, "ends")


def _day(data: Data, name: str) -> date | None:
    try:
        text = DayField(required=False).clean(DayInput().value_from_datadict(data or {}, {}, name))
    except ValidationError:
        return None
    return date.fromisoformat(text) if text else None


def _confirm_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    word = found.word(*_days(data, found.today))
    return forms.ConfirmForm(
        data,
        initial={"starts": found.today.isoformat()} | initial,
        on=found.today,
        missing=word.missing if word and word.outcome == "unknown" else (),
        unclear=word is not None and word.is_unclear,
        level=LEVEL_OF.get(found.application.ground, ""),
    )


def _confirm(found: Situation, typed: Cleaned) -> None:
    decisions.confirm(
        found.who,
        found.application,
        typed["version"],
        date.fromisoformat(typed["starts"]),
        date.fromisoformat(typed["ends"]) if typed["ends"] else None,
        typed.get("checked") or (),
        typed["evidence"],
        typed["note"],
    )


def _word(found: Situation, form: forms.ActForm) -> dict[str, Any]:
    return {"word": found.word(*_days(form.data if form.is_bound else None, found.today))}  # type: ignore[arg-type]


# Refusing


def _refusal_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    coded = [(item.code, item.text) for item in reasons.offered(Use.REFUSAL, found.application.ground)]
    legal = [(code, reasons.text(code)) for code in decisions.legal_reasons(found.application, found.today)]
    return forms.RefusalForm(data, initial=initial, on=found.today, reasons=[*legal, *coded])


def _propose(found: Situation, typed: Cleaned) -> None:
    decisions.propose_refusal(found.who, found.application, typed["version"], typed["reasons"], typed["note"])


def _approval_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    return forms.ApprovalForm(data, initial=initial | _of_proposal(found), on=found.today)


def _return_form(found: Situation, data: Data, initial: dict[str, Any]) -> forms.ActForm:
    return forms.ReturnForm(data, initial=initial | _of_proposal(found), on=found.today)


def _of_proposal(found: Situation) -> dict[str, Any]:
    return {"proposal": found.proposal.pk} if found.proposal else {}


def _proposal(found: Situation, typed: Cleaned) -> Proposal:
    """The proposal that the page showed; the verb says if it is no longer the open one."""
    row = Proposal.objects.filter(pk=typed["proposal"], application=found.application).first()
    if row is None:
        raise NotAllowed("state")
    return row


def _approve(found: Situation, typed: Cleaned) -> None:
    decisions.approve_refusal(found.who, _proposal(found, typed), typed["note"])


def _return(found: Situation, typed: Cleaned) -> None:
    decisions.return_refusal(found.who, _proposal(found, typed), typed["reply"])


def _proposed(found: Situation, form: forms.ActForm) -> dict[str, Any]:
    row = found.proposal
    return {"proposal": row, "proposal_reasons": reason_lines(row.reasons)} if row else {}


TABLE = (
    Act("take", _("Take the case"), _("The case is yours."), _plain, _take, at_once=True, primary=True),
    Act(
        "confirm_identity",
        _("Confirm the identity"),
        _("The identity is confirmed."),
        _identity_form,
        _identity,
        primary=True,
    ),
    Act(
        "confirm",
        _("Confirm the ground"),
        _("The ground is confirmed."),
        _confirm_form,
        _confirm,
        primary=True,
        beside=_word,
    ),
    Act(
        "ask_papers",
        _("Ask for papers"),
        _("The papers are asked for."),
        _papers_form,
        _ask_papers,
        beside=_papers_term,
    ),
    Act(
        "propose_refusal",
        _("Propose a refusal"),
        _("The refusal waits for a second person."),
        _refusal_form,
        _propose,
        beside=_word,
    ),
    Act(
        "approve_refusal",
        _("Approve the refusal"),
        _("The application is refused."),
        _approval_form,
        _approve,
        primary=True,
        beside=_proposed,
    ),
    Act(
        "return_refusal",
        _("Return the proposal"),
        _("The proposal is returned."),
        _return_form,
        _return,
        beside=_proposed,
    ),
    Act(
        "stop_waiting",
        _("Go on without the papers"),
        _("The case is in review again."),
        _plain,
        _stop_waiting,
        at_once=True,
    ),
    Act("hand_over", _("Hand over"), _("The case is handed over."), _hand_over_form, _hand_over),
)
ACTS: Mapping[str, Act] = {item.verb: item for item in TABLE}
"""By verb, in the order of the buttons."""


def offered(found: Situation) -> list[Act]:
    """The acts that the officer may do now, in the order of the buttons. Nothing is confirmed before the identity is,
    and that is asked once."""
    allowed = found.allowed | ({"hand_over"} if "hand_back" in found.allowed else set())
    known = found.application.identity_confirmed_at is not None
    return [item for item in TABLE if item.verb in allowed - {"confirm_identity" if known else "confirm"}]
