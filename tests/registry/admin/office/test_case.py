from datetime import date

import pytest
from django.test import Client

from registry import decisions
from registry.log import Verb
from registry.models import Citizen, Determination, LogEntry, WorkPeriod
from tests.registry.admin.office.conftest import Case, address
from tests.registry.world import NOW, World, client_of, who

ENGLISH = {"accept-language": "en"}


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url, headers=ENGLISH).content.decode().split())


def test_each_reading_leaves_one_entry(world: World, officer: Client):
    application = world.application()
    for _ in range(2):
        assert officer.get(address(application)).status_code == 200
    entries = LogEntry.objects.filter(verb=Verb.READ_APPLICATION, application=application)
    assert [entry.actor for entry in entries] == [world.officer] * 2


def test_a_foreign_case_is_as_one_that_is_not_there(world: World, officer: Client):
    foreign = world.application(region=world.abroad)
    for url in (address(foreign), address(foreign, "confirm"), f"{address(foreign)[:-1]}x/"):
        assert officer.get(url).status_code == 404
    assert not LogEntry.objects.filter(application=foreign).exists()


def test_whoever_tries_the_case_of_a_blocked_person_leaves_an_entry(world: World, officer: Client):
    application = world.application(world.known_citizen(blocked=True))
    assert officer.get(address(application)).status_code == 404
    assert LogEntry.objects.get(application=application).verb == Verb.REJECTED_ATTEMPT


def test_whoever_came_into_the_registry_after_applying_is_found(world: World, officer: Client):
    application = world.application()
    citizen = world.known_citizen(iin=application.iin)
    answer = officer.get(address(application), headers=ENGLISH)
    assert answer.context["columns"].registered
    assert answer.context["head"]["record"] == citizen.pk
    citizen.blocked = True
    citizen.save()
    assert officer.get(address(application)).status_code == 404
    assert LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT, application=application).exists()


def test_a_person_of_another_region_is_judged_but_his_record_is_not_opened(world: World, officer: Client):
    citizen = world.known_citizen(region=world.abroad)
    world.ground(citizen, "pensioner", date(2024, 1, 1), date(2025, 1, 31))
    answer = officer.get(address(world.application(citizen)))
    assert answer.context["word"].outcome == "yes"
    assert answer.context["grounds"] == []
    assert f"/admin/registry/citizen/{citizen.pk}/" not in answer.content.decode()


@pytest.mark.parametrize("role", ["registrar", "clinician", "analyst", "auditor", "administrator"])
def test_nobody_else_gets_to_a_case(world: World, role: str):
    application = world.application()
    client = client_of(getattr(world, role))
    for page in ("change", "confirm", "number"):
        assert client.get(address(application, page)).status_code == 404


def test_the_conditions_of_a_level_stand_one_by_one_with_their_article(world: World, officer: Client):
    unknown = world.application(world.citizen(birth_date=date(1988, 4, 2), residence="citizen"))
    word = officer.get(address(unknown), headers=ENGLISH).context["word"]
    assert word.outcome == "unknown"
    assert [(line.outcome, bool(line.source)) for line in word.lines] == [
        ("assumed", True),  # the level is what the officer confirms
        ("unknown", True),
        ("unknown", True),
        ("unknown", True),
        ("unknown", True),
        ("yes", True),
    ]
    page = text_of(officer, address(unknown))
    assert "you confirm it" in page
    assert "Art. 26-1 (1) 2)" in page
    assert "Not known:" in page


def test_a_condition_that_fails_says_why(world: World, officer: Client):
    citizen = world.known_citizen()
    WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2025, 1, 1))
    word = officer.get(address(world.application(citizen))).context["word"]
    assert word.outcome == "no"
    assert [line.reasons != () for line in word.lines if line.outcome == "no"] == [True]


def test_what_the_applicant_says_stands_beside_what_the_registry_has(world: World, officer: Client):
    person = {"birth_date": "1989-04-02", "residence": "citizen", "wellbeing_level": "D", "polyclinic_attached": True}
    columns = officer.get(address(world.application(world.known_citizen(), person=person)), headers=ENGLISH).context[
        "columns"
    ]
    told = {line.name: (line.declared, line.registered, line.mark) for line in columns.lines}
    assert told["date of birth"] == ("2\u00a0April 1989", "2\u00a0April 1988", "differs")
    assert told["level of social well-being (A–E)"][2] == "only the applicant says it"
    assert told["whether there is attachment to a polyclinic"] == ("Yes", "Yes", "")
    assert columns.lines[0].contradicts


def test_a_number_that_is_in_no_registry_is_said_to_be_so(world: World, officer: Client):
    application = world.application()
    assert "no record of this number" in text_of(officer, address(application))
    lines = officer.get(address(application), headers=ENGLISH).context["columns"].lines
    assert {line.registered for line in lines} == {"Not known"}


def test_answers_that_cannot_be_read_break_nothing(world: World, officer: Client):
    application = world.application(world.known_citizen(), person={"birth_date": "2030-01-01"})
    assert "cannot be compared" in text_of(officer, address(application))


def test_neither_an_illness_nor_a_free_package_is_told(world: World, officer: Client):
    citizen = world.known_citizen()
    citizen.diagnoses.create(polyclinic=world.polyclinic, icd10="G80.1")
    page = text_of(officer, address(world.application(citizen, person={"birth_date": "1988-04-02"})))
    for word in ("G80.1", "GOBMP", "diagnos"):
        assert word not in page


def test_other_applications_are_listed_and_those_of_other_regions_counted(world: World, officer: Client):
    citizen = world.known_citizen()
    application = world.application(citizen)
    other = world.application(citizen, ground="pensioner")
    abroad = world.application(citizen, region=world.abroad)
    page = text_of(officer, address(application))
    assert other.reference in page
    assert "1 more in another region." in page
    assert abroad.reference not in page


def test_earlier_grounds_and_determinations_are_shown(world: World, officer: Client):
    citizen = world.known_citizen()
    world.ground(citizen, "pensioner", date(2024, 1, 1), date(2025, 1, 31))
    fields = {"facts": {}, "facts_digest": "", "law_digest": "", "determined_at": NOW}
    Determination.objects.create(citizen=citizen, starts=date(2026, 1, 1), status="not_insured", **fields)
    page = text_of(officer, address(world.application(citizen)))
    assert "1 Jan 2024 – 31 Jan 2025" in page
    assert "Not insured" in page


def test_the_number_is_shown_for_a_reason_only(world: World, officer: Client):
    application = world.application()
    url = address(application, "number")
    assert application.iin not in text_of(officer, address(application))
    assert officer.get(url).status_code == 405
    refused = officer.post(url, {"version": 0})
    assert refused.status_code == 422
    assert application.iin not in refused.content.decode()
    shown = officer.post(url, {"version": 0, "reason": "request"})
    assert application.iin in shown.content.decode()
    entry = LogEntry.objects.get(verb=Verb.READ_IIN)
    assert (entry.application, entry.purpose) == (application, "request")


@pytest.mark.parametrize("shown", ["change", "ask_papers", "number"])
def test_no_address_and_no_title_names_the_person(world: World, officer: Client, in_hand: Case, shown: str):
    application = in_hand()
    if shown == "number":
        answer = officer.post(address(application, shown), {"version": 0, "reason": "request"})
    else:
        answer = officer.get(address(application, shown))
    title = answer.content.decode().split("<title>")[1].split("</title>")[0]
    assert application.surname not in title
    assert application.iin not in title


def test_the_own_case_is_explained_and_has_no_button(world: World, officer: Client):
    world.officer.citizen = world.known_citizen()
    world.officer.save()
    answer = officer.get(address(world.application(world.officer.citizen)), headers=ENGLISH)
    assert answer.context["acts"] == []
    assert "your own case" in answer.content.decode()


def test_a_case_in_other_hands_says_whose(world: World, in_hand: Case):
    page = text_of(client_of(world.colleague), address(in_hand()))
    assert "in the hands of Staff officer" in page


def test_the_next_case_is_the_most_urgent_other_one(world: World, officer: Client, in_hand: Case):
    case = in_hand(due_on=date(2026, 3, 10))
    in_hand(due_on=date(2026, 3, 30))
    following = in_hand(due_on=date(2026, 3, 20))
    assert officer.get(address(case)).context["after"]["next"] == address(following)


def test_an_approver_sees_the_proposal_with_all_that_the_proposer_saw(
    world: World, officer: Client, approver: Client, in_hand: Case
):
    case = in_hand()
    decisions.propose_refusal(who(world.officer), case, case.version, ["ground_not_found"], "Ізделді, табылмады.")
    mine, theirs = officer.get(address(case)), approver.get(address(case))
    assert "Ізделді, табылмады." in theirs.content.decode()
    assert [act.verb for act in theirs.context["acts"]] == ["approve_refusal", "return_refusal"]
    assert theirs.context["columns"] == mine.context["columns"]
    assert theirs.context["word"] == mine.context["word"]


def burden(citizen: Citizen, world: World) -> None:
    """Years of records."""
    for year in range(2016, 2024):
        world.ground(citizen, "pensioner", date(year, 1, 1), date(year, 6, 30))
        citizen.visits.create(polyclinic=world.polyclinic, day=date(year, 5, 5))
        citizen.contributions.create(kind="employer", first_month=year * 12, last_month=year * 12 + 5)
        world.application(citizen)


def test_a_case_opens_with_a_fixed_number_of_queries(
    world: World, officer: Client, django_assert_max_num_queries, in_hand: Case
):
    plain = address(in_hand())
    with django_assert_max_num_queries(30) as first:
        officer.get(plain)
    citizen = world.known_citizen()
    burden(citizen, world)
    loaded = in_hand(citizen=citizen)
    for _ in range(4):
        decisions.ask_papers(who(world.officer), loaded, loaded.version, ["readable_document"], "")
        loaded.refresh_from_db()
        decisions.stop_waiting(who(world.officer), loaded, loaded.version)
        loaded.refresh_from_db()
    with django_assert_max_num_queries(len(first.captured_queries)):
        officer.get(address(loaded))
