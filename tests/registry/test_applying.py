"""The applicant's verbs: what he may send, what he gets, and how he comes back to it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection

from eligibility import keeping
from registry import applying, decisions, references
from registry.applying import APPLIED_FOR, Draft
from registry.documents import scanning
from registry.documents.inspection import Clean, Kind
from registry.models import Application, CalendarDay, Citizen, Document, EmploymentOffice, LogEntry, Notice
from registry.notices import outbox
from registry.refusals import NotAllowed

from .world import NOW, TODAY, World, who

APPLICANT = who(applicant=True)
PERSON: dict[str, Any] = {"birth_date": "1990-09-09", "residence": "citizen"}


@pytest.fixture(autouse=True)
def _documents(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_ROOT = tmp_path
    settings.DOCUMENT_SCANNER = "none"
    settings.DEBUG = True


def stored() -> list[Path]:
    return [path for path in Path(django_settings.DOCUMENTS_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def draft(world: World) -> Draft:
    return world.draft(person=PERSON)


def paper(content: bytes = b"%PDF-1") -> Clean:
    return Clean(content, Kind.PDF, "Анықтама", 2, None, None)


def submit(draft: Draft, *files: Clean) -> applying.Submitted:
    return applying.submit(APPLICANT, draft, files)


class TestSubmitting:
    def test_everything_arrives_at_once(self, world: World, draft: Draft):
        sent = submit(draft, paper(), paper(b"%PDF-2"))
        row = sent.application
        assert (row.state, row.version, row.officer, row.citizen) == ("received", 0, None, None)
        assert (row.submitted_at, row.consented_at, row.due_on) == (NOW, NOW, date(2026, 3, 23))
        assert row.office == world.office
        document = Document.objects.first()
        assert document is not None
        assert (document.kind, document.pages, document.size, document.scan) == ("pdf", 2, 6, "clean")
        assert len(stored()) == 2
        assert [entry.verb for entry in LogEntry.objects.all()] == ["submitted"]
        notice = Notice.objects.get()
        assert (notice.kind, notice.channel, notice.to) == ("received", "email", "m@example.kz")

    def test_the_reference_and_the_secret_can_be_read_out(self, draft: Draft):
        sent = submit(draft)
        one, two = sent.application.reference.split("-")
        assert (len(one), len(two)) == (4, 4)
        assert set(one + two) <= set(keeping.ALPHABET)
        assert sent.secret is not None
        assert [len(group) for group in sent.secret.split("-")] == [5, 5, 5, 5]
        plain = sent.secret.replace("-", "")
        assert keeping.is_code(plain)
        assert plain not in sent.application.secret_digest
        assert sent.secret not in str(Application.objects.values().get())

    def test_the_same_form_makes_one_application(self, draft: Draft):
        first = submit(draft, paper())
        again = submit(replace(draft, surname="Басқа"), paper(b"%PDF-2"))
        assert again == applying.Submitted(first.application, None)
        assert Application.objects.get().surname == "Серікова"
        assert (len(stored()), LogEntry.objects.count(), Notice.objects.count()) == (1, 1, 1)

    def test_whoever_is_in_the_registry_is_found_blocked_or_not(self, world: World, draft: Draft):
        for blocked in (False, True):
            citizen = world.citizen(blocked=blocked)
            sent = submit(replace(draft, iin=citizen.iin, token=uuid4()))
            assert sent.application.citizen == citizen

    def test_illnesses_do_not_come_along(self, draft: Draft):
        sent = submit(replace(draft, person=PERSON | {"diagnoses": [{"group": "cancer"}]}))
        assert sent.application.person == PERSON

    @pytest.mark.parametrize(
        "ground", ["child", "employee", "self_payer", "retention_three_months", "temporary_status"]
    )
    def test_what_nobody_applies_for(self, draft: Draft, ground: str):
        assert refusal(replace(draft, ground=ground)) == "not_applied_for"

    @pytest.mark.parametrize("ground", APPLIED_FOR)
    def test_what_can_be_applied_for(self, draft: Draft, ground: str):
        assert submit(replace(draft, ground=ground)).application.ground == ground

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"iin": "123456789012"}, "iin"),
            ({"iin": ""}, "iin"),
            ({"birth_date": TODAY + timedelta(1)}, "birth_date"),
            ({"person": {"birth_date": "soon"}}, "facts"),
            ({"person": PERSON, "asked_on": TODAY + timedelta(1)}, "facts"),
        ],
    )
    def test_what_cannot_be(self, draft: Draft, fields: dict[str, Any], code: str):
        assert refusal(replace(draft, **fields), paper()) == code
        assert stored() == []

    def test_a_district_of_another_region_and_too_many_documents(self, world: World, draft: Draft):
        assert refusal(replace(draft, region=world.abroad)) == "place"
        assert refusal(draft, *[paper(b"%d" % number) for number in range(11)]) == "too_many_documents"

    def test_a_document_that_does_harm_takes_the_others_with_it(self, draft: Draft):
        assert refusal(draft, paper(), paper(scanning.TEST_VIRUS)) == "harmful_document"
        assert stored() == []
        assert not Application.objects.exists()

    def test_what_fails_leaves_no_document_behind(self, draft: Draft, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(outbox, "put", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            submit(draft, paper())
        assert stored() == []

    def test_a_scanner_that_fails_lets_nobody_open_the_document(self, draft: Draft, settings: Any):
        settings.DOCUMENT_SCANNER = "no.such.Scanner"
        submit(draft, paper())
        assert Document.objects.get().scan == "failed"

    def test_the_day_of_the_decision_knows_holidays(self, draft: Draft):
        for number in (17, 18):
            day = date(2026, 3, number)
            CalendarDay.objects.create(day=day, working=False, name_kk="-", name_ru="-", name_en="-", source="-")
        assert submit(draft).application.due_on == date(2026, 3, 25)

    def test_the_office_is_the_one_of_the_district(self, world: World, draft: Draft):
        near = EmploymentOffice.objects.create(region=world.home, district=world.district, name_kk="Қызылорда қаласы")
        assert submit(draft).application.office == near
        assert submit(replace(draft, district=None, token=uuid4())).application.office is None

    def test_it_takes_the_same_queries_whoever_applies(self, world: World, draft: Draft, django_assert_max_num_queries):
        with django_assert_max_num_queries(14):
            submit(draft)


def refusal(draft: Draft, *files: Clean) -> str:
    with pytest.raises(NotAllowed) as refused:
        submit(draft, *files)
    return refused.value.code


class TestComingBack:
    def test_the_secret_opens_however_it_is_typed(self, draft: Draft):
        sent = submit(draft)
        assert sent.secret is not None
        reference = sent.application.reference
        for typed in (sent.secret, sent.secret.lower(), sent.secret.replace("-", " "), f" {sent.secret} "):
            assert applying.find_with_secret(reference.lower().replace("-", " "), typed) == sent.application

    def test_nothing_else_opens(self, draft: Draft):
        sent, other = submit(draft), submit(replace(draft, token=uuid4()))
        assert sent.secret is not None
        assert other.secret is not None
        for reference, secret in (
            (sent.application.reference, other.secret),
            (sent.application.reference, sent.secret[:-1]),
            (sent.application.reference, ""),
            ("", sent.secret),
            ("ABCD-EFGH", sent.secret),
            (sent.application.reference * 50, sent.secret),
            (sent.application.reference, sent.secret * 50),
        ):
            assert applying.find_with_secret(reference, secret) is None

    def test_right_and_wrong_take_the_same_work(self, draft: Draft, monkeypatch: pytest.MonkeyPatch):
        sent = submit(draft)
        digests: list[Any] = []
        made = references.digest

        def counted(*args: str) -> str:
            digests.append(args)
            return made(*args)

        monkeypatch.setattr(references, "digest", counted)
        for reference, secret in ((sent.application.reference, sent.secret or ""), ("ZZZZ-ZZZZ", "0" * 20)):
            before, queries = len(digests), count_queries(lambda r=reference, s=secret: applying.find_with_secret(r, s))
            assert (len(digests) - before, queries) == (1, 1)


def count_queries(act: Any) -> int:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


class TestAfterwards:
    def test_a_document_is_added_once_and_at_most_ten(self, draft: Draft):
        row = submit(draft, paper()).application
        again = applying.add_document(APPLICANT, row, paper(), "Тағы да")
        assert again == Document.objects.get()
        for number in range(9):
            applying.add_document(APPLICANT, row, paper(b"%d" % number), f"{number}")
        with pytest.raises(NotAllowed) as refused:
            applying.add_document(APPLICANT, row, paper(b"eleven"), "Он бірінші")
        assert refused.value.code == "too_many_documents"
        assert len(stored()) == Document.objects.count() == 10

    def test_papers_are_given_and_the_clock_runs_again(self, world: World, draft: Draft):
        row = submit(draft).application
        decisions.take(who(world.officer), row, 0)
        decisions.ask_papers(who(world.officer), row, 1, ["other_paper"], "Шарттың көшірмесі")
        later = who(applicant=True, now=NOW + timedelta(days=3))
        done = applying.give_papers(later, row, "Қосымшада")
        assert (done.state, done.due_on) == ("in_review", date(2026, 3, 26))
        request = done.paper_requests.get()
        assert (request.answer, request.answered_at) == ("Қосымшада", later.now)

    def test_withdrawing_drops_what_was_going_on(self, world: World, draft: Draft):
        row = submit(draft).application
        decisions.take(who(world.officer), row, 0)
        proposal = decisions.propose_refusal(who(world.officer), row, 1, ["identity_not_proven"])
        done = applying.withdraw(APPLICANT, row)
        assert (done.state, done.closed_at) == ("withdrawn", NOW)
        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.closed_by) == ("dropped", None)
        with pytest.raises(decisions.Stale) as stale:
            decisions.approve_refusal(who(world.approver), proposal)
        assert (stale.value.by, stale.value.state) == (None, "withdrawn")
        assert Notice.objects.filter(key=f"withdrawn:{row.pk}").count() == 1

    def test_a_notice_is_put_in_once_and_to_nobody_without_an_address(self, world: World, draft: Draft):
        row = submit(replace(draft, email="")).application
        assert not Notice.objects.exists()
        citizen = world.citizen(phone="+77010000001", language="ru")
        for _ in range(2):
            outbox.put(NOW, "cover_ends", "cover_ends:1", citizen=citizen, values={"on": "2026-04-01"})
        notice = Notice.objects.get()
        assert (notice.channel, notice.to, notice.language, notice.citizen) == ("sms", citizen.phone, "ru", citizen)
        with pytest.raises(ValueError, match="no notice"):
            outbox.put(NOW, "unheard_of", "x", application=row)
        with pytest.raises(ValueError, match="no notice"):
            outbox.put(NOW, "received", "x")


def test_nothing_of_a_case_is_derived_from_the_number(world: World, draft: Draft):
    assert submit(replace(draft, birth_date=datetime(1960, 1, 1).date())).application.birth_date == date(1960, 1, 1)  # noqa: DTZ001
    assert not Citizen.objects.exists()
