"""Valid, not valid or expired: by the facts of the day of the check, with the same work for every reference."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from eligibility.keeping import groups, new_code
from eligibility.rules import law as law_module
from registry import proof
from registry.log import Verb, Who
from registry.models import Certificate, Citizen, Contribution, LogEntry, Visit, WorkPeriod
from registry.proof import terms
from registry.proof.statement import KNOWN, standing
from registry.refusals import NotAllowed
from tests.registry.world import NOW, TODAY, World, who

from .making import MARCH, anybody, at_desk, certified, person

ONE_DAY = timedelta(days=1)
DAYS = terms.load().days
Change = Callable[[World, Citizen], object]


def answer(issued: proof.Issued, days: int = 0) -> str:
    return proof.check(anybody(), issued.reference, issued.certificate.day + days * ONE_DAY)


@pytest.mark.parametrize("payer", ["republican_budget", "local_budget", "employer", "self", ""])
def test_the_days_around_both_ends(world: World, payer: str):
    issued = certified(world, person(world, payer))
    last = (issued.certificate.last_day - TODAY).days
    assert [answer(issued, days) for days in (-1, 0, 1)] == ["not_valid", "valid", "valid"]
    assert [answer(issued, days) for days in (last - 1, last, last + 1)] == ["valid", "valid", "expired"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    payer=st.sampled_from(["republican_budget", "local_budget", "employer", "self", ""]),
    starts=st.dates(date(2026, 1, 20), date(2026, 12, 31)),
    turn=st.integers(0, DAYS + 3),
    days=st.lists(st.integers(-2, DAYS + 6), min_size=4, max_size=4),
)
def test_valid_on_exactly_the_days_to_the_last(world: World, payer: str, starts: date, turn: int, days: list[int]):
    """Whatever the rows know of the coming weeks: while nobody changes them, it is valid until its last day."""
    citizen = person(world, payer)
    WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=starts + turn * ONE_DAY, monthly_income=1)
    citizen.confirmed_grounds.update(ends=starts + turn * ONE_DAY)
    assume(standing(citizen, starts, law_module.load())[0] in KNOWN)
    issued = certified(world, citizen, starts)
    row = issued.certificate
    assert row.day <= row.last_day <= starts + DAYS * ONE_DAY
    assert row.until is None or row.last_day <= row.until
    last = (row.last_day - starts).days
    for day in (*days, last, last + 1):
        expected = "not_valid" if day < 0 else "valid" if day <= last else "expired"
        assert answer(issued, day) == expected, day


def test_it_is_read_however_it_is_typed(world: World):
    reference = certified(world, person(world, "employer")).reference
    written = "-".join(groups(reference))
    looks = reference.translate(str.maketrans("ABCEHKMTXY01", "АВСЕНКМТХУOI")).lower()
    for typed in (reference, written, written.lower(), f"  {' '.join(reference)} ", looks):
        assert proof.check(anybody(), typed, TODAY) == "valid", typed


@pytest.mark.parametrize("typed", ["", " ", "0", "x" * 20, "\x00", "🙂" * 20, "\ud800" * 20, "9" * 5000])
def test_garbled(world: World, typed: str):
    certified(world, person(world, "employer"))
    assert proof.check(anybody(), typed, TODAY) == "not_valid"


def revoke(world: World, citizen: Citizen) -> None:
    citizen.confirmed_grounds.update(void=True)


def end(world: World, citizen: Citizen) -> None:
    citizen.confirmed_grounds.update(ends=TODAY - ONE_DAY)


def another_payer(world: World, citizen: Citizen) -> None:
    """Insured as before, by somebody else."""
    citizen.confirmed_grounds.update(void=True)
    Contribution.objects.create(citizen=citizen, kind="self_payer", first_month=MARCH - 14, last_month=MARCH)


def not_known(world: World, citizen: Citizen) -> None:
    citizen.confirmed_grounds.update(void=True)
    Citizen.objects.filter(pk=citizen.pk).update(complete_from=None, contributions_complete_from=None)


def block(world: World, citizen: Citizen) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(blocked=True)


def withdrawn(world: World, citizen: Citizen) -> None:
    proof.withdraw(at_desk(world), Certificate.objects.get(citizen=citizen))


CHANGES: tuple[Change, ...] = (revoke, end, another_payer, not_known, block, withdrawn)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_makes_it_not_valid(world: World, change: Change):
    citizen = person(world, "republican_budget")
    issued = certified(world, citizen)
    assert answer(issued) == "valid"
    change(world, citizen)
    assert answer(issued) == "not_valid"


def test_coming_for_care_makes_a_certificate_without_cover_not_valid(world: World):
    citizen = person(world, "local_budget", "wellbeing_crisis")
    visits = Visit.objects.filter(citizen=citizen)
    visits.update(struck_at=NOW)
    issued = certified(world, citizen)
    assert issued.certificate.status == "not_insured"
    assert answer(issued) == "valid"
    visits.update(struck_at=None, day=TODAY)
    assert answer(issued) == "not_valid"


def test_what_is_over_for_good_stays_not_valid_after_its_last_day(world: World):
    citizen = person(world, "republican_budget")
    issued = certified(world, citizen)
    proof.withdraw(at_desk(world), issued.certificate)
    assert answer(issued, DAYS + 1) == "not_valid"


def test_the_same_work_whatever_the_reference(world: World):
    """Also of somebody of whom much is known and of nobody; only what is asked for differs."""
    cases = []
    for change in (None, *CHANGES):
        citizen = person(world, "republican_budget")
        issued = certified(world, citizen)
        if change:
            change(world, citizen)
        cases.append(issued.reference)
    shapes = {_shape(reference) for reference in (*cases, new_code(), "", "x" * 300)}
    assert len(shapes) == 1
    assert len(shapes.pop()) == 7


def _shape(reference: str) -> tuple[str, ...]:
    """The tables that are asked and written, in their order."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        proof.check(anybody(), reference, TODAY)
    return tuple(query["sql"].split(" WHERE ")[0].split(" VALUES ")[0] for query in captured)


def test_every_check_is_in_the_log(world: World):
    issued = certified(world, person(world, "employer"))
    proof.check(Who(now=NOW, address="10.0.0.9"), issued.reference, TODAY)
    proof.check(anybody(), new_code(), TODAY)
    known, unknown = LogEntry.objects.filter(verb=Verb.CERTIFICATE_CHECKED).order_by("pk")
    assert (known.citizen, known.details) == (
        issued.certificate.citizen,
        {"certificate": issued.certificate.pk, "answer": "valid"},
    )
    assert (known.actor_kind, known.address) == ("system", "10.0.0.9")
    assert (unknown.citizen, unknown.details) == (None, {"certificate": None, "answer": "not_valid"})


def test_withdrawn_by_whom(world: World):
    issued = certified(world, person(world, "employer"))
    row = issued.certificate
    himself = who(applicant=True)
    for somebody in (who(world.other_registrar), who(world.clinician), who(world.officer), who(), himself):
        with pytest.raises(NotAllowed, match="account"):
            proof.withdraw(somebody, row)
    assert answer(issued) == "valid"
    proof.withdraw(at_desk(world), row)
    proof.withdraw(at_desk(world), row)
    assert answer(issued) == "not_valid"
    assert LogEntry.objects.filter(verb=Verb.CERTIFICATE_WITHDRAWN, citizen=row.citizen).count() == 1


def test_the_person_withdraws_his_own_alone(world: World):
    citizen = person(world, "employer")
    application = world.application(citizen, identity_confirmed_at=NOW)
    himself = who(applicant=True)
    own, desks = proof.issue(himself, citizen, TODAY, application), certified(world, citizen)
    assert list(proof.shown(himself, citizen, TODAY, application)) == [own.certificate]
    assert list(proof.shown(at_desk(world), citizen, TODAY)) == [desks.certificate]
    assert not proof.shown(himself, citizen, TODAY, world.application(citizen))
    assert not proof.shown(who(world.other_registrar), citizen, TODAY)
    with pytest.raises(NotAllowed, match="account"):
        proof.withdraw(himself, desks.certificate, application)
    proof.withdraw(himself, own.certificate, application)
    assert (answer(own), answer(desks)) == ("not_valid", "valid")
    assert not proof.shown(himself, citizen, TODAY, application)
