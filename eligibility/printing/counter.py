"""What a counter will want to know: the polyclinic's registration desk, and the employment office. The conditions are
those of the law files and of the engine; here they only become questions, lists of papers and boxes to tick."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..fragments import reason
from ..presentation import long_date
from ..result import headline, span
from ..rules.assess import Assessment, GroundFinding
from ..rules.money import BUDGETS
from ..rules.truth import NO, YES, unique
from ..texts import entry, ground_name, source, term, words
from .blocks import Bullets, Row, Section, Table, Text, Ticks
from .declared import Declared
from .grounds import period_on

ROUTES = {
    "polyclinic": ("attach_to_polyclinic", "seek_care", "register_pregnancy", "disability_assessment"),
    "employment_office": ("register_as_unemployed", "confirm_wellbeing_level"),
}
"""The ways that lead through each counter."""
WELLBEING = {"D": "wellbeing_crisis", "E": "wellbeing_emergency"}


def sections(reader: str, result: Assessment, declared: Declared) -> tuple[Section, ...]:
    """What stands right beneath the answer for this reader."""
    if reader == "polyclinic":
        return (_to_check(result, declared), _papers(reader, result))
    if reader == "employment_office":
        return (*_asked_at_the_office(result, declared), _papers(reader, result))
    return ()


# --- The polyclinic ---


def _to_check(result: Assessment, declared: Declared) -> Section:
    table = Table((_("In the system"), _("By the person's answers")), tuple(_rows_of_the_desk(result, declared)))
    otherwise = Text(_("If the system shows something else, ask 1414 and see “What to do and by when”."))
    return Section(_("Please check in the system"), (table, otherwise))


def _rows_of_the_desk(result: Assessment, declared: Declared) -> Iterator[Row]:
    yield _("IIN and identity card"), _("Shown at the counter, not copied")
    status = _("Insurance status on %(day)s") % {"day": long_date(result.on)}
    yield status, " · ".join(filter(None, (headline(result), span(result))))
    for item in result.grounds:
        if item.outcome == YES and item.payer in BUDGETS:
            found = entry("grounds", item.code)
            yield (
                _("Ground: %(ground)s") % {"ground": words(found["name"])},
                _("Data from: %(keeper)s") % {"keeper": words(found["confirmed_by"])},
            )
    yield _("Attachment to this polyclinic"), declared.answer("polyclinic")
    if declared.asked("wellbeing"):
        yield _("Mark of level D or E"), declared.answer("wellbeing")
    if declared.asked("care"):
        yield _("Day of coming for medical care"), declared.day_of_care()
    if declared.asked("contributions"):
        yield _("Months for which contributions were paid"), declared.answer("contributions")


# --- The employment office ---


def _asked_at_the_office(result: Assessment, declared: Declared) -> Iterator[Section]:
    header = (_("Question"), _("Declared by the person, not confirmed"))
    yield Section(_("What the official will ask"), (Table(header, tuple(_rows_of_the_office(result, declared))),))
    conditions = [*_unemployed(result), *_wellbeing(result, declared)]
    if conditions:
        yield Section(_("Conditions of the law, to tick"), tuple(conditions))


def _rows_of_the_office(result: Assessment, declared: Declared) -> Iterator[Row]:
    yield _("Is there official work or a business?"), declared.answer("work")
    yield _("Is there any income?"), declared.answer("income")
    yield (
        _("For which month was the last compulsory pension contribution (ОПВ) paid?"),
        declared.answer("pension-contributions"),
    )
    if "wellbeing_crisis" in result.law.at(result.on).payers:
        yield _("What level is in the Digital Family Card?"), declared.answer("wellbeing")
        yield _("In which region is the permanent registration?"), _("Kepil did not ask this.")
    yield _("Is there full-time study?"), declared.ticked("status", "full_time_study")
    yield _("Is there registration as unemployed?"), declared.ticked("status", "registered_unemployed")


def _unemployed(result: Assessment) -> Iterator[Ticks]:
    found = _ground(result, "registered_unemployed")
    if found is None or (found.outcome == NO and "register_as_unemployed" not in result.routes):
        return
    yield _ticks(
        result,
        found,
        ground_name(found.code),
        (
            _("The person is registered as unemployed on this day."),
            _("There is no full-time study: full-time students are not registered."),
            _("The person is not placed on a subsidised job or sent to on-the-job training."),
        ),
    )


def _wellbeing(result: Assessment, declared: Declared) -> Iterator[Ticks]:
    level = declared.given.get("wellbeing")
    found = _ground(result, WELLBEING.get(level or "", WELLBEING["D"]))
    if found is None or (found.outcome == NO and not {"confirm_wellbeing_level", "seek_care"} & set(result.routes)):
        return
    months = result.law.at(result.on).whole("wellbeing_pension_free_months")
    yield _ticks(
        result,
        found,
        _("Levels D and E"),
        (
            _("The Digital Family Card shows level D (crisis) or E (emergency)."),
            _("There is no official work, no business and no income."),
            _without_pension_contributions(months),
            _("The state does not pay on another ground: a child, a disability, full-time study and others."),
            _("The person is attached to a polyclinic and has come there for care."),
        ),
    )


def _without_pension_contributions(months: int) -> str:
    text = ngettext(
        "No compulsory pension contribution (ОПВ) was paid in the last %(months)s month.",
        "No compulsory pension contribution (ОПВ) was paid in the last %(months)s months.",
        months,
    )
    return text % {"months": months}


def _ticks(result: Assessment, found: GroundFinding, title: str, items: tuple[str, ...]) -> Ticks:
    period = period_on(entry("grounds", found.code), date.fromordinal(result.on))
    reasons = " ".join(reason(code)[0] for code in found.reasons)
    finding = _("By the person's answers: %(outcome)s.") % {"outcome": term("outcomes", found.outcome).lower()}
    return Ticks(title, source(period["act"], period["article"]), f"{finding} {reasons}".strip(), items)


def _ground(result: Assessment, code: str) -> GroundFinding | None:
    """What came of the ground; None where it is not law on the day."""
    return next((item for item in result.grounds if item.code == code), None)


# --- Both ---


def _papers(reader: str, result: Assessment) -> Section:
    """What to bring: for the grounds that hold, and for the ways that lead through this counter."""
    papers = [_("Identity card or digital document: shown, not copied.")]
    papers += (
        f"{ground_name(item.code)}: {words(entry('grounds', item.code)['papers'])}"
        for item in result.grounds
        if item.outcome == YES
    )
    papers += (
        f"{words(entry('routes', code)['name'])}: {words(entry('routes', code)['papers'])}"
        for code in result.routes
        if code in ROUTES[reader]
    )
    return Section(_("Papers to bring"), (Bullets(unique(papers)),))
