"""Coming back with the reference and the secret: state, papers, decision, readings, withdrawing."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from registry import decisions, log
from registry.documents import scanning
from registry.log import Verb
from registry.models import Application, Document, LogEntry, State
from registry.portal import opened
from registry.portal.views.status import WRONG_SECRETS
from tests.eligibility.test_views import LANGUAGES, speak
from tests.registry.world import NOW, World, who

from .applying import apply, open_application, set_clock, where

pytestmark = pytest.mark.django_db

PAGES = (
    "/application/status/",
    "/application/documents/",
    "/application/papers/",
    "/application/withdraw/",
)


def picture(colour: str = "white", name: str = "анықтама.png") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), "image/png")


def no_document(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"dear office", "application/pdf")


def taken(world: World, application: Application) -> Application:
    return decisions.take(who(world.officer), application, application.version)


def papers_wanted(world: World, application: Application) -> Application:
    row = taken(world, application)
    return decisions.ask_papers(who(world.officer), row, row.version, ["readable_document"], "Жаңасы керек")


def refused(world: World, application: Application) -> Application:
    row = taken(world, application)
    decisions.propose_refusal(who(world.officer), row, row.version, ["found_other_level"], "C деңгейі")
    decisions.approve_refusal(who(world.approver), row.proposals.get(), "")
    row.refresh_from_db()
    return row


def shown(client: Client, path: str = "/application/status/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


# --- Opening ---


def test_reference_and_secret_open_the_application(world: World) -> None:
    application, secret = apply(Client())
    client = Client()
    assert where(open_application(client, application.reference, secret)) == "/application/status/"
    assert application.reference in shown(client)


def test_small_letters_and_spaces_do_no_harm(world: World) -> None:
    application, secret = apply(Client())
    typed = f" {secret.lower().replace('-', ' ')} "
    assert open_application(Client(), application.reference.lower().replace("-", ""), typed).status_code == 302


def test_a_wrong_secret_is_answered_like_a_wrong_reference(world: World) -> None:
    application, secret = apply(Client())
    other, other_secret = apply(Client(), ground="disability")
    answers = []
    for reference, wrong in (
        (application.reference, "0" * 20),
        ("0000-0000", secret),
        (application.reference, other_secret),
        (other.reference, secret),
    ):
        client = Client()
        response = open_application(client, reference, wrong)
        assert response.status_code == 422
        assert opened.OPENED not in client.session
        html = response.content.decode().replace(reference, "").replace(wrong, "")
        answers.append(re.sub(r'csrfmiddlewaretoken" value="\w+', "", html))
    assert len(set(answers)) == 1


def test_guessing_ends(world: World) -> None:
    application, secret = apply(Client())
    client = Client()
    statuses = [open_application(client, application.reference, f"{number:020}").status_code for number in range(11)]
    assert statuses == [422] * WRONG_SECRETS.most + [429]
    assert open_application(client, application.reference, secret).status_code == 429


def test_right_secrets_are_not_counted(world: World) -> None:
    application, secret = apply(Client())
    for _ in range(WRONG_SECRETS.most + 2):
        assert open_application(Client(), application.reference, secret).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_for_the_secret(client: Client, world: World, path: str) -> None:
    apply(Client())
    assert where(client.get(path)) == "/application/"
    if path != PAGES[0]:  # which takes no forms
        assert where(client.post(path)) == "/application/"


def test_opening_one_closes_the_other(world: World) -> None:
    first, first_secret = apply(Client())
    second, second_secret = apply(Client(), ground="disability")
    client = Client()
    open_application(client, first.reference, first_secret)
    key = client.session.session_key
    open_application(client, second.reference, second_secret)
    assert client.session.session_key != key
    html = shown(client)
    assert second.reference in html
    assert first.reference not in html


def test_it_closes_after_an_hour(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    apply(client)
    for minutes, status in ((50, 200), (100, 200), (161, 302)):
        set_clock(monkeypatch, NOW + timedelta(minutes=minutes))
        assert client.get("/application/status/").status_code == status


def test_closing(client: Client, world: World) -> None:
    apply(client)
    assert client.get("/application/close/").status_code == 405
    assert where(client.post("/application/close/")) == "/application/"
    assert where(client.get("/application/status/")) == "/application/"
    assert where(client.get("/apply/sent/")) == "/apply/"


# --- The states ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words(client: Client, world: World, language: str) -> None:
    speak(client, language)
    application, _secret = apply(client)
    headlines = {}
    for state, change in (
        (State.RECEIVED, lambda row: row),
        (State.PAPERS_WANTED, lambda row: papers_wanted(world, row)),
        (State.IN_REVIEW, lambda row: decisions.stop_waiting(who(world.officer), row, row.version)),
        (State.WITHDRAWN, lambda row: client.post("/application/withdraw/")),
    ):
        if state == State.IN_REVIEW:
            set_due(application)
        change(application)
        application.refresh_from_db()
        assert application.state == state
        found = re.search(r"<h1[^>]*>(.*?)</h1>", shown(client))
        assert found
        headlines[state] = found[1]
    assert len(set(headlines.values())) == len(headlines)


def set_due(application: Application) -> None:
    """The day of the request is over, so that the officer may go on without the papers."""
    application.paper_requests.update(due_on=date(2026, 3, 1))


def test_a_proposed_refusal_is_not_told(client: Client, world: World) -> None:
    speak(client, "en")
    application, _secret = apply(client)
    row = taken(world, application)
    before = shown(client)
    decisions.propose_refusal(who(world.officer), row, row.version, ["found_other_level"], "C деңгейі")
    html = shown(client)
    assert "being looked at" in before
    assert "being looked at" in html
    assert "refus" not in html.lower()
    assert "C деңгейі" not in html


def test_a_refusal_has_reason_article_and_appeal(client: Client, world: World) -> None:
    speak(client, "en")
    application, _secret = apply(client)
    refused(world, application)
    html = shown(client)
    assert "The check showed that the level is neither D nor E." in html
    assert "26-1" in html
    assert "C деңгейі" in html
    assert "appeal" in html
    assert not [account for account in (world.officer, world.approver) if account.full_name in html]


def test_a_confirmed_ground_has_its_days(client: Client, world: World) -> None:
    speak(client, "en")
    application, _secret = apply(client, ground="disability")
    row = taken(world, application)
    row = decisions.confirm_identity(who(world.officer), row, row.version)
    decisions.confirm(
        who(world.officer),
        row,
        row.version,
        starts=date(2026, 3, 1),
        ends=date(2027, 2, 28),
        checked=("circumstances.disability", "residence"),
        evidence="МСЭ",
        note="",
    )
    html = shown(client).replace("\u00a0", " ")
    assert "The ground is confirmed" in html
    assert "From 1 March 2026 to 28 February 2027" in html


# --- Papers ---


def test_papers_are_given_with_files_and_words(client: Client, world: World) -> None:
    application, _secret = apply(client)
    papers_wanted(world, application)
    assert "Жаңасы керек" in shown(client, "/application/papers/")
    response = client.post("/application/papers/", {"answer": "Міне", "documents": [picture()]})
    assert where(response) == "/application/status/"
    application.refresh_from_db()
    assert application.state == State.IN_REVIEW
    assert application.paper_requests.get().answer == "Міне"
    assert application.documents.get().title == "анықтама"
    assert where(client.post("/application/papers/", {"answer": "Тағы"})) == "/application/status/"


def test_a_bad_file_loses_neither_the_good_one_nor_the_answer(client: Client, world: World) -> None:
    application, _secret = apply(client)
    papers_wanted(world, application)
    response = client.post("/application/papers/", {"answer": "Міне", "documents": [picture(), no_document()]})
    html = response.content.decode()
    assert response.status_code == 422
    assert "letter.pdf" in html
    assert "Міне</textarea>" in html
    assert "анықтама" in html
    application.refresh_from_db()
    assert application.state == State.PAPERS_WANTED
    assert client.post("/application/papers/", {"answer": "Міне"}).status_code == 302


def test_another_language_keeps_the_answer_until_it_is_sent(client: Client, world: World) -> None:
    application, _secret = apply(client)
    papers_wanted(world, application)
    assert where(client.post("/application/papers/", {"answer": "Міне", "language": "kk"})) == "/application/papers/"
    html = shown(client, "/application/papers/")
    assert '<html lang="kk">' in html
    assert "Міне</textarea>" in html
    client.post("/application/papers/", {"answer": "Міне"})
    assert opened.ANSWER not in client.session


def test_nothing_at_all_is_no_answer(client: Client, world: World) -> None:
    application, _secret = apply(client)
    papers_wanted(world, application)
    assert client.post("/application/papers/", {"answer": " "}).status_code == 422


def test_documents_are_added_once(client: Client, world: World) -> None:
    application, _secret = apply(client)
    for _ in range(2):
        assert client.post("/application/documents/", {"documents": [picture()]}).status_code == 302
    assert Document.objects.filter(application=application).count() == 1
    assert client.post("/application/documents/").status_code == 422


def test_no_more_than_ten(client: Client, world: World) -> None:
    application, _secret = apply(client)
    for start in (0, 4, 8):
        files = [picture(f"rgb({number},0,0)", f"{number}.png") for number in range(start, start + 4)]
        response = client.post("/application/documents/", {"documents": files})
    assert application.documents.count() == 10
    assert response.status_code == 422
    assert "11.png" in response.content.decode()
    assert 'type="file"' not in shown(client, "/application/documents/")


def test_a_virus_is_refused_and_the_rest_stays(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    application, _secret = apply(client)
    verdicts = iter((scanning.Verdict.INFECTED, scanning.Verdict.CLEAN))
    monkeypatch.setattr(scanning, "scan", lambda content: next(verdicts))
    files = [picture("red", "bad.png"), picture("white", "good.png")]
    response = client.post("/application/documents/", {"documents": files})
    assert response.status_code == 422
    assert [row.title for row in application.documents.all()] == ["good"]


def test_nothing_is_added_to_what_is_decided(client: Client, world: World) -> None:
    application, _secret = apply(client)
    refused(world, application)
    assert where(client.post("/application/documents/", {"documents": [picture()]})) == "/application/status/"
    assert where(client.get("/application/withdraw/")) == "/application/status/"
    client.post("/application/withdraw/")
    application.refresh_from_db()
    assert application.state == State.REFUSED
    assert not application.documents.exists()


# --- Who looked ---


def test_the_person_sees_role_and_place_and_no_name(client: Client, world: World) -> None:
    speak(client, "en")
    application, _secret = apply(client)
    log.write(who(world.officer), Verb.READ_APPLICATION, application=application)
    html = shown(client)
    assert "Opened the application" in html
    assert "Social protection officer, Kyzylorda Region" in html
    assert world.officer.full_name not in html


def test_readings_of_the_record_show_only_after_the_identity_is_confirmed(client: Client, world: World) -> None:
    speak(client, "en")
    application, _secret = apply(client)
    citizen = world.known_citizen(iin=application.iin)
    Application.objects.update(citizen=citizen)
    log.write(who(world.officer, purpose="mistake"), Verb.READ_IIN, citizen=citizen)
    log.write(who(world.officer), Verb.READ_CITIZEN, citizen=world.known_citizen())
    assert "Looked at the whole IIN" not in shown(client)
    application.refresh_from_db()
    row = taken(world, application)
    decisions.confirm_identity(who(world.officer), row, row.version)
    html = shown(client)
    assert html.count("Looked at the whole IIN") == 1
    assert "The record and the application do not agree" in html
    assert "Opened the record of the person" not in html


def test_lists_and_searches_are_told_as_one_line(client: Client, world: World) -> None:
    """Those that found the record only once it is known to be his."""
    speak(client, "en")
    application, _secret = apply(client)
    other, citizen = world.application(), world.known_citizen(iin=application.iin)
    Application.objects.filter(pk=application.pk).update(citizen=citizen)
    assert "in a list among" not in shown(client)
    officer, later = who(world.officer), who(world.officer, now=NOW + timedelta(minutes=5))
    log.write(officer, Verb.READ_APPLICATION, details={"rows": [other.pk, application.pk]})
    log.write(officer, Verb.READ_APPLICATION, details={"rows": [other.pk]})
    log.write(later, Verb.SEARCHED, details={"by": "name", "rows": [citizen.pk]})
    html = shown(client)
    assert "Shown in a list among other people 1 time." in html
    assert "10:05" not in html
    application.refresh_from_db()
    row = taken(world, application)
    decisions.confirm_identity(officer, row, row.version)
    html = shown(client)
    assert "Shown in a list among other people 2 times." in html
    assert "10:05" in html


def test_another_application_of_the_same_person_stays_closed(client: Client, world: World) -> None:
    """Two people may claim the same number: what is done about one application tells nothing in the other."""
    speak(client, "en")
    citizen = world.known_citizen()
    other = world.application(citizen)
    log.write(who(world.officer), Verb.READ_DOCUMENT, application=other)
    application, _secret = apply(client, iin=citizen.iin)
    row = taken(world, application)
    decisions.confirm_identity(who(world.officer), row, row.version)
    assert "Opened a document" not in shown(client)


def test_every_page_of_the_application_is_logged(client: Client, world: World) -> None:
    application, _secret = apply(client)
    for path in PAGES[:2]:
        client.get(path)
    rows = LogEntry.objects.filter(verb=Verb.READ_OWN)
    assert [(row.application_id, row.actor_kind) for row in rows] == [(application.pk, "applicant")] * 2


def test_the_page_of_the_status_needs_a_fixed_number_of_queries(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    application, _secret = apply(client)
    for _ in range(12):
        log.write(who(world.officer), Verb.READ_APPLICATION, application=application)
        log.write(who(world.officer), Verb.READ_APPLICATION, details={"rows": [application.pk]})
    client.post("/application/documents/", {"documents": [picture(), picture("red")]})
    with django_assert_max_num_queries(16):
        client.get("/application/status/")
