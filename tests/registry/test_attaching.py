"""Attachment: who may ask and decide, what comes of it, and that nothing is told of whom the registry knows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from registry import attaching, breach, log
from registry import reasons as offices
from registry.attaching import Confirmed, Draft, reasons
from registry.determine import determine
from registry.log import Verb, Who
from registry.models import (
    Attachment,
    AttachmentRequest,
    CalendarDay,
    Citizen,
    Determination,
    LogEntry,
    Notice,
    Role,
    Visit,
)
from registry.refusals import NotAllowed, Stale

from .world import NOW, TODAY, World, polyclinic, who

APPLICANT = who(applicant=True)
SEEN = Confirmed(identity_seen=True)
YESTERDAY = TODAY - timedelta(days=1)


def draft(world: World, **fields: Any) -> Draft:
    """Of somebody who is in no registry."""
    plain: dict[str, Any] = {
        "polyclinic": world.polyclinic,
        "basis": "change_of_residence",
        "iin": next(world.numbers),
        "surname": "Серікова",
        "given_name": "Мөлдір",
        "patronymic": "",
        "birth_date": date(1990, 9, 9),
        "phone": "+77010000000",
        "email": "",
        "language": "kk",
        "purpose": "attach",
        "purpose_version": 1,
        "token": uuid4(),
    }
    return Draft(**(plain | fields))


def of(world: World, citizen: Citizen, **fields: Any) -> Draft:
    return draft(world, iin=citizen.iin, surname=citizen.surname, given_name=citizen.given_name, **fields)


def asked(world: World, citizen: Citizen | None = None, **fields: Any) -> AttachmentRequest:
    sent = of(world, citizen, **fields) if citizen else draft(world, **fields)
    return attaching.ask(APPLICANT, sent).request


def accepted(world: World, citizen: Citizen, by: Who, **fields: Any) -> Attachment:
    assert by.account is not None
    request = asked(world, citizen, polyclinic=by.account.polyclinic, **fields)
    return attaching.accept(by, request, request.version, SEEN)


def refusal(code: str, *args: Any, act: Any = attaching.ask) -> None:
    """The verb is refused with the code, and nothing has changed."""
    before = (list(AttachmentRequest.objects.values()), list(Attachment.objects.values()), Citizen.objects.count())
    with pytest.raises(NotAllowed) as refused:
        act(*args)
    assert refused.value.code == code
    assert refused.value.message
    after = (list(AttachmentRequest.objects.values()), list(Attachment.objects.values()), Citizen.objects.count())
    assert before == after


def spans(citizen: Citizen) -> list[tuple[date, date | None, int]]:
    return list(
        Attachment.objects.filter(citizen=citizen).order_by("starts").values_list("starts", "ends", "polyclinic")
    )


class TestAsking:
    def test_it_is_kept_with_its_term_a_reference_and_a_secret(self, world: World):
        done = attaching.ask(APPLICANT, draft(world))
        row = done.request
        assert (row.state, row.channel, row.version, row.citizen) == ("received", "portal", 0, None)
        assert row.due_on == date(2026, 3, 17), "the working day after Monday"
        assert done.secret is not None
        assert attaching.find_with_secret(row.reference.lower(), done.secret.replace("-", " ")) == row
        for reference, secret in ((row.reference, "0" * 20), (row.reference, ""), ("", done.secret)):
            assert attaching.find_with_secret(reference, secret) is None
        assert done.secret.replace("-", "") not in str(AttachmentRequest.objects.values().get())
        entry = LogEntry.objects.get()
        assert (entry.verb, entry.details) == (Verb.ATTACHMENT_ASKED, {"attachment_request": row.pk})
        notice = Notice.objects.get()
        assert (notice.kind, notice.values) == (
            "attachment_received",
            {"reference": row.reference, "until": "2026-03-17"},
        )

    @pytest.mark.parametrize(("day", "due"), [(20, 24), (21, 24), (22, 24)])
    def test_the_term_is_in_working_days_of_the_calendar(self, world: World, day: int, due: int):
        CalendarDay.objects.create(day=date(2026, 3, 23), working=False, source="–")
        now = datetime(2026, 3, day, 5, tzinfo=UTC)
        assert attaching.ask(who(applicant=True, now=now), draft(world)).request.due_on == date(2026, 3, due)

    def test_the_same_form_sent_twice_is_one(self, world: World):
        sent = draft(world)
        first, second = attaching.ask(APPLICANT, sent), attaching.ask(APPLICANT, sent)
        assert first.request == second.request
        assert second.secret is None
        assert (AttachmentRequest.objects.count(), Notice.objects.count(), LogEntry.objects.count()) == (1, 1, 1)

    def test_of_two_open_ones_about_a_person_the_second_is_refused_alike_known_or_not(self, world: World):
        known = world.known_citizen()
        for sent in (draft(world), of(world, known)):
            attaching.ask(APPLICANT, sent)
            again = replace(sent, token=uuid4(), polyclinic=world.other_polyclinic, surname="Басқа")
            refusal("already_asked", APPLICANT, again)

    def test_after_it_is_closed_one_may_ask_again(self, world: World):
        sent = draft(world)
        attaching.withdraw(APPLICANT, attaching.ask(APPLICANT, sent).request)
        assert attaching.ask(APPLICANT, replace(sent, token=uuid4())).secret

    def test_the_database_itself_takes_no_second_open_one(self, world: World):
        row = asked(world)
        row.pk, row.token, row.reference = None, uuid4(), "ABCD-EFGH"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    @pytest.mark.parametrize(
        ("code", "fields"),
        [
            ("iin", {"iin": "123456789012"}),
            ("birth_date", {"birth_date": TODAY + timedelta(days=1)}),
            ("basis", {"basis": "because"}),
            ("basis", {"basis": "in_person_pensioner"}),
        ],
    )
    def test_what_cannot_be_is_refused(self, world: World, code: str, fields: dict[str, Any]):
        refusal(code, APPLICANT, draft(world, **fields))

    def test_a_day_without_known_law_is_refused(self, world: World):
        refusal("days_outside_the_law", who(applicant=True, now=datetime(2028, 1, 5, tzinfo=UTC)), draft(world))

    def test_free_choice_is_taken_in_the_campaign_and_where_the_law_is_unclear(self, world: World):
        for now, fits in (
            (datetime(2025, 8, 31, 12, tzinfo=UTC), False),
            (datetime(2025, 8, 31, 19, tzinfo=UTC), True),  # 1 September in Asia/Almaty
            (datetime(2025, 11, 1, 18, 59, 59, tzinfo=UTC), True),
            (datetime(2025, 11, 1, 19, tzinfo=UTC), False),
            (NOW, True),
        ):
            sent = draft(world, basis="free_choice")
            if fits:
                attaching.ask(who(applicant=True, now=now), sent)
            else:
                refusal("basis", who(applicant=True, now=now), sent)


class TestAtTheDesk:
    def test_a_registrar_asks_for_a_category_without_a_secret(self, world: World):
        done = attaching.ask(who(world.registrar), draft(world, basis="in_person_proxy"))
        row = done.request
        assert (row.channel, row.recorded_by, row.secret_digest, done.secret) == ("desk", world.registrar, "", None)
        assert attaching.find_with_secret(row.reference, "") is None
        assert attaching.find_with_secret(row.reference, "-" * 64) is None

    def test_not_without_a_category(self, world: World):
        refusal("basis", who(world.registrar), draft(world))

    def test_not_for_another_polyclinic_and_not_in_another_role(self, world: World):
        sent = draft(world, basis="in_person_proxy")
        refusal("other_polyclinic", who(world.other_registrar), sent)
        for account in (world.clinician, world.officer, world.operator, world.auditor, world.analyst):
            refusal("account", who(account), sent)

    def test_not_in_the_own_case_nor_of_the_household(self, world: World):
        himself, wife = world.known_citizen(), world.citizen("Ерболова")
        world.household(himself, wife)
        world.registrar.citizen = himself
        world.registrar.save()
        for citizen in (himself, wife):
            refusal("own_case", who(world.registrar), of(world, citizen, basis="in_person_proxy"))
        assert LogEntry.objects.filter(verb=Verb.REJECTED_ATTEMPT).count() == 2

    def test_not_of_a_blocked_record(self, world: World):
        blocked = world.citizen(blocked=True)
        refusal("blocked", who(world.registrar), of(world, blocked, basis="in_person_proxy"))


class TestAccepting:
    def test_the_former_one_ends_the_day_before(self, world: World):
        citizen = world.known_citizen()
        made = accepted(world, citizen, who(world.other_registrar))
        assert spans(citizen) == [
            (date(2020, 1, 1), YESTERDAY, world.polyclinic.pk),
            (TODAY, None, world.other_polyclinic.pk),
        ]
        row = AttachmentRequest.objects.get()
        assert (row.state, row.decided_by, row.closed_at, row.version) == ("accepted", world.other_registrar, NOW, 1)
        assert (made.request, row.citizen) == (row, citizen)
        entry = LogEntry.objects.get(verb=Verb.ATTACHMENT_ACCEPTED)
        assert entry.citizen == citizen
        assert entry.details == {"attachment_request": row.pk, "attachment": made.pk}
        assert Notice.objects.filter(kind="attachment_decided").count() == 1

    def test_identity_has_to_be_seen(self, world: World):
        row = asked(world)
        refusal("identity_not_seen", who(world.registrar), row, 0, Confirmed(False), act=attaching.accept)

    def test_somebody_whom_the_registry_does_not_know_comes_into_it(self, world: World):
        row = asked(world, patronymic="Серікқызы")
        attaching.accept(who(world.registrar), row, 0, Confirmed(True, world.abroad))
        citizen = Citizen.objects.get(iin=row.iin)
        assert str(citizen) == "Серікова Мөлдір Серікқызы"
        assert (citizen.region, citizen.birth_date, citizen.phone) == (world.abroad, date(1990, 9, 9), "+77010000000")
        assert citizen.complete_from is None, "nothing else is known"
        assert spans(citizen) == [(TODAY, None, world.polyclinic.pk)]

    def test_without_a_region_it_is_that_of_the_polyclinic(self, world: World):
        attaching.accept(who(world.registrar), asked(world), 0, SEEN)
        assert Citizen.objects.get().region == world.home

    def test_a_district_of_another_region_is_refused(self, world: World):
        wrong = Confirmed(True, world.abroad, world.district)
        refusal("place", who(world.registrar), asked(world), 0, wrong, act=attaching.accept)

    def test_what_the_registry_knows_is_not_overwritten_by_what_was_declared(self, world: World):
        citizen = world.citizen("Әбенова", "Айгүл", phone="+77019999999")
        row = attaching.ask(APPLICANT, replace(of(world, citizen), surname="Басқа")).request
        attaching.accept(who(world.registrar), row, 0, SEEN)
        citizen.refresh_from_db()
        assert (citizen.surname, citizen.phone) == ("Әбенова", "+77019999999")

    def test_the_campaign_says_when_care_begins(self, world: World):
        citizen = world.known_citizen()
        october = datetime(2025, 10, 31, 5, tzinfo=UTC)
        sent = of(world, citizen, basis="free_choice", polyclinic=world.other_polyclinic)
        row = attaching.ask(who(applicant=True, now=october), sent).request
        registrar = who(world.other_registrar, now=october + timedelta(days=3))
        refusal("first_day", registrar, row, 0, SEEN, date(2025, 12, 31), act=attaching.accept)
        attaching.accept(registrar, row, 0, SEEN)
        assert spans(citizen) == [
            (date(2020, 1, 1), date(2025, 12, 31), world.polyclinic.pk),
            (date(2026, 1, 1), None, world.other_polyclinic.pk),
        ]

    def test_decided_after_that_day_it_begins_at_once(self, world: World):
        citizen = world.known_citizen()
        sent = of(world, citizen, basis="free_choice", polyclinic=world.other_polyclinic)
        row = attaching.ask(who(applicant=True, now=datetime(2025, 10, 31, tzinfo=UTC)), sent).request
        assert attaching.accept(who(world.other_registrar), row, 0, SEEN).starts == TODAY

    def test_one_that_begins_later_stays_and_the_new_one_ends_before_it(self, world: World):
        citizen = world.known_citizen()
        later = TODAY + timedelta(days=30)
        row = asked(world, citizen, polyclinic=world.other_polyclinic)
        attaching.accept(who(world.other_registrar), row, 0, SEEN, later)
        third = world.staff("third", Role.REGISTRAR, polyclinic=_polyclinic(world))
        accepted(world, citizen, who(third))
        assert spans(citizen) == [
            (date(2020, 1, 1), YESTERDAY, world.polyclinic.pk),
            (TODAY, later - timedelta(days=1), third.polyclinic_id),
            (later, None, world.other_polyclinic.pk),
        ]

    def test_two_on_one_day_the_second_begins_the_day_after(self, world: World):
        citizen = world.citizen()
        accepted(world, citizen, who(world.registrar))
        accepted(world, citizen, who(world.other_registrar))
        assert spans(citizen) == [
            (TODAY, TODAY, world.polyclinic.pk),
            (TODAY + timedelta(days=1), None, world.other_polyclinic.pk),
        ]

    def test_not_where_the_person_is_already(self, world: World):
        row = asked(world, world.known_citizen())
        refusal("attached_already", who(world.registrar), row, 0, SEEN, act=attaching.accept)

    def test_no_day_before_today_and_none_without_law(self, world: World):
        row = asked(world)
        registrar = who(world.registrar)
        refusal("first_day", registrar, row, 0, SEEN, YESTERDAY, act=attaching.accept)
        refusal("days_outside_the_law", registrar, row, 0, SEEN, date(2028, 1, 1), act=attaching.accept)

    def test_only_registrars_of_that_polyclinic(self, world: World):
        row = asked(world)
        for account in (world.clinician, world.officer, world.approver, world.operator, world.administrator):
            refusal("account", who(account), row, 0, SEEN, act=attaching.accept)
        refusal("other_polyclinic", who(world.other_registrar), row, 0, SEEN, act=attaching.accept)
        refusal("account", who(), row, 0, SEEN, act=attaching.accept)
        assert attaching.allowed(row, world.registrar)
        assert not attaching.allowed(row, world.other_registrar)

    def test_not_in_the_own_case_nor_of_the_household_nor_of_a_blocked_record(self, world: World):
        himself, wife, blocked = world.citizen(), world.citizen("Ерболова"), world.citizen("Бұғатты")
        world.household(himself, wife)
        world.registrar.citizen = himself
        world.registrar.save()
        rows = [asked(world, person) for person in (himself, wife, blocked)]
        Citizen.objects.filter(pk=blocked.pk).update(blocked=True)
        for row, code in zip(rows, ("own_case", "own_case", "blocked"), strict=True):
            refusal(code, who(world.registrar), row, 0, SEEN, act=attaching.accept)
            row.refresh_from_db()
            assert not attaching.allowed(row, world.registrar)

    def test_what_was_decided_meanwhile_says_by_whom(self, world: World):
        row = asked(world)
        attaching.refuse(who(world.registrar), row, 0, ["attachment_identity"])
        colleague = world.staff("registrar-2", Role.REGISTRAR)
        with pytest.raises(Stale) as stale:
            attaching.accept(who(colleague), row, 0, SEEN)
        assert (stale.value.by, stale.value.at, stale.value.state) == (world.registrar, NOW, "refused")
        refusal("decided", who(colleague), row, 1, SEEN, act=attaching.accept)
        assert not Attachment.objects.exists()


class TestRefusing:
    def test_with_coded_reasons_and_a_note_where_it_is_needed(self, world: World):
        row = asked(world)
        registrar = who(world.registrar)
        for codes, note, code in (
            ([], "", "reasons"),
            (["identity_not_proven"], "", "reasons"),
            (["attachment_other"], " ", "note"),
        ):
            refusal(code, registrar, row, 0, codes, note, act=attaching.refuse)
        done = attaching.refuse(registrar, row, 0, ["attachment_other", "attachment_identity"], " Түсіндірме ")
        assert (done.state, done.reasons, done.note) == (
            "refused",
            ["attachment_other", "attachment_identity"],
            "Түсіндірме",
        )
        entry = LogEntry.objects.get(verb=Verb.ATTACHMENT_REFUSED)
        assert "Түсіндірме" not in str(entry.details)
        assert not Citizen.objects.exists()

    def test_no_code_stands_in_two_lists(self):
        assert not reasons.load().keys() & offices.load().keys()
        assert all(not reason.act for reason in reasons.load().values()), "the order's list was not readable"


class TestWithdrawing:
    def test_the_applicant_alone_and_only_while_it_is_open(self, world: World):
        row = asked(world)
        refusal("account", who(), row, act=attaching.withdraw)
        attaching.withdraw(APPLICANT, row)
        row.refresh_from_db()
        assert (row.state, row.decided_by, row.closed_at) == ("withdrawn", None, NOW)
        refusal("decided", APPLICANT, row, act=attaching.withdraw)


class TestWhatTheEngineMakesOfIt:
    def test_a_person_of_level_d_with_a_visit_today_is_covered_once_he_is_attached(self, world: World):
        citizen = world.known_citizen()
        Attachment.objects.all().delete()
        world.ground(citizen, "wellbeing_crisis", date(2026, 1, 1), date(2026, 12, 31))
        Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=TODAY)
        before = determine(who(), citizen, TODAY)
        assert before is not None
        assert before.status != "insured"
        accepted(world, citizen, who(world.registrar))
        now = Determination.objects.get(citizen=citizen, ends=None, superseded=False)
        assert (now.status, now.ground) == ("insured", "wellbeing_crisis")


def _polyclinic(world: World) -> Any:
    return polyclinic(world.home, "№3 емхана")


def test_what_is_kept_of_whoever_was_read_is_found_after_a_breach(world: World):
    row = asked(world)
    log.write(who(world.registrar), Verb.READ_ATTACHMENT, details={"attachment_request": row.pk})
    log.write(who(world.registrar), Verb.READ_ATTACHMENT, details={"rows": [row.pk]})
    found = breach.affected(world.registrar, NOW, NOW + timedelta(seconds=1))
    assert [(person.iin, person.times) for person in found.people] == [(row.iin, 2)]
