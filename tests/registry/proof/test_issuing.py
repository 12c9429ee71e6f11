"""For whom a certificate is made, by whom, and what it states."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.keeping import is_code
from eligibility.rules import law as law_module
from eligibility.rules.truth import YES
from registry import proof
from registry.facts import person_of
from registry.log import Verb
from registry.models import Account, Attachment, Certificate, Citizen, Contribution, LogEntry, Visit
from registry.proof import references, terms
from registry.proof.statement import basis
from registry.refusals import NotAllowed
from registry.verdicts import all_verdicts
from tests.registry.world import NOW, TODAY, World, who

from .making import MARCH, at_desk, certified, person, unattached

ONE_DAY = timedelta(days=1)
DAYS = terms.load().days
LAW = law_module.load()
PAYERS = ("republican_budget", "local_budget", "special_budget", "employer", "customer", "self", "fund")


def refused(world: World, *args: object, **kwargs: object) -> str:
    with pytest.raises(NotAllowed) as caught:
        proof.issue(*args, **kwargs)  # type: ignore[arg-type]
    assert not Certificate.objects.filter(issued_at=NOW).exists()
    return caught.value.code


def test_what_is_stated_and_kept(world: World):
    citizen = person(world, "local_budget", "wellbeing_crisis")
    issued = certified(world, citizen)
    row = Certificate.objects.get()
    assert (row.status, row.payer, row.until) == ("insured", "local_budget", date(2026, 12, 31))
    assert (row.day, row.last_day) == (TODAY, TODAY + DAYS * ONE_DAY)
    assert (row.issued_by, row.issued_at, row.withdrawn_at) == (world.registrar, NOW, None)
    assert is_code(issued.reference)
    assert row.reference_digest == references.digest(issued.reference)
    assert all(issued.reference not in str(value) for value in vars(row).values())
    assert row.law_digest == LAW.digest


def test_the_making_is_in_the_log_without_the_reference(world: World):
    issued = certified(world, person(world, "employer"))
    entry = LogEntry.objects.get(verb=Verb.CERTIFICATE_ISSUED)
    assert (entry.citizen, entry.actor) == (issued.certificate.citizen, world.registrar)
    assert entry.details == {"certificate": issued.certificate.pk}


def test_references_differ(world: World):
    citizen = person(world, "employer")
    assert certified(world, citizen).reference != certified(world, citizen).reference


@pytest.mark.parametrize(("payer", "status"), [*((payer, "insured") for payer in PAYERS[:-1]), ("", "not_insured")])
def test_status_and_payer_are_those_of_the_engine(world: World, payer: str, status: str):
    said = certified(world, person(world, payer)).statement
    assert (said.status, said.payer) == (status, payer)


def test_a_statement_of_one_payer_never_tells_which_of_his_grounds_holds(world: World):
    """Same payer, same act and article: a convict's certificate reads as a pensioner's."""
    codes = ("disability", "pregnant", "convict", "pensioner", "detainee")
    people = [person(world, "republican_budget", code) for code in codes]
    for citizen, code in zip(people, codes, strict=True):
        holding = [item.code for item in all_verdicts(person_of(citizen, TODAY), LAW, TODAY) if item.outcome == YES]
        assert holding == [code]
    assert len({(said.payer, said.act, said.article) for said in _statements(world, people)}) == 1
    levels = [person(world, "local_budget", code) for code in ("registered_unemployed", "wellbeing_emergency")]
    assert len({(said.payer, said.act, said.article) for said in _statements(world, levels)}) == 1


def _statements(world: World, people: list[Citizen]) -> list[proof.Statement]:
    return [certified(world, citizen).statement for citizen in people]


@pytest.mark.parametrize("payer", PAYERS)
def test_what_is_cited_is_cited_for_every_ground_of_the_payer(payer: str):
    act, article = basis(LAW, payer, TODAY)
    day = TODAY.toordinal()
    cited = [
        next(item for item in entry["periods"] if item["from"] <= TODAY <= item["to"])
        for code, entry in LAW.tables["grounds"].items()
        if LAW.payer(code, day) == payer
    ]
    assert any(item["act"] == act for item in cited)
    assert all(item["article"].startswith(article) for item in cited if item["act"] == act)


def test_without_a_status_there_is_none(world: World):
    nothing_known = world.citizen()
    Attachment.objects.create(citizen=nothing_known, polyclinic=world.polyclinic, starts=date(2020, 1, 1))
    assert refused(world, at_desk(world), nothing_known, TODAY) == "status_not_known"


def test_nor_for_a_day_of_which_the_law_is_not_known(world: World):
    assert refused(world, at_desk(world), person(world, "self"), date(2031, 1, 1)) == "status_not_known"


def test_blocked(world: World):
    citizen = person(world, "self")
    citizen.blocked = True
    citizen.save()
    assert refused(world, at_desk(world), citizen, TODAY) == "blocked"


def test_only_where_he_is_treated(world: World):
    citizen = unattached(world)
    assert refused(world, at_desk(world), citizen, TODAY) == "not_treated_here"
    visit = Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY, struck_at=NOW)
    assert refused(world, at_desk(world), citizen, TODAY) == "not_treated_here"
    Visit.objects.filter(pk=visit.pk).update(struck_at=None, day=TODAY - ONE_DAY)
    assert refused(world, at_desk(world), citizen, TODAY) == "not_treated_here"
    Visit.objects.filter(pk=visit.pk).update(day=TODAY)
    assert certified(world, citizen).certificate.citizen == citizen


@pytest.mark.parametrize(("first", "last", "here"), [(-5, 0, True), (-5, -1, False), (0, None, True), (1, None, False)])
def test_attached_on_the_day(world: World, first: int, last: int | None, here: bool):
    citizen = person(world, "republican_budget")
    ends = None if last is None else TODAY + last * ONE_DAY
    Attachment.objects.filter(citizen=citizen).update(starts=TODAY + first * ONE_DAY, ends=ends)
    assert (proof.hindrance(at_desk(world), citizen, TODAY) is None) is here


@pytest.mark.parametrize(
    "role", ["clinician", "officer", "approver", "operator", "auditor", "administrator", "finance"]
)
def test_only_by_registrars(world: World, role: str):
    account: Account = getattr(world, role)
    assert refused(world, who(account), person(world, "self"), TODAY) == "account"


def test_by_nobody(world: World):
    assert refused(world, who(), person(world, "self"), TODAY) == "account"


def test_not_for_oneself_or_the_household(world: World):
    citizen, other = person(world, "self"), person(world, "employer")
    world.household(citizen, other)
    Account.objects.filter(pk=world.registrar.pk).update(citizen=other)
    for own in (citizen, other):
        assert refused(world, at_desk(world), own, TODAY) == "own_case"


def test_by_the_person_once_an_officer_knows_who_he_is(world: World):
    citizen, other = person(world, "self"), person(world, "self")
    himself = who(applicant=True)
    application = world.application(citizen)
    assert refused(world, himself, citizen, TODAY) == "account"
    assert refused(world, himself, citizen, TODAY, application) == "account"
    application.identity_confirmed_at = NOW
    application.save()
    assert refused(world, himself, other, TODAY, application) == "account"
    issued = proof.issue(himself, citizen, TODAY, application)
    assert issued.certificate.issued_by is None
    assert LogEntry.objects.get(verb=Verb.CERTIFICATE_ISSUED).application == application


def test_so_many_of_a_person_on_a_day(world: World):
    citizen = person(world, "republican_budget")
    for _ in range(terms.load().of_a_person):
        certified(world, citizen)
    with pytest.raises(NotAllowed, match="too_many_certificates"):
        certified(world, citizen)
    certified(world, citizen, TODAY + ONE_DAY)
    certified(world, person(world, "republican_budget"))


def test_so_many_by_an_account_on_a_day(world: World, monkeypatch: pytest.MonkeyPatch):
    few = terms.Terms(DAYS, {}, of_a_person=5, by_an_account=2)
    monkeypatch.setattr(terms, "load", lambda: few)
    certified(world, person(world, "self"))
    certified(world, person(world, "self"))
    with pytest.raises(NotAllowed, match="too_many_certificates"):
        certified(world, person(world, "self"))


def test_the_last_day_is_never_after_the_end_of_the_status(world: World):
    citizen = person(world, "local_budget", "wellbeing_crisis")
    Visit.objects.filter(citizen=citizen).update(day=date(2026, 12, 1))
    said = certified(world, citizen, date(2026, 12, 10)).statement
    assert said.until == said.last_day == date(2026, 12, 31)


def test_nor_after_the_day_on_which_the_rows_turn(world: World):
    """Cover of level D asks for an attachment, and this one is known to end."""
    citizen = person(world, "local_budget", "wellbeing_crisis")
    last = TODAY + 7 * ONE_DAY
    Attachment.objects.filter(citizen=citizen).update(ends=last)
    said = certified(world, citizen).statement
    assert said.until == said.last_day == last


def test_nor_after_the_payer_changes(world: World):
    citizen = person(world, "republican_budget")
    last = TODAY + 7 * ONE_DAY
    citizen.confirmed_grounds.update(ends=last)
    paid = {"kind": "self_payer", "first_month": MARCH - 14, "last_month": MARCH + 9}
    Contribution.objects.create(citizen=citizen, **paid)
    said = certified(world, citizen).statement
    assert said.last_day == last
    assert said.until is not None
    assert said.until > last


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ends=st.integers(0, DAYS + 5), detached=st.integers(0, DAYS + 5))
def test_the_last_day_is_the_earlier_of_the_term_and_the_end(world: World, ends: int, detached: int):
    """An insured person's attachment may end; his cover from the republican budget does not ask for one."""
    citizen = person(world, "republican_budget")
    citizen.confirmed_grounds.update(ends=TODAY + ends * ONE_DAY)
    Attachment.objects.filter(citizen=citizen).update(ends=TODAY + detached * ONE_DAY)
    said = certified_anew(world, citizen)
    assert said.until == TODAY + ends * ONE_DAY
    assert said.last_day == TODAY + min(DAYS, ends) * ONE_DAY


def certified_anew(world: World, citizen: Citizen) -> proof.Statement:
    Certificate.objects.all().delete()
    return certified(world, citizen).statement


@pytest.mark.parametrize("text", ["[shown]\ndays = 0", "[shown]\ndays = 3", "[shown]\ndays = true"])
def test_terms_that_are_none(tmp_path: Path, text: str):
    file = tmp_path / "terms.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"terms\.toml"):
        terms.load(file)
