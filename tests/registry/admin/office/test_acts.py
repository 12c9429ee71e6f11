from datetime import date
from typing import Any

import pytest
from django.test import Client

from eligibility.rules.truth import UNCLEAR
from registry import decisions, verdicts
from registry.log import Verb
from registry.models import Application, Citizen, LogEntry, PaperRequest, Proposal, State, WorkPeriod
from tests.registry.admin.office.conftest import CONFIRMATION, Case, address, typed
from tests.registry.world import World, client_of, who

ENGLISH = {"accept-language": "en"}
NOTE = "Аса маңызды ескертпе, жоғалмауы керек."


def send(client: Client, application: Application, verb: str, **fields: Any) -> Any:
    return client.post(address(application, verb), typed(application, **fields), headers=ENGLISH)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def unknown_citizen(world: World) -> Citizen:
    return world.citizen(birth_date=date(1988, 4, 2), residence="citizen")


def assert_nothing_lost(answer: Any) -> None:
    assert answer.status_code == 422
    assert NOTE in answer.content.decode()


def test_a_case_is_taken_and_shown(world: World, officer: Client):
    application = world.application()
    answer = send(officer, application, "take")
    assert answer.headers["Location"] == address(application)
    assert fresh(application).officer == world.officer


def test_the_buttons_are_what_the_verbs_allow(world: World, officer: Client, in_hand: Case):
    new, mine = world.application(), in_hand(identity=False)
    assert [act.verb for act in officer.get(address(new)).context["acts"]] == ["take"]
    before = ["confirm_identity", "ask_papers", "propose_refusal", "hand_over"]
    assert [act.verb for act in officer.get(address(mine)).context["acts"]] == before
    decisions.confirm_identity(who(world.officer), mine, mine.version)
    after = ["confirm", "ask_papers", "propose_refusal", "hand_over"]
    assert [act.verb for act in officer.get(address(mine)).context["acts"]] == after


def test_how_the_identity_was_checked_is_kept(officer: Client, in_hand: Case):
    case = in_hand(identity=False)
    assert send(officer, case, "confirm_identity").status_code == 422
    send(officer, case, "confirm_identity", checked="egov_document")
    assert fresh(case).identity_confirmed_at is not None
    assert LogEntry.objects.get(verb=Verb.IDENTITY_CONFIRMED).purpose == "egov_document"
    page = officer.get(address(case), headers=ENGLISH).content.decode()
    assert "Digital document shown from eGov Mobile" in page


def test_papers_are_asked_for_with_their_term(officer: Client, in_hand: Case):
    case = in_hand()
    page = officer.get(address(case, "ask_papers"), headers=ENGLISH).content.decode()
    assert "it is not in the law" in page
    assert_nothing_lost(send(officer, case, "ask_papers", note=NOTE))
    send(officer, case, "ask_papers", wanted="readable_document", note=NOTE)
    assert PaperRequest.objects.get().note == NOTE
    assert NOTE in officer.get(address(case)).content.decode()


def test_waiting_for_papers_can_be_ended(world: World, officer: Client, in_hand: Case):
    case = in_hand()
    decisions.ask_papers(who(world.officer), case, case.version, ["readable_document"], "")
    send(officer, fresh(case), "stop_waiting")
    assert fresh(case).state == State.IN_REVIEW


@pytest.mark.parametrize("to", ["queue", "colleague"])
def test_a_case_is_handed_over(world: World, officer: Client, in_hand: Case, to: str):
    case = in_hand()
    receiver = {"queue": None, "colleague": world.colleague}[to]
    send(
        officer, case, "hand_over", to="queue" if receiver is None else receiver.pk, reasons="too_much_work", note=NOTE
    )
    assert fresh(case).officer == receiver
    assert LogEntry.objects.get(verb=Verb.HANDED_OVER).details["reasons"] == ["too_much_work"]
    page = client_of(world.colleague).get(address(case)).content.decode()
    assert NOTE in page


def test_a_case_goes_to_officers_of_the_region_only(world: World, officer: Client, in_hand: Case):
    case = in_hand()
    for other in (world.foreign_officer, world.registrar, world.officer):
        assert_nothing_lost(send(officer, case, "hand_over", to=other.pk, note=NOTE))


def test_a_level_is_confirmed_for_its_days(world: World, officer: Client, in_hand: Case):
    case = in_hand()
    assert "Level D holds from" in officer.get(address(case, "confirm"), headers=ENGLISH).content.decode()
    send(officer, case, "confirm", **CONFIRMATION, ends_day="31", ends_month="12", ends_year="2026")
    ground = fresh(case).decision.confirmed_ground
    assert (ground.code, ground.starts, ground.ends) == ("wellbeing_crisis", date(2026, 3, 16), date(2026, 12, 31))
    assert ground.evidence == CONFIRMATION["evidence"]
    page = officer.get(address(case), headers=ENGLISH).content.decode()
    assert CONFIRMATION["evidence"] in page
    assert "Staff officer" in page
    assert f'href="/admin/registry/confirmedground/{ground.pk}/change/"' in page


def test_each_missing_fact_has_to_be_ticked(world: World, officer: Client, in_hand: Case):
    case = in_hand(citizen=unknown_citizen(world))
    form = officer.get(address(case, "confirm")).context["form"]
    facts = [code for code, _label in form.missing]
    assert {"work", "last_pension_contribution", "polyclinic_attached"} <= set(facts)
    entered = CONFIRMATION | {"note": NOTE}
    assert_nothing_lost(send(officer, case, "confirm", **entered, checked=facts[:-1]))
    assert fresh(case).state == State.IN_REVIEW
    send(officer, case, "confirm", **entered, checked=facts)
    assert fresh(case).state == State.CONFIRMED
    assert LogEntry.objects.get(verb=Verb.CONFIRMED).details["checked"] == sorted(facts)


def test_what_the_rules_refuse_is_explained(world: World, officer: Client, in_hand: Case):
    citizen = world.known_citizen()
    WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2025, 1, 1))
    case = in_hand(citizen=citizen)
    answer = send(officer, case, "confirm", **CONFIRMATION | {"note": NOTE})
    assert_nothing_lost(answer)
    assert "By the law this ground does not hold." in answer.content.decode()
    assert fresh(case).state == State.IN_REVIEW


def test_an_open_law_needs_a_note(officer: Client, in_hand: Case, monkeypatch: pytest.MonkeyPatch):
    case = in_hand()
    condition = verdicts.Condition("not_working", UNCLEAR, ("found_work_later",), (), "405-V", "26-1 (1) 2)")
    found = verdicts.Confirmation(date(2026, 3, 16), UNCLEAR, (condition,))
    monkeypatch.setattr(verdicts, "confirmation", lambda *_, **__: found)
    page = officer.get(address(case, "confirm"), headers=ENGLISH).content.decode()
    assert "The law is not clear here." in page
    assert send(officer, case, "confirm", **CONFIRMATION).status_code == 422
    send(officer, case, "confirm", **CONFIRMATION | {"note": NOTE})
    assert fresh(case).state == State.CONFIRMED


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_day": "31", "starts_month": "2"},
        {"ends_day": "1", "ends_month": "1", "ends_year": "2026"},
        {"evidence": ""},
    ],
)
def test_wrong_entries_are_named_and_kept(officer: Client, in_hand: Case, wrong: dict[str, str]):
    case = in_hand()
    answer = send(officer, case, "confirm", **CONFIRMATION | {"note": NOTE} | wrong)
    assert_nothing_lost(answer)
    assert len(answer.context["faults"]) == 1


def test_days_without_a_known_law_are_refused(officer: Client, in_hand: Case):
    case = in_hand()
    answer = send(officer, case, "confirm", **CONFIRMATION | {"starts_year": "2040", "note": NOTE})
    assert_nothing_lost(answer)
    assert "the law is not known here" in answer.content.decode()


def test_a_refusal_needs_a_second_person(world: World, officer: Client, approver: Client, in_hand: Case):
    case = in_hand(ground="disability")
    assert_nothing_lost(send(officer, case, "propose_refusal", note=NOTE))
    send(officer, case, "propose_refusal", reasons="ground_not_found", note=NOTE)
    proposal = Proposal.objects.get()
    assert fresh(case).state == State.REFUSAL_PROPOSED
    assert send(officer, fresh(case), "approve_refusal", proposal=proposal.pk).status_code == 422
    assert NOTE in approver.get(address(case, "approve_refusal")).content.decode()
    send(approver, fresh(case), "approve_refusal", proposal=proposal.pk)
    decision = fresh(case).decision
    assert (decision.proposed_by, decision.decided_by) == (world.officer, world.approver)


def test_a_proposal_is_returned_with_an_answer(world: World, officer: Client, approver: Client, in_hand: Case):
    case = in_hand()
    decisions.propose_refusal(who(world.officer), case, case.version, ["already_under_review"], "")
    proposal = Proposal.objects.get()
    assert send(approver, fresh(case), "return_refusal", proposal=proposal.pk, reply="").status_code == 422
    send(approver, fresh(case), "return_refusal", proposal=proposal.pk, reply=NOTE)
    assert fresh(case).state == State.IN_REVIEW
    assert NOTE in officer.get(address(case)).content.decode()


def test_the_reasons_of_the_law_can_be_chosen(world: World, officer: Client, in_hand: Case):
    citizen = world.known_citizen()
    WorkPeriod.objects.create(citizen=citizen, kind="employee", starts=date(2025, 1, 1))
    case = in_hand(citizen=citizen)
    legal = decisions.legal_reasons(case, date(2026, 3, 16))
    send(officer, case, "propose_refusal", reasons=list(legal), note="")
    assert Proposal.objects.get().reasons == list(legal)


def test_a_stale_page_says_who_was_quicker_and_keeps_what_was_typed(
    world: World, officer: Client, approver: Client, in_hand: Case
):
    case = in_hand()
    stale = typed(case, wanted="readable_document", note=NOTE)
    send(approver, case, "hand_over", to=world.colleague.pk, note="")
    answer = officer.post(address(case, "ask_papers"), stale, headers=ENGLISH)
    assert_nothing_lost(answer)
    page = answer.content.decode()
    assert "Staff approver changed this case before you" in page
    assert answer.context["meanwhile"]["before"] == answer.context["meanwhile"]["now"] == "in review"
    assert [step.who for step in answer.context["meanwhile"]["steps"]] == ["Staff approver"]
    assert 'id="id_wanted_0" type="checkbox" name="wanted" value="readable_document" checked' in page
    assert not PaperRequest.objects.exists()


def test_a_case_decided_meanwhile_shows_the_decision_and_no_button(world: World, officer: Client, in_hand: Case):
    case = in_hand()
    stale = typed(case, reasons="ground_not_found", note=NOTE)
    send(officer, case, "confirm", **CONFIRMATION)
    answer = officer.post(address(case, "propose_refusal"), stale, headers=ENGLISH)
    assert_nothing_lost(answer)
    assert not answer.context["possible"]
    assert answer.context["meanwhile"]["now"] == "confirmed"
    assert CONFIRMATION["evidence"] in answer.content.decode()


def test_after_a_stale_page_the_same_text_can_be_sent_again(world: World, officer: Client, in_hand: Case):
    case = in_hand()
    stale = typed(case, wanted="readable_document", note=NOTE)
    decisions.confirm_identity(who(world.officer), case, case.version)
    answer = officer.post(address(case, "ask_papers"), stale)
    assert_nothing_lost(answer)
    sent_again = stale | {name: answer.context["form"][name].value() for name in ("version", "seen")}
    assert officer.post(address(case, "ask_papers"), sent_again).status_code == 302
    assert PaperRequest.objects.get().note == NOTE


@pytest.mark.parametrize("verb", ["confirm", "hand_over", "approve_refusal", "stop_waiting"])
def test_an_act_that_is_not_possible_leads_back_to_the_case(world: World, officer: Client, verb: str):
    application = world.application()
    answer = officer.get(address(application, verb))
    assert answer.headers["Location"] == address(application)
    assert fresh(application).version == 0


def test_an_unknown_act_is_not_there(world: World, officer: Client):
    application = world.application()
    assert officer.get(address(application, "delete")).status_code == 404
    assert officer.post(address(application, "withdraw"), typed(application)).status_code == 404


def test_a_form_without_its_version_changes_nothing(world: World, officer: Client):
    application = world.application()
    assert officer.post(address(application, "take"), {}).status_code == 422
    assert fresh(application).state == State.RECEIVED
