"""The pages: checking one, making one at the desk, making one's own."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from config.logs import PrivateFormatter
from eligibility.keeping import groups, new_code
from eligibility.limits import Limit
from eligibility.printing import pdf as pdf_module
from registry import proof
from registry.log import Verb
from registry.models import Account, Application, Certificate, Citizen, LogEntry
from registry.portal import opened
from registry.portal.views import check
from registry.proof import terms
from tests.registry.world import NOW, TODAY, World, client_of, who

from .making import at_desk, certified, person, unattached

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
LANGUAGES = ("kk", "ru", "en")
ORDER = {"identity": "on"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def speaking(language: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.cookies["kepil_language"] = language
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def checked(reference: str, language: str = "en") -> Any:
    return speaking(language).get(f"/certificate/{reference}/")


# checking


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_in_large_words(world: World, language: str):
    issued = certified(world, person(world, "employer"))
    expired = certified(world, person(world, "employer"))
    Certificate.objects.filter(pk=expired.certificate.pk).update(day="2026-02-01", last_day="2026-02-20")
    words = ("The certificate is valid", "The certificate has expired", "The certificate is not valid")
    for reference, said in zip((issued.reference, expired.reference, new_code()), words, strict=True):
        page = text(checked(reference, language))
        with override(language):
            assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [gettext(said)]
            assert not [word for word in words if word != said and gettext(word) in page]


def test_nothing_else_is_told(world: World):
    citizen = person(world, "local_budget", "wellbeing_crisis")
    page = text(checked(certified(world, citizen).reference)).partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"\d{4}-\d\d|20\d\d|nsured|budget|akimat|level", page)
    assert not [word for word in (citizen.surname, citizen.given_name, citizen.iin[-4:]) if word in page]


def test_all_that_is_not_valid_is_one_page(world: World):
    """Unknown, withdrawn, blocked, changed: byte for byte, but for what was typed and the form's own token."""
    references = [new_code(), "x", "4" * 500]
    for number in range(3):
        issued = certified(world, person(world, "republican_budget"))
        row = issued.certificate
        if number == 0:
            proof.withdraw(at_desk(world), row)
        elif number == 1:
            Citizen.objects.filter(pk=row.citizen_id).update(blocked=True)
        else:
            row.citizen.confirmed_grounds.update(void=True)
        references.append(issued.reference)
    answers = [checked(reference) for reference in references]
    pages = {
        CSRF.sub("", text(answer)).replace(f"/{typed}/", "") for answer, typed in zip(answers, references, strict=True)
    }
    assert len(pages) == 1
    assert len({(answer.status_code, str(sorted(answer.headers.items()))) for answer in answers[-3:]}) == 1


def test_no_cache_and_no_search_engine_keeps_it(world: World):
    for response in (checked(new_code()), Client().get("/certificate/"), Client().head(f"/certificate/{new_code()}/")):
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"
    robots = text(Client().get("/robots.txt"))
    assert "Disallow: /\n" in robots
    assert "certificate" not in robots


def test_a_program_that_looks_at_the_link_is_no_check(world: World):
    assert Client().head(f"/certificate/{new_code()}/").status_code == 200
    assert not LogEntry.objects.filter(verb=Verb.CERTIFICATE_CHECKED).exists()


def test_typed_it_leads_to_the_answer(world: World):
    issued = certified(world, person(world, "employer"))
    typed = "-".join(groups(issued.reference)).lower()
    response = speaking("en").post("/certificate/", {"code": f" {typed} "}, follow=True)
    assert response.redirect_chain == [(f"/certificate/{issued.reference}/", 302)]
    assert "The certificate is valid" in text(response)
    assert LogEntry.objects.filter(verb=Verb.CERTIFICATE_CHECKED).count() == 1


@pytest.mark.parametrize(("typed", "fault"), [("", "Enter the code."), ("4T7KM", "Here there are 5.")])
def test_what_is_no_code_is_said_and_kept(world: World, typed: str, fault: str):
    response = speaking("en").post("/certificate/", {"code": typed})
    assert response.status_code == 422
    assert fault in text(response)
    assert f'value="{typed}"' in text(response)


def test_wrong_codes_are_limited_and_right_ones_do_not_count(world: World):
    right = certified(world, person(world, "employer")).reference
    client = speaking("en")
    for _ in range(check.WRONG_CHECKS.most + 5):
        assert client.get(f"/certificate/{right}/").status_code == 200
    for _ in range(check.WRONG_CHECKS.most):
        assert client.get(f"/certificate/{new_code()}/").status_code == 200
    for reference in (new_code(), right):
        assert client.get(f"/certificate/{reference}/").status_code == 429
    assert client.get(f"/certificate/{right}/", REMOTE_ADDR="10.9.9.9").status_code == 200


def test_all_checks_of_a_client_are_limited(world: World):
    right = certified(world, person(world, "employer")).reference
    checked(right)
    before = LogEntry.objects.count()
    for _ in range(check.CHECKS.most - 1):
        check.CHECKS.take("127.0.0.1", NOW)
    assert checked(right).status_code == 429
    assert LogEntry.objects.count() == before


def test_no_line_of_the_log_names_the_code(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Django names the address of what was refused and of what failed."""
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(check, "WRONG_CHECKS", Limit("none", most=1, window=timedelta(hours=1), alarm=10))
    for reference in (new_code(), "AAA BBB", new_code()):
        client.get(f"/certificate/{reference}/")
    monkeypatch.setattr(proof, "check", None)
    client.get(f"/certificate/{new_code()}/", REMOTE_ADDR="10.9.9.9")
    lines = [PrivateFormatter().format(record) for record in caplog.records]
    named = [line.partition("/certificate/")[2].partition("\n")[0] for line in lines if "/certificate/" in line]
    assert named == ["<code>"] * 3


# the desk


def in_hand(world: World, citizen: Citizen | None, account: Account | None = None) -> Client:
    client = speaking("en", client_of(account or world.registrar))
    number = citizen.iin if citizen else next(world.numbers)
    client.post("/desk/", {"iin": number, "purpose": "visit"}, follow=True)
    return client


def test_the_desk_makes_one(world: World):
    citizen = person(world, "local_budget", "wellbeing_crisis")
    client = in_hand(world, citizen)
    assert "/desk/certificate/" in text(client.get("/desk/card/"))
    page = text(client.get("/desk/certificate/"))
    assert citizen.surname in page
    assert citizen.iin not in page
    response = client.post("/desk/certificate/", ORDER)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="kepil-2026-03-16.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF")
    assert Certificate.objects.get().issued_by == world.registrar


def test_each_page_of_it_is_one_entry(world: World):
    client = in_hand(world, person(world, "employer"))
    for method, order in ((client.get, {}), (client.post, {}), (client.post, ORDER), (client.head, {})):
        before = LogEntry.objects.count()
        method("/desk/certificate/", order)
        assert LogEntry.objects.count() - before == (method != client.head), (method, order)


def test_only_after_the_identity_document(world: World):
    response = in_hand(world, person(world, "employer")).post("/desk/certificate/", {"english": "on"})
    assert response.status_code == 422
    assert "Look at the identity document first" in text(response)
    assert not Certificate.objects.exists()


def test_nobody_and_somebody_treated_elsewhere_look_the_same(world: World):
    blocked = person(world, "employer")
    Citizen.objects.filter(pk=blocked.pk).update(blocked=True)
    people = (None, unattached(world), blocked)
    clients = [in_hand(world, citizen) for citizen in people]
    for method in ("get", "post"):
        answers, queries = [], set()
        for client in clients:
            with CaptureQueriesContext(connection) as captured:
                answers.append(getattr(client, method)("/desk/certificate/", ORDER))
            queries.add(len(captured))
        assert len(queries) == 1
        assert len({answer.status_code for answer in answers}) == 1
        assert len({CSRF.sub("", text(answer)) for answer in answers}) == 1
    assert "Record the visit first" in text(clients[0].get("/desk/certificate/"))
    assert not Certificate.objects.exists()


def test_without_a_known_status_it_says_what_to_do(world: World):
    citizen = person(world, "")
    Citizen.objects.filter(pk=citizen.pk).update(complete_from=None)
    response = in_hand(world, citizen).post("/desk/certificate/", ORDER)
    assert response.status_code == 409
    assert "not known for sure" in text(response)
    assert "1414" in text(response).partition("<main")[2]
    assert "Save the certificate" not in text(response)


def test_the_desk_withdraws_its_own(world: World):
    citizen = person(world, "employer")
    issued, other = certified(world, citizen), certified(world, person(world, "employer"))
    client = in_hand(world, citizen)
    assert text(client.get("/desk/certificate/")).count('name="certificate"') == 1
    for typed in (other.certificate.pk, 0, "", "²", "9" * 30):
        assert client.post("/desk/certificate/withdraw/", {"certificate": typed}).status_code == 404
    response = client.post("/desk/certificate/withdraw/", {"certificate": issued.certificate.pk}, follow=True)
    assert 'name="certificate"' not in text(response)
    assert "not valid" in text(checked(issued.reference))
    assert "is valid" in text(checked(other.reference))


def test_no_other_polyclinic_withdraws_it(world: World):
    citizen = person(world, "employer")
    issued = certified(world, citizen)
    client = in_hand(world, citizen, world.other_registrar)
    answer = client.post("/desk/certificate/withdraw/", {"certificate": issued.certificate.pk})
    assert answer.status_code == 404


def test_what_cannot_be_printed_is_not_out(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_module, "LONGEST_WAIT", 0)
    with pdf_module._one_at_a_time:
        response = in_hand(world, person(world, "employer")).post("/desk/certificate/", ORDER)
    assert response.status_code == 503
    assert Certificate.objects.get().withdrawn_at == NOW


# one's own


def applied(world: World, citizen: Citizen, **fields: Any) -> tuple[Client, Application]:
    application = world.application(citizen, **fields)
    client = speaking("en")
    session = client.session
    opened.open_for(session, application, NOW)
    session.save()
    return client, application


def test_the_person_gets_one_once_he_is_known(world: World):
    citizen = person(world, "self")
    client, application = applied(world, citizen)
    assert "/application/certificate/" not in text(client.get("/application/status/"))
    assert client.post("/application/certificate/").headers["Location"] == "/application/status/"
    application.identity_confirmed_at = NOW
    application.save()
    assert 'href="/application/certificate/"' in text(client.get("/application/status/"))
    response = client.post("/application/certificate/", {"english": "on"})
    assert response.headers["Content-Type"] == "application/pdf"
    assert Certificate.objects.get().issued_by is None


def test_he_withdraws_it(world: World):
    citizen = person(world, "self")
    client, application = applied(world, citizen, identity_confirmed_at=NOW)
    own = proof.issue(who(applicant=True), citizen, TODAY, application)
    desks = certified(world, citizen)
    assert text(client.get("/application/certificate/")).count('name="certificate"') == 1
    for row, status in ((desks, 404), (own, 302), (own, 404)):
        answer = client.post("/application/certificate/withdraw/", {"certificate": row.certificate.pk})
        assert answer.status_code == status
    assert "not valid" in text(checked(own.reference))


def test_he_sees_who_checked(world: World):
    citizen = person(world, "self")
    client, _application = applied(world, citizen, identity_confirmed_at=NOW)
    checked(certified(world, citizen).reference)
    page = text(client.get("/application/status/"))
    assert "Checked whether a certificate is valid" in page
    assert "Somebody who had the certificate&#x27;s code" in page
    assert "Made a certificate of the insurance status" in page


def test_he_is_told_why_there_is_none(world: World):
    citizen = world.citizen()
    client, _application = applied(world, citizen, identity_confirmed_at=NOW)
    response = client.post("/application/certificate/")
    assert response.status_code == 409
    assert "not known for sure" in text(response)
    assert 'href="/apply/"' in text(response)
    assert "Save the certificate" not in text(response)


def test_no_more_than_so_many_a_day(world: World):
    citizen = person(world, "self")
    client, _application = applied(world, citizen, identity_confirmed_at=NOW)
    for _ in range(terms.load().of_a_person):
        certified(world, citizen)
    response = client.post("/application/certificate/")
    assert response.status_code == 409
    assert "No more certificates can be made" in text(response)


def test_the_last_day_ends_at_midnight_in_almaty(world: World, monkeypatch: pytest.MonkeyPatch):
    issued = certified(world, person(world, "republican_budget"))
    days = issued.certificate.last_day - TODAY
    midnight = NOW.replace(hour=19) + days  # 00:00 of the day after
    for moment, said in ((midnight - timedelta(seconds=1), "is valid"), (midnight, "has expired")):
        monkeypatch.setattr(timezone, "now", lambda at=moment: at)
        assert said in text(checked(issued.reference))
