"""What was typed and what is kept of people gets into no log line, no error page, no address and no log entry."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from config.logs import PrivateFormatter, excepthook
from registry.models import Application, LogEntry, Notice

from .portal import applying
from .portal.applying import IIN, YOU
from .world import World, client_of

NAME, NOTE, PASSWORD = "Кәнерейқызы", "G80 note of a canary", "canary-password-7"
SECRET, CANARY_MAILBOX = "canary-secret", "canary.mailbox"
ILLNESS = {"yes": ["diabetes"], "rest": "no"}
TWELVE_DIGITS = re.compile(r"\d{12}")
CANARIES = (NAME, NAME.lower(), IIN, NOTE, PASSWORD, SECRET, YOU["phone"], "7012345678", "2345678", "G80")


def canaries_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything that is logged, at the finest level that the settings leave to each logger, as it is printed."""
    printed = io.StringIO()
    handler = logging.StreamHandler(printed)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield printed.getvalue
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is asked, and where its answer leads."""
    addresses: list[str] = []
    ask = Client.request

    def watch(client: Client, **request: Any) -> Any:
        response = ask(client, **request)
        addresses.append(f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')} {response.get('Location', '')}")
        return response

    monkeypatch.setattr(Client, "request", watch)
    return addresses


class Failing(Exception):
    """As a database does it: the message quotes what was typed."""


def fail(*arguments: Any, **named: Any) -> Any:
    try:
        raise Failing(f"Key (iin, surname)=({IIN}, {NAME}) already exists: {NOTE}, {PASSWORD}, {SECRET}")
    except Failing as error:
        raise RuntimeError(f"{NAME} {arguments} {named}") from error


def by_number(client: Client) -> Any:
    return client.post(reverse("admin:registry_citizen_changelist"), {"number": IIN})


def by_name(client: Client) -> Any:
    return client.post(reverse("admin:registry_citizen_changelist"), {"name": NAME})


def of_person(client: Client) -> Any:
    pk = Application.objects.values_list("citizen", flat=True).get(iin=IIN)
    return client.get(reverse("admin:registry_citizen_change", args=[pk]))


def of_case(client: Client) -> Any:
    return client.get(reverse("admin:registry_application_change", args=[Application.objects.get(iin=IIN).pk]))


STAFF = [
    (by_number, "registry.search.by_number"),
    (by_name, "registry.search.by_name"),
    (of_person, "registry.admin.record.parts"),
    (of_case, "registry.admin.office.history.steps"),
]


@pytest.mark.parametrize(("ask", "broken"), STAFF, ids=lambda value: getattr(value, "__name__", value))
def test_a_failing_page_of_staff_tells_nothing(
    world: World, lines: Callable[[], str], monkeypatch: pytest.MonkeyPatch, ask: Any, broken: str
):
    world.application(world.citizen(NAME, iin=IIN, phone="+77012345678"))
    client = client_of(world.officer)
    client.raise_request_exception = False
    assert ask(client).status_code == 200
    monkeypatch.setattr(broken, fail)
    response = ask(client)
    assert response.status_code == 500
    assert canaries_in(response.content.decode()) == []
    assert "tests.registry.test_canaries.Failing" in lines()
    assert "builtins.RuntimeError" in lines()
    assert canaries_in(lines()) == []


OPENED = [
    ("/application/status/", "registry.portal.status.context"),
    ("/application/documents/", "registry.portal.status.documents"),
    ("/application/papers/", "registry.portal.status.open_request"),
    ("/apply/check/", "registry.portal.summary.person_rows"),
]


def test_a_failing_page_of_the_applicant_tells_nothing(
    world: World, lines: Callable[[], str], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
):
    settings.DOCUMENTS_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    applying.apply(client, surname=NAME)
    applying.fill(client, surname=NAME)
    for address, broken in OPENED:
        with monkeypatch.context() as patch:
            patch.setattr(broken, fail)
            response = client.get(address)
        assert response.status_code == 500, address
        assert canaries_in(response.content.decode()) == []
    assert canaries_in(lines()) == []


CITIZENS = [
    ("/apply/you/", {**YOU, "surname": NAME, "iin": IIN}, "registry.portal.forms.PersonForm.is_valid"),
    ("/application/", {"reference": "ABCD-EFGH", "secret": SECRET}, "registry.applying.find_with_secret"),
    ("/account/sign-in/", {"name": NAME, "password": PASSWORD}, "registry.signin.passwords.check"),
]


@pytest.mark.parametrize(("address", "typed", "broken"), CITIZENS, ids=[case[0] for case in CITIZENS])
def test_a_failing_form_tells_nothing(
    world: World,
    lines: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    typed: dict[str, str],
    broken: str,
):
    client = Client(raise_request_exception=False)
    applying.choose(client)
    monkeypatch.setattr(broken, fail)
    response = client.post(address, typed)
    assert response.status_code == 500
    assert canaries_in(response.content.decode()) == []
    assert "builtins.RuntimeError" in lines()
    assert canaries_in(lines()) == []


def test_a_whole_case_leaves_no_trace_of_what_was_typed(
    world: World, lines: Callable[[], str], watched: list[str], tmp_path: Any, settings: Any
):
    settings.DOCUMENTS_ROOT = tmp_path
    citizen = Client()
    application, secret = applying.apply(citizen, surname=NAME)
    applying.open_application(citizen, application.reference, secret)
    citizen.get("/application/status/")
    officer = client_of(world.officer)
    by_number(officer)
    by_name(officer)
    of_case(officer)
    assert len(watched) == 10
    told: list[str] = [*watched, lines(), *(str(message.subject) for message in mail.outbox)]
    told += [json.dumps(entry.details, ensure_ascii=False) + entry.purpose for entry in LogEntry.objects.all()]
    told += [json.dumps(notice.values, ensure_ascii=False) + notice.key for notice in Notice.objects.all()]
    assert canaries_in("\n".join(told)) == []
    assert secret not in "\n".join(told)
    assert not any(TWELVE_DIGITS.search(address) for address in watched)


def act(client: Client, row: Application, verb: str, **typed: str) -> None:
    row.refresh_from_db()
    body = {"version": row.version, "seen": row.state, **typed}
    answer = client.post(f"/admin/registry/application/{row.pk}/{verb}/", body)
    assert (verb, answer.status_code) == (verb, 302)


def test_a_refused_case_and_its_letters_leave_no_trace(
    world: World, lines: Callable[[], str], watched: list[str], settings: Any, tmp_path: Any
):
    """From the answers about an illness to the letter about the refusal."""
    settings.DOCUMENTS_ROOT, settings.NOTICE_EMAIL_PROVIDER, settings.NOTICE_SMS_PROVIDER = tmp_path, "smtp", "none"
    citizen, officer, approver = Client(), client_of(world.officer), client_of(world.approver)
    mailbox = {"email": f"{CANARY_MAILBOX}@example.kz", "phone": ""}
    row, secret = applying.apply(citizen, {**applying.UNINSURED, "illness": ILLNESS}, surname=NAME, **mailbox)
    act(officer, row, "take")
    officer.post(f"/admin/registry/application/{row.pk}/number/", {"version": 1, "reason": "request"})
    act(officer, row, "ask_papers", wanted="other_paper", note=NOTE)
    citizen.post("/application/papers/", {"answer": f"{NOTE} {IIN}", "language": "kk"})
    citizen.post("/application/papers/", {"answer": f"{NOTE} {IIN}"})
    act(officer, row, "propose_refusal", reasons="identity_not_proven", note=NOTE)
    act(approver, row, "approve_refusal", proposal=str(row.proposals.get().pk), note=NOTE)
    citizen.post("/application/close/")
    applying.open_application(citizen, row.reference, secret)
    assert NOTE in citizen.get("/application/status/").content.decode()
    call_command("send_notices", stdout=io.StringIO())
    letters = [str(letter.subject) + str(letter.body) for letter in mail.outbox]
    assert len(letters) == 3
    told = [*watched, *letters, lines()]
    told += [json.dumps(entry.details, ensure_ascii=False) + entry.purpose for entry in LogEntry.objects.all()]
    told += [json.dumps(notice.values, ensure_ascii=False) + notice.key for notice in Notice.objects.all()]
    assert canaries_in("\n".join(told)) == []
    assert not [word for word in (secret, secret.replace("-", ""), CANARY_MAILBOX) if word in "\n".join(told)]
    assert not any(TWELVE_DIGITS.search(address) for address in watched)


def test_statements_with_their_values_are_never_logged(world: World, lines: Callable[[], str]):
    assert logging.getLogger("django.db.backends").level == logging.INFO
    connection.force_debug_cursor = True
    try:
        world.citizen(NAME)
    finally:
        connection.force_debug_cursor = False
    assert canaries_in(lines()) == []


def test_nobody_is_mailed_about_an_error():
    loggers = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    assert not any(isinstance(handler, AdminEmailHandler) for handler in handlers)
    assert (settings.ADMINS, settings.MANAGERS) == ([], [])


def test_a_failing_command_names_the_exception_and_the_place_alone(capsys: pytest.CaptureFixture[str]):
    try:
        fail(NAME)
    except RuntimeError as error:
        excepthook(type(error), error, error.__traceback__)
    told = capsys.readouterr().err
    assert "tests.registry.test_canaries.Failing" in told
    assert "in fail" in told
    assert canaries_in(told) == []


def test_what_is_wrong_with_the_settings_is_said(capsys: pytest.CaptureFixture[str]):
    excepthook(ImproperlyConfigured, ImproperlyConfigured("LOG_KEY is required"), None)
    assert "LOG_KEY is required" in capsys.readouterr().err
