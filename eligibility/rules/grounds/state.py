"""Grounds of article 26 of law 405-V: the state pays from the republican budget."""

from .. import facts as f
from ..case import Case, rests_on
from ..dates import birthday, first_day, last_day, month_end, month_of
from ..truth import NO, UNCLEAR, YES, Verdict, all_of, any_of, no, unclear, unknown, yes

_CONFIRMED = yes()
_NOT_A_KANDAS = no("circumstance_absent")


def _category(case: Case, name: str, reason: str) -> Verdict:
    """A category that does not ask whether the person works."""
    held = case.holds(name, reason)
    return held if held.truth == NO else all_of(held, case.settled())


def _non_working_category(case: Case, name: str, reason: str) -> Verdict:
    """A category for people without labour or entrepreneurial activity."""
    held = case.holds(name, reason)
    return held if held.truth == NO else all_of(held, case.not_working(), case.settled())


def child(case: Case) -> Verdict:
    """Art. 26 (1): everybody under 18; the month of the 18th birthday is still covered, the next one is not."""
    birth = case.facts.birth
    if birth is None:
        return unknown("birth_date")
    adult = birthday(birth, case.rules.whole("adult_age"))
    end = month_end(adult)
    if case.day > end:
        return Verdict(NO, ("already_18",), (), end + 1)
    if case.day < birth:
        return Verdict(NO, ("circumstance_not_begun",), (), until=birth - 1)
    if case.day < adult:
        return all_of(Verdict(YES, ("under_18",), (), birth, adult - 1), case.settled())
    return all_of(Verdict(YES, ("month_of_18th_birthday",), (), adult, end), case.settled())


@rests_on("pension")
def pensioner(case: Case) -> Verdict:
    """Art. 26 (1): recipients of pension payments, working or not."""
    return _category(case, "pension", "receives_pension")


@rests_on("disability")
def disability(case: Case) -> Verdict:
    """Art. 26 (1): people with disability of any group, working or not, for the term set by the МСЭ decision."""
    return _category(case, "disability", "disability_confirmed")


@rests_on("full_time_study")
def full_time_student(case: Case) -> Verdict:
    """Art. 26 (1): full-time students from secondary to postgraduate, without limit of age."""
    return _category(case, "full_time_study", "studies_full_time")


@rests_on("pregnancy")
def pregnant(case: Case) -> Verdict:
    """Art. 26 (1): non-working pregnant women registered at a polyclinic; from 2026 the Fund also looks for
    pension contributions in the two months before."""
    held = case.holds("pregnancy", "pregnancy_registered")
    if held.truth == NO:
        return held
    return case.clipped(all_of(held, case.not_working(), _free_of_pension(case), case.settled()))


def _free_of_pension(case: Case) -> Verdict:
    code = "pregnancy_pension_free_months"
    if not case.rules.in_force(code):
        return _CONFIRMED
    return pension_free(case, case.rules.whole(code), "pension_contribution_in_last_two_months")


def pension_free(case: Case, months: int, reason: str) -> Verdict:
    """No pension contribution in the given number of months before the month of the day, nor in it."""
    last = case.facts.last_pension
    if last is None:
        return unknown("last_pension_contribution")
    if case.month - last <= months:
        return Verdict(NO, (reason,), (), until=last_day(last + months))
    return Verdict(YES, (), (), first_day(last + months + 1) if last != f.NEVER else 1)


@rests_on("raising_child_under_3")
def parent_of_child_under_3(case: Case) -> Verdict:
    """Art. 26 (1): one non-working parent of a child under three; the rest of the month of the third birthday is
    not settled by the sources."""
    spells = case.facts.circumstances["raising_child_under_3"]
    if not spells:
        return case.holds("raising_child_under_3", "raises_child_under_three")
    raising = any_of(*(_raising(case, spell) for spell in spells))
    return raising if raising.truth == NO else all_of(raising, case.not_working(), case.settled())


def _raising(case: Case, spell: f.Spell) -> Verdict:
    held = case.within((spell,), "raises_child_under_three", "circumstances.raising_child_under_3")
    if spell.child_birth is None or held.truth == NO:
        return held
    if case.day < spell.child_birth:
        return Verdict(NO, ("circumstance_not_begun",), (), held.since, spell.child_birth - 1)
    third = birthday(spell.child_birth, case.rules.whole("small_child_age"))
    if case.day < third:
        return held.within(spell.child_birth, third - 1)
    month_end = last_day(month_of(third))
    if case.day <= month_end:
        return unclear("month_of_third_birthday").within(third, min(month_end, spell.end))
    return Verdict(NO, ("child_is_three",), (), month_end + 1)


@rests_on("parental_leave")
def parental_leave(case: Case) -> Verdict:
    """Art. 26 (1): employed people on leave for birth, adoption of a newborn or care of a child under three."""
    return _category(case, "parental_leave", "on_parental_leave")


@rests_on("caring_for_disabled_child")
def carer_of_disabled_child(case: Case) -> Verdict:
    """Art. 26 (1): a non-working person who cares for a child with disability and receives the allowance for it."""
    return _non_working_category(case, "caring_for_disabled_child", "cares_for_disabled_child")


@rests_on("caring_for_first_group_person")
def carer_of_first_group_person(case: Case) -> Verdict:
    """Art. 26 (1): a non-working person who cares for a person with disability of the first group."""
    return _non_working_category(case, "caring_for_first_group_person", "cares_for_first_group_person")


@rests_on("mother_award")
def awarded_mother(case: Case) -> Verdict:
    """Art. 26 (1): mothers with an award named in the article; the award decides, not the number of children."""
    return _category(case, "mother_award", "holds_mother_award")


@rests_on("targeted_assistance")
def targeted_assistance(case: Case) -> Verdict:
    """Art. 26 (1): non-working recipients of targeted social assistance (АСП)."""
    return _non_working_category(case, "targeted_assistance", "receives_targeted_assistance")


@rests_on("kandas_status")
def kandas(case: Case) -> Verdict:
    """Art. 26 (1): non-working kandas while the status is valid; whether it counts longer than a year is open.
    Whoever lives here as something else, a citizen for one, has no such status unless it is said."""
    if case.facts.circumstances["kandas_status"] is None and case.facts.residence not in (None, "kandas"):
        return _NOT_A_KANDAS
    held = case.holds("kandas_status", "kandas_status_valid")
    if held.truth == NO:
        return held
    return all_of(_first_year_of_kandas(case, held), case.not_working())


def _first_year_of_kandas(case: Case, held: Verdict) -> Verdict:
    if held.truth != YES or "beginning_not_known" in held.reasons:
        return held
    year_passed = birthday(held.since, case.rules.whole("kandas_term_years"))
    if case.day < year_passed:
        return held.within(held.since, year_passed - 1)
    return Verdict(UNCLEAR, ("kandas_year_passed",), (), year_passed, held.until)


@rests_on("imprisonment")
def convict(case: Case) -> Verdict:
    """Art. 26 (1): people who serve a sentence, except in institutions of minimum security."""
    spells = case.facts.circumstances["imprisonment"]
    if not spells:
        return case.holds("imprisonment", "serves_sentence")
    strict = f.merged(spell for spell in spells if not spell.minimum_security)
    light = f.merged(spell for spell in spells if spell.minimum_security)
    held = case.within(strict, "serves_sentence", "circumstances.imprisonment")
    if held.truth == NO and light:
        minimum = case.within(light, "minimum_security", "circumstances.imprisonment")
        if minimum.truth == YES:
            return no("minimum_security").within(max(held.since, minimum.since), min(held.until, minimum.until))
    return held if held.truth == NO else all_of(held, case.settled())


@rests_on("remand")
def detainee(case: Case) -> Verdict:
    """Art. 26 (1): people held in a remand prison (СИЗО)."""
    return _category(case, "remand", "held_in_remand")


@rests_on("house_arrest")
def house_arrest(case: Case) -> Verdict:
    """Art. 26 (1): non-working people under house arrest."""
    return _non_working_category(case, "house_arrest", "under_house_arrest")


ARTICLE_26 = (
    child,
    pensioner,
    disability,
    full_time_student,
    pregnant,
    parent_of_child_under_3,
    parental_leave,
    carer_of_disabled_child,
    carer_of_first_group_person,
    awarded_mother,
    targeted_assistance,
    kandas,
    convict,
    detainee,
    house_arrest,
)
