"""Keeping answers without a name: what comes back, what is stored, and what nobody learns."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from eligibility import expiry, keeping, sitting
from eligibility.models import Attempts, KeptAnswers
from eligibility.presentation import long_date
from eligibility.views.later import WRONG_CODES
from tests.eligibility.test_translations import PEOPLE, Words, foreign
from tests.eligibility.test_views import ANSWERED, BIRTH, CANARIES, INCOME, LANGUAGES, TODAY, Page, english, give, speak

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOBODYS_CODE = "0" * keeping.CODE_LENGTH
SHOWN = re.compile(r'<p class="code" translate="no">(.*?)</p>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, TODAY)


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: day)


def give_all(client: Client, people: list[dict[str, Any]]) -> None:
    give(client, {})
    session = client.session
    sitting.bring(session, people)
    session.save()


def people_of(client: Client) -> list[dict[str, Any]]:
    return sitting.everybody(client.session)


def code_in(response: Any) -> str:
    found = SHOWN.search(response.content.decode())
    assert found
    return re.sub(r"<[^>]+>", "", found[1])


def keep(client: Client) -> str:
    response = client.post("/later/keep/")
    assert response.status_code == 200
    return code_in(response)


def open_with(client: Client, code: str, **more: str) -> Any:
    return client.post("/later/", {"code": code} | more)


def kept(people: list[dict[str, Any]]) -> str:
    return keeping.keep(people, TODAY)[0]


# --- There and back ---

SITTINGS: dict[str, list[dict[str, Any]]] = {name: [answers] for name, answers in PEOPLE.items()} | {
    "a family": list(PEOPLE.values()),
    "somebody of whom nothing is known yet": [ANSWERED, {}],
    "words": [{"subject": "self", "note": "Қазақша: әғқңөұүһі ӘҒҚҢӨҰҮҺІ, «ё» \U0001f600 \\ \" ' \u2028 \x00 </p>"}],
    "kinds": [{"subject": "self", "a": None, "b": True, "c": 0, "d": [], "e": {}, "f": [[1], {"g": ""}], "h": 10**15}],
    "twelve times everything": [ANSWERED] * sitting.MOST_PEOPLE,
}


@pytest.mark.parametrize("name", SITTINGS)
def test_what_is_kept_comes_back(client: Client, name: str) -> None:
    people = SITTINGS[name]
    give_all(client, people)
    code = keep(client)
    another = Client()
    response = open_with(another, code.lower())
    assert (response.status_code, response["Location"]) == (302, "/check/answers/")
    assert people_of(another) == people
    assert sitting.in_hand(another.session) == 0


def test_the_answers_that_come_back_are_shown() -> None:
    client = english(Client())
    response = client.get(open_with(client, kept([ANSWERED]))["Location"])
    with override("en"):
        assert long_date(BIRTH) in response.content.decode().replace("&nbsp;", "\xa0")
    assert client.get("/result/").status_code == 200


def test_a_code_opens_more_than_once() -> None:
    code = kept([ANSWERED])
    for _ in range(3):
        assert open_with(Client(), code).status_code == 302


def test_keeping_changes_nothing_in_the_sitting(client: Client) -> None:
    """So the time of the session's last change tells nothing about the row either."""
    give(client, ANSWERED)
    before = list(Session.objects.values())
    keep(client)
    assert list(Session.objects.values()) == before


def test_the_session_gets_another_key_and_nothing_of_other_people_stays(client: Client) -> None:
    give(client, {"subject": "self"})
    session = client.session
    session["of others"] = "x"
    session.save()
    before = session.session_key
    open_with(client, kept([ANSWERED]), replace="on")
    assert client.session.session_key != before
    assert "of others" not in client.session
    assert not Session.objects.filter(pk=before).exists()


def test_answers_that_are_there_are_replaced_only_after_asking(client: Client) -> None:
    english(client)
    code = kept([ANSWERED])
    assert "replace" not in [item["name"] for item in Page(client.get("/later/")).all("input")]
    give(client, {"subject": "parent"})
    assert "replace" in [item["name"] for item in Page(client.get("/later/")).all("input")]
    response = open_with(client, code)
    page = Page(response)
    assert (page.status, page.errors) == (422, ["id_replace"])
    assert f'value="{code}"' in response.content.decode()
    assert people_of(client) == [{"subject": "parent"}]
    assert open_with(client, code, replace="on").status_code == 302
    assert people_of(client) == [ANSWERED]


def test_without_answers_there_is_nothing_to_keep(client: Client) -> None:
    nobody: list[list[dict[str, Any]]] = [[], [{}]]
    for people in nobody:
        give_all(client, people)
        assert client.post("/later/keep/")["Location"] == "/later/"
    assert client.get("/later/keep/")["Location"] == "/later/"
    assert KeptAnswers.objects.count() == 0


# --- What is stored ---


def test_a_row_holds_nothing_that_can_be_read(client: Client) -> None:
    give_all(client, [ANSWERED, {"subject": "child", "note": "Айгүл"}])
    code = keep(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM eligibility_keptanswers")
        (row,) = cursor.fetchall()
        columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
    assert set(columns) == {"look_up", "sealed", "last_day"}
    stored = b"|".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    readable = ["Айгүл", "subject", "people", "version", "birth", str(INCOME), BIRTH.isoformat(), "E11", "127.0.0.1"]
    for canary in [*CANARIES, *readable, code, code.replace("-", ""), *code.split("-")]:
        assert canary.encode() not in stored, canary
    assert str(row[columns.index("last_day")]) == "2026-04-15"


# --- Wrong, expired, tampered, unknown: one answer ---


def flip(code: str, bit: int) -> None:
    row = KeptAnswers.objects.get(pk=keeping.look_up(code))
    sealed = bytearray(bytes(row.sealed))
    sealed[bit // 8] ^= 1 << bit % 8
    row.sealed = bytes(sealed)
    row.save()


def failures() -> Iterator[tuple[str, str]]:
    """Codes that open nothing, by what is wrong with them."""
    yield "never existed", keeping.new_code()
    code = kept([ANSWERED])
    yield "one character is wrong", ("1" if code[0] == "0" else "0") + code[1:]
    expired = keeping.keep([ANSWERED], TODAY - timedelta(days=keeping.KEPT_DAYS + 1))[0]
    yield "expired and not yet deleted", expired
    deleted = kept([ANSWERED])
    keeping.delete(keeping.look_up(deleted))
    yield "deleted", deleted
    tampered = kept([ANSWERED])
    flip(tampered, 8 * keeping.NONCE)
    yield "tampered with", tampered
    cut = kept([ANSWERED])
    KeptAnswers.objects.filter(pk=keeping.look_up(cut)).update(sealed=b"")
    yield "emptied", cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_opens_nothing_gets_the_same_page(language: str) -> None:
    pages: dict[str, bytes] = {}
    headers = set()
    for name, code in failures():
        client = Client(REMOTE_ADDR=f"192.0.2.{len(pages) + 1}")
        speak(client, language)
        response = open_with(client, code)
        assert response.status_code == 422
        assert people_of(client) == []
        text = TOKEN.sub("", response.content.decode()).replace(code, "")
        pages[name] = text.encode()
        headers.add(tuple(sorted(response.headers.items())))
    assert len(pages) == 6
    assert len(set(pages.values())) == 1
    assert len({tuple(item for item in found if item[0] != "Content-Length") for found in headers}) == 1


def test_every_code_that_opens_nothing_takes_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same statements to the database, the same derivations, and one decryption of the same size."""
    done: list[Any] = []

    def watched(name: str, size: Any) -> None:
        real = getattr(keeping, name)

        def watching(*args: Any) -> Any:
            done.append((name, size(args)))
            return real(*args)

        monkeypatch.setattr(keeping, name, watching)

    watched("_derive", lambda args: args[1])
    watched("unseal", lambda args: len(args[1]))
    work: list[list[Any]] = []
    open_with(Client(), NOBODYS_CODE)  # the count of everybody is begun
    for name, code in failures():
        if name == "emptied":
            continue
        done.clear()
        with CaptureQueriesContext(connection) as queries:
            open_with(Client(REMOTE_ADDR=f"192.0.2.{len(work) + 1}"), code)
        work.append([re.sub(r"'[^']*'|\d+|\"s\w+\"", "?", query["sql"]) for query in queries] + done)
    assert len(work) == 5
    assert work == [work[0]] * 5
    assert ("unseal", len(keeping.seal(NOBODYS_CODE, [ANSWERED]))) in work[0]


@pytest.mark.parametrize("bit", [0, 95, 96, 5_000])
def test_a_tampered_row_is_a_wrong_code_to_whoever_opens_it(client: Client, bit: int) -> None:
    english(client)
    code = kept([ANSWERED])
    flip(code, bit)
    response = open_with(client, code)
    assert response.status_code == 422
    assert "This code opens nothing." in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the code."),
        ("4T7KM", "A code has 20 letters and digits. Here there are 5."),
        ("4T7KM-9WXQ2-HB3NE-6RZ8C-X", "A code has 20 letters and digits. Here there are 21."),
        ("4T7KM-9WXQ2-HB3NE-6RZ8Ж", "A code has only Latin letters and digits. Check each character."),
        ("-" * 100, "A code has 20 letters and digits. Here there are 0."),
    ],
)
def test_a_malformed_code_is_told_what_a_code_looks_like(client: Client, typed: str, message: str) -> None:
    english(client)
    response = open_with(client, typed)
    page, text = Page(response), response.content.decode()
    assert (page.status, page.errors) == (422, ["id_code"])
    assert message in text
    assert "This code opens nothing." not in text
    assert f'value="{typed}"' in text
    assert Attempts.objects.count() == 0


@pytest.mark.parametrize(("day", "opens"), [(0, True), (29, True), (30, True), (31, False), (400, False)])
def test_the_last_day(monkeypatch: pytest.MonkeyPatch, day: int, opens: bool) -> None:
    code = kept([ANSWERED])
    set_day(monkeypatch, TODAY + day * DAY)
    assert KeptAnswers.objects.count() == 1
    client = Client()
    assert open_with(client, code).status_code == (302 if opens else 422)
    assert bool(people_of(client)) == opens


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_with_the_code_names_the_last_day(client: Client, language: str) -> None:
    speak(client, language)
    give(client, ANSWERED)
    text = client.post("/later/keep/").content.decode()
    with override(language):
        assert long_date(TODAY + keeping.KEPT_DAYS * DAY) in text
        assert f" {keeping.KEPT_DAYS} " in gettext("Keep my answers for 30 days")


# --- The code is shown once, and is nowhere else ---


def test_the_code_is_in_no_log_address_session_or_second_page(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "django", "django.request", "django.db.backends", "eligibility"):
        caplog.set_level(logging.DEBUG, logger=name)
    connection.force_debug_cursor = True
    give(client, ANSWERED)
    response = client.post("/later/keep/")
    code = code_in(response)
    plain = code.replace("-", "")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode().count(code[:5]) == 1
    assert code not in client.post("/later/keep/").content.decode()
    pages = [client.get(path) for path in ("/", "/later/", "/check/answers/", "/result/")]
    pages.append(open_with(client, code, replace="on"))
    pages.append(open_with(client, code[:-1] + ("0" if code[-1] != "0" else "1"), replace="on"))
    connection.force_debug_cursor = False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = [store(session.session_key).load() for session in Session.objects.all()]
    assert sessions
    assert len(caplog.records) > 10
    lines = [record.getMessage() for record in caplog.records if record.name != "django.template"]
    for where in [*lines, *map(str, sessions)]:
        assert not [form for form in (code, plain, code.lower()) if form in where], where
    for page in pages:
        assert code not in page.headers.get("Location", "")
        assert page.status_code in (302, 422) or plain not in page.content.decode().replace("-", "")
        assert page.headers["Cache-Control"] == "no-store"


def test_a_code_in_the_address_is_not_looked_at(client: Client) -> None:
    code = kept([ANSWERED])
    response = client.get("/later/", {"code": code})
    assert response.status_code == 200
    assert people_of(client) == []


def test_the_forms_want_their_cookie() -> None:
    client = Client(enforce_csrf_checks=True)
    give(client, ANSWERED)
    code = kept([ANSWERED])
    assert client.post("/later/keep/").status_code == 403
    assert open_with(client, code, replace="on").status_code == 403
    assert client.post("/later/delete/").status_code == 403
    assert client.get("/later/delete/").status_code == 405
    assert KeptAnswers.objects.count() == 1


# --- Against guessing ---


def test_wrong_codes_are_limited_and_right_ones_are_not(client: Client) -> None:
    english(client)
    code = kept([ANSWERED])
    for _ in range(2 * WRONG_CODES.most):
        assert open_with(client, code, replace="on").status_code == 302
    for _ in range(WRONG_CODES.most):
        assert open_with(client, NOBODYS_CODE, replace="on").status_code == 422
    for tried in (NOBODYS_CODE, code):
        response = open_with(client, tried, replace="on")
        assert response.status_code == 429
        assert 0 < int(response.headers["Retry-After"]) <= 15 * 60
    assert people_of(client) == [ANSWERED]
    assert open_with(Client(REMOTE_ADDR="192.0.2.1"), code).status_code == 302


def test_one_may_try_again_when_the_window_is_over(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code, now = kept([ANSWERED]), datetime(2026, 3, 16, 9, tzinfo=UTC)
    for minutes, status in ((0, 422), (14, 429), (15, 302)):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        for _ in range(WRONG_CODES.most if status == 422 else 0):
            assert open_with(client, NOBODYS_CODE).status_code == 422
        if status != 422:
            assert open_with(client, code).status_code == status


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_limit_says_what_happened_and_when_to_try_again(client: Client, language: str) -> None:
    speak(client, language)
    for _ in range(WRONG_CODES.most):
        open_with(client, NOBODYS_CODE)
    response = open_with(client, NOBODYS_CODE)
    page, text = Page(response), response.content.decode()
    with override(language):
        assert (page.status, page.language, page.heading) == (429, language, gettext("Too many attempts"))
    assert "15" in Words(text).text
    assert page.attributes("href").count("tel:1414") == 2
    assert foreign(Words(text).text, language) == set()
    assert response.headers["Cache-Control"] == "no-store"


def test_keeping_is_limited_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    give(client, ANSWERED)
    monkeypatch.setattr("eligibility.views.later.KEEPINGS", WRONG_CODES)
    for _ in range(WRONG_CODES.most):
        keep(client)
    assert client.post("/later/keep/").status_code == 429
    assert KeptAnswers.objects.count() == WRONG_CODES.most


# --- Deletion ---


def test_what_was_opened_can_be_deleted(client: Client) -> None:
    give(client, ANSWERED)
    assert "/later/delete/" not in Page(client.get("/check/answers/")).attributes("action")
    old, other = kept([ANSWERED]), kept([ANSWERED])
    open_with(client, old, replace="on")
    for path in ("/", "/check/answers/", "/result/", "/later/"):
        assert "/later/delete/" in Page(client.get(path)).attributes("action"), path
    response = client.post("/later/keep/")
    assert "/later/delete/" in Page(response).attributes("action")
    new = code_in(response).replace("-", "")
    response = client.post("/later/delete/")
    assert (response.status_code, response["Location"]) == (302, "/later/deleted/")
    assert client.get("/later/deleted/").status_code == 200
    assert [bool(keeping.find(code, TODAY)) for code in (old, other, new)] == [False, True, True]
    assert people_of(client) == [ANSWERED]
    assert "/later/delete/" not in Page(client.get("/check/answers/")).attributes("action")
    assert client.post("/later/delete/").status_code == 302
    assert KeptAnswers.objects.count() == 2


def test_deleting_the_answers_leaves_what_is_kept(client: Client) -> None:
    give(client, ANSWERED)
    code = keep(client)
    client.post("/check/clear/")
    assert people_of(client) == []
    assert open_with(client, code).status_code == 302


def three_of_each(today: date, now: datetime) -> None:
    """One expired and two living rows of each kind, at the edges."""
    for days in (-1, 0, 30):
        KeptAnswers.objects.create(look_up=f"{days}", sealed=b"", last_day=today + days * DAY)
    for seconds in (-1, 1, 900):
        moment = now + timedelta(seconds=seconds)
        Attempts.objects.create(key=f"{seconds}", count=1, until=moment)
        Session.objects.create(session_key=f"{seconds}", session_data="", expire_date=moment)


def living() -> list[list[str]]:
    return [
        sorted(KeptAnswers.objects.values_list("look_up", flat=True)),
        sorted(Attempts.objects.values_list("key", flat=True)),
        sorted(Session.objects.values_list("session_key", flat=True)),
    ]


LIVING = [["0", "30"], ["1", "900"], ["1", "900"]]


def test_the_daily_command_deletes_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    three_of_each(TODAY, now)
    for count in (1, 0):
        printed = io.StringIO()
        call_command("delete_expired", stdout=printed)
        kinds = ("kept answers", "attempts", "sessions")
        assert printed.getvalue().splitlines() == [f"{kind}: {count} deleted" for kind in kinds]
        assert living() == LIVING


def test_a_few_are_deleted_whenever_somebody_keeps_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 16, 9, tzinfo=UTC)
    three_of_each(TODAY, now)
    expiry.delete_some(TODAY, now)
    assert living() == LIVING
    monkeypatch.setattr(expiry, "PORTION", 2)
    for number in range(5):
        KeptAnswers.objects.create(look_up=f"old {number}", sealed=b"", last_day=TODAY - DAY)
    for left in (3, 1, 0):
        give(client, ANSWERED)
        keep(client)
        assert KeptAnswers.objects.filter(last_day__lt=TODAY).count() == left


# --- The pages ---


def every_page(client: Client) -> Iterator[tuple[str, str]]:
    yield "no answers", client.get("/later/").content.decode()
    yield "malformed", open_with(client, "4").content.decode()
    yield "wrong", open_with(client, NOBODYS_CODE).content.decode()
    give(client, ANSWERED)
    yield "not ticked", open_with(client, "").content.decode()
    yield "kept", SHOWN.sub("", client.post("/later/keep/").content.decode())
    open_with(client, kept([ANSWERED]), replace="on")
    yield "kept again", SHOWN.sub("", client.post("/later/keep/").content.decode())
    for path in ("/", "/later/", "/later/deleted/", "/check/answers/"):
        yield path, client.get(path).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_whole_and_in_one_language(client: Client, language: str) -> None:
    speak(client, language)
    for name, text in every_page(client):
        assert foreign(re.sub(r"\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b", "", Words(text).text), language) == set(), name
        assert text.count("<h1") == 1, name
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name
        described = {word for found in re.findall(r'aria-describedby="([^"]+)"', text) for word in found.split()}
        assert described <= set(ids), name
        assert " style=" not in text, name
        assert "<script" not in text, name


def test_the_address_of_the_code_page_leads_on_after_a_reload_or_another_language(client: Client) -> None:
    """There is no change of language beside a code that is shown once."""
    give(client, ANSWERED)
    assert "/language/" not in Page(client.post("/later/keep/")).attributes("action")
    assert client.get("/later/keep/")["Location"] == "/later/"
