"""The result of one person as a document for somebody: each part is the whole of it in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..fragments import reason, route_texts
from ..plan import Plan, Step
from ..presentation import long_date
from ..questions import SUBJECTS
from ..result import (
    HEADLINE,
    Line,
    advance_line,
    arrears_line,
    change_line,
    due,
    headline,
    illness_line,
    span,
    state_share_text,
)
from ..rules.assess import Assessment, GroundFinding
from ..rules.truth import UNCLEAR, YES
from ..texts import entry, ground_name, source, term, words
from . import counter
from .blocks import Block, Bullets, Document, Lines, Part, Row, Section, Sums, Text, Verdict, Way
from .declared import Declared
from .grounds import ground_line, period_on

READERS = ("polyclinic", "employment_office", "self")
DIGEST_SHOWN = len("sha256:") + 12


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the reader, one or two languages, whether the illness goes in, and the ways that the person
    took out of the plan."""

    reader: str
    languages: tuple[str, ...]
    illness: bool
    left_out: tuple[str, ...] = ()


def document(order: Order, plan: Plan, declared: Declared) -> Document:
    """The document in all languages ordered.

    The plan must have been worked out without the diagnoses where the illness does not go in."""
    parts = []
    for language in order.languages:
        with override(language):
            parts.append(_part(language, order, plan, declared))
    return Document(f"{parts[0].title} – {parts[0].reader}", tuple(parts))


def _part(language: str, order: Order, plan: Plan, declared: Declared) -> Part:
    result = plan.result
    day, subject = long_date(result.on), declared.given["subject"]
    by_hand = (_("Full name:"), _("IIN:")) if order.reader != "self" else ()
    return Part(
        lang=language,
        title=_("Medical insurance on %(day)s") % {"day": day},
        subject="" if subject == "self" else str(SUBJECTS[subject]),
        header=_("Kepil: an explanation, not a decision"),
        reader=reader_name(order.reader),
        footer=_("Day of the check: %(day)s. Law data: %(digest)s") % {"day": day, "digest": _digest(result)},
        verdict=Verdict(HEADLINE[result.status], headline(result), span(result), tuple(_answer(result))),
        disclaimer=_disclaimer(),
        by_hand=by_hand,
        by_hand_note=_("To fill in by hand at the counter; Kepil does not keep it.") if by_hand else "",
        sections=tuple(_sections(order, plan, declared)),
        basis=_basis(result),
    )


def _disclaimer() -> str:
    explains = _(
        "Kepil explains the law; it is not a decision of the Fund. "
        "The official status is shown by 1414, eGov and @SaqtandyryBot."
    )
    unconfirmed = _("It rests on the person's answers, which nobody has confirmed.")
    return f"{explains} {unconfirmed}"


def reader_name(reader: str) -> str:
    names = {
        "polyclinic": _("For the polyclinic counter"),
        "employment_office": _("For the employment office"),
        "self": _("For myself"),
    }
    return names[reader]


def _digest(result: Assessment) -> str:
    return result.law.digest[:DIGEST_SHOWN]


def _answer(result: Assessment) -> Iterator[Row]:
    """What is looked for first: who pays, on what ground; without insurance, what to do."""
    if result.payer:
        yield _("Who pays:"), term("payers", result.payer)
    for index, item in enumerate(_deciding(result)):
        name = ground_name(item.code)
        article = reason(item.reasons[0])[1] if item.reasons else ""
        yield "" if index else _("On what ground:"), f"{name} ({article})" if article else name
    if result.status != "insured" and result.routes:
        yield _("First step:"), words(entry("routes", result.routes[0])["name"])


def _deciding(result: Assessment) -> list[GroundFinding]:
    """The grounds that hold, else those that the law leaves open."""
    holding = [item for item in result.grounds if item.outcome == YES]
    return holding or [item for item in result.grounds if item.outcome == UNCLEAR]


def _sections(order: Order, plan: Plan, declared: Declared) -> Iterator[Section]:
    result = plan.result
    yield from counter.sections(order.reader, result, declared)
    yield Section(_("Why"), tuple(_why(result)))
    if result.missing:
        yield Section(_("What is missing for an answer"), (Bullets(_missing(result), columns=2),))
    if order.illness and result.diagnoses:
        illnesses = tuple(illness_line(item) for item in result.diagnoses)
        yield Section(_("Illnesses: who pays today"), (Lines(illnesses),))
    if result.changes:
        yield Section(_("What changes next"), (Lines(tuple(change_line(result, item) for item in result.changes)),))
    if ways := tuple(_ways(order, plan)):
        yield Section(_("What to do and by when"), ways)
    if sums := _sums(order.reader, result):
        yield Section(_("What to pay"), sums)
    if notes := _notes(result):
        yield Section(_("What is not settled, and whom to ask"), (Bullets(notes),))


def _missing(result: Assessment) -> tuple[str, ...]:
    return tuple(term("facts", code) for code in result.missing)


def _why(result: Assessment) -> Iterator[Block]:
    if deciding := _deciding(result):
        yield Lines(tuple(ground_line(item) for item in deciding))
    elif result.status == "unknown":
        yield Text(_("No ground of the law is confirmed yet."))
    else:
        yield Text(_("None of the grounds of the law applies."))
    if result.status == "not_insured" and _doctor_is_free(result):
        yield Text(_("Emergency care and the district doctor are free all the same. Most planned treatment is not."))
    if share := state_share_text(result):
        yield Text(share)


def _doctor_is_free(result: Assessment) -> bool:
    return any(item.code == "primary_care" and item.covered == YES for item in result.services)


def _ways(order: Order, plan: Plan) -> Iterator[Way]:
    """In the order of the plan. The best way and those through this counter in full, the others by name; for oneself
    all in full."""
    for step in plan.steps(list(order.left_out)):
        full = order.reader == "self" or step.code == plan.codes[0] or step.code in counter.ROUTES[order.reader]
        yield way(step, date.fromordinal(plan.result.on), full)


def way(step: Step, day: date, full: bool) -> Way:
    """A step of the plan as it is printed: the one place that reads a route's texts."""
    texts = route_texts(step.code)
    if not full:
        return Way(texts["name"], texts["why"])
    period = period_on(entry("routes", step.code), day)
    rows = [
        (_("By when"), " ".join(filter(None, (f"{step.due}." if step.due else "", step.reason, step.basis)))),
        (_("Papers"), texts["papers"]),
        (_("Where"), "; ".join(f"{channel['name']}: {channel['words']}" for channel in texts["channels"])),
        (_("Official time"), texts["time"]),
    ]
    shown = tuple(row for row in rows if row[1])
    return Way(texts["name"], texts["why"], tuple(texts["steps"]), shown, source(period["act"], period["article"]))


def _sums(reader: str, result: Assessment) -> tuple[Block, ...]:
    """What is to be paid. What is paid a month tells what the person earns: that is no matter of a polyclinic."""
    blocks: list[Block] = []
    if result.contribution.exempt:
        blocks.append(Text(_("Nothing: the state pays.")))
    lines = []
    if reader != "polyclinic":
        each_month = _("Each month")
        monthly = [due(item) for item in result.contribution.monthly]
        lines += [Line(f"{each_month} – {item.title}", item.text, details=item.details) for item in monthly]
    if arrears := arrears_line(result):
        lines.append(Line(_("For the months missed"), arrears.title, details=(*arrears.details, arrears.text)))
    if ahead := advance_line(result):
        lines.append(Line(_("Or for a year ahead"), ahead.title, details=(ahead.text, *ahead.details)))
    if lines:
        blocks.append(Sums(tuple(lines)))
    return tuple(blocks)


def _notes(result: Assessment) -> tuple[str, ...]:
    """Open points with whom to ask; those of an illness stand beneath it."""
    said = {code for item in result.diagnoses for code in item.notes}
    return tuple(_note(code) for code in result.notes if code not in said)


def _note(code: str) -> str:
    found = entry("notes", code)
    text = words(found["text"])
    ask = "; ".join(term("offices", office) for office in found["ask"])
    return f"{text} {_('Ask:')} {ask}" if ask else str(text)


def _basis(result: Assessment) -> str:
    known = _("The law as Kepil knows it: %(digest)s.") % {"digest": result.law.digest}
    kept = _("Kepil does not keep this document.")
    return f"{kept} {known}"
