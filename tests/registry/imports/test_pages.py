"""The pages of imports: from the upload to the end, with words for whatever goes wrong."""

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from registry.imports import forms, receiving, store, tasks
from registry.imports.views import bad
from registry.models import Citizen, Import, LogEntry, Polyclinic
from registry.queue import TaskFailed
from tests.registry.test_canaries import fail, lines, watched
from tests.registry.world import NOW, World, client_of

from .files import card, csv_of, people

__all__ = ["lines", "watched"]
NAME = "Кәнерейқызы"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.officer)


def send(client: Client, content: bytes, name: str = "card.csv", kind: str = "family_card") -> Any:
    return client.post("/imports/", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def brought(client: Client, content: bytes) -> Import:
    """Sent, and read by a worker."""
    assert send(client, content).status_code == 302
    row = Import.objects.latest("pk")
    tasks.work.call(row.pk)
    row.refresh_from_db()
    return row


def files() -> list[Path]:
    return list(store._stored())


def test_a_list_is_brought_looked_at_and_taken_in(world: World, officer: Client):
    some = people(world, 3)
    assert send(officer, csv_of(card(someone) for someone in some)).status_code == 302
    row = Import.objects.get()
    address = f"/imports/{row.pk}/"
    waiting = officer.get(address)
    assert (waiting.status_code, waiting["Refresh"]) == (200, f"5; url={address}")
    assert "Refresh" not in officer.get(address + "?still").headers
    tasks.work.call(row.pk)
    preview = officer.get(address)
    text = preview.content.decode()
    assert "Refresh" not in preview.headers
    assert some[0].iin not in text
    assert f"••••••••{some[0].iin[-4:]}" in text
    assert 'value="strict"' in text
    seen = LogEntry.objects.filter(verb="read_list").latest("pk")
    assert seen.details["rows"] == [someone.pk for someone in some]
    assert officer.post(f"{address}apply/", {"mode": "strict"}).status_code == 302
    assert "Refresh" in officer.get(address).headers
    tasks.work.call(row.pk)
    assert set(Citizen.objects.filter(pk__in=[one.pk for one in some]).values_list("wellbeing_level", flat=True)) == {
        "D"
    }
    assert "№" in officer.get("/imports/").content.decode()


def test_bad_rows_are_shown_and_downloaded(world: World, officer: Client):
    good, spoilt = people(world, 2)
    formula = f"=HYPERLINK({spoilt.iin})"
    row = brought(officer, csv_of([card(good), card(spoilt, formula), card(Citizen(iin="12345678901"))]))
    page = officer.get(f"/imports/{row.pk}/bad/").content.decode()
    assert (spoilt.iin in page, "12345678901" in page) == (False, False)
    assert 'value="partial"' in officer.get(f"/imports/{row.pk}/").content.decode()
    assert officer.post(f"/imports/{row.pk}/apply/", {"mode": "strict"}).status_code == 422
    assert officer.get(f"/imports/{row.pk}/bad/file/").status_code == 302
    answer = officer.post(f"/imports/{row.pk}/bad/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="kepil-import-{row.pk}-bad.csv"'
    lines = list(csv.reader(StringIO(answer.getvalue().decode().removeprefix("\ufeff")), delimiter=";"))
    assert lines[0][3:] == ["iin", "level", "since"]
    assert [line[0] for line in lines[1:]] == ["3", "4"]
    assert lines[1][4] == f"'{formula}"
    assert lines[2][3] == "12345678901"
    exported = LogEntry.objects.get(verb="exported")
    assert exported.details == {"import": row.pk, "format": "csv", "lines": 2, "rows": [spoilt.pk]}


def test_the_file_of_bad_rows_can_be_mended_and_brought(world: World, officer: Client):
    some = people(world, 2)
    row = brought(officer, csv_of([card(some[0]), card(some[1], "Z")]))
    content = officer.post(f"/imports/{row.pk}/bad/file/").getvalue().decode()
    row = brought(officer, content.replace('"Z"', '"E"').encode())
    assert (row.new, row.bad) == (1, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"iin;x\n", "columns_missing"), ("iin;level".encode("utf-16"), "utf_16")],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_cannot_be_read_is_said_at_once_and_not_kept(
    world: World, officer: Client, content: bytes, code: str, language: str
):
    officer.cookies["kepil_language"] = language
    answer = send(officer, content)
    assert answer.status_code == 422
    [(where, why)] = answer.context["faults"]
    assert where == "id_file"
    assert len(why) > 20
    assert (Import.objects.count(), files()) == (0, [])


def test_what_was_forgotten_is_asked_for(world: World, officer: Client):
    for data in ({}, {"kind": "family_card"}, {"kind": "polyclinics", "file": SimpleUploadedFile("a", b"a")}):
        assert officer.post("/imports/", data).status_code == 422
    assert files() == []


def test_too_large_a_file_is_refused_and_not_kept(world: World, officer: Client, monkeypatch: pytest.MonkeyPatch):
    for module in (receiving, forms):
        monkeypatch.setattr(module, "MOST_BYTES", 1000)
    assert send(officer, b"iin;level\n" * 200).status_code == 422
    assert (Import.objects.count(), files()) == (0, [])


def test_a_disk_that_takes_nothing_is_said(world: World, officer: Client, monkeypatch: pytest.MonkeyPatch):
    def full() -> None:
        raise OSError("full")

    monkeypatch.setattr(store, "begin", full)
    answer = send(officer, csv_of([]))
    assert (answer.status_code, Import.objects.count()) == (422, 0)


def test_nothing_is_read_of_a_file_before_it_is_known_who_sends_it(world: World, monkeypatch: pytest.MonkeyPatch):
    def never() -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(store, "begin", never)
        assert send(Client(), b"iin;level\n").status_code == 302
        assert send(client_of(world.registrar), b"iin;level\n").status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(world.officer).cookies
    assert send(strict, b"iin;level\n").status_code == 403
    assert files() == []


def test_the_same_file_again_is_said(world: World, officer: Client):
    content = csv_of([card(people(world, 1)[0])])
    first, second = brought(officer, content), brought(officer, content)
    assert officer.get(f"/imports/{second.pk}/").context["earlier"] == first
    assert officer.get(f"/imports/{first.pk}/").context["earlier"] is None


def test_an_administrator_sees_no_lists_of_people(world: World, officer: Client):
    row = brought(officer, csv_of([card(people(world, 1)[0])]))
    administrator = client_of(world.administrator)
    assert administrator.get(f"/imports/{row.pk}/").status_code == 404
    assert list(administrator.get("/imports/").context["rows"]) == []
    assert administrator.get("/imports/kinds/family_card/").status_code == 404
    assert officer.get("/imports/kinds/polyclinics/").status_code == 404
    assert administrator.get("/imports/kinds/polyclinics/template.xlsx").getvalue()
    assert administrator.get("/imports/kinds/polyclinics/template.pdf").status_code == 404


def test_putting_aside_deletes_the_file(world: World, officer: Client, django_capture_on_commit_callbacks: Any):
    row = brought(officer, csv_of([card(people(world, 1)[0])]))
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(f"/imports/{row.pk}/cancel/").status_code == 302
    assert (row.rows.count(), files()) == (0, [])
    assert officer.post(f"/imports/{row.pk}/cancel/").status_code == 422
    assert officer.post(f"/imports/{row.pk}/apply/", {"mode": "partial"}).status_code == 422


@pytest.fixture
def every_kind(world: World) -> list[Any]:
    clients = (client_of(world.officer), client_of(world.administrator))
    return [(client, kind) for client in clients for kind in client.get("/imports/").context["kinds"]]


def test_every_kind_is_described_in_three_languages_and_its_template_taken_back(every_kind: list[Any]):
    assert len(every_kind) == 7
    for client, kind in every_kind:
        pages = set()
        for language, form in (("kk", "csv"), ("ru", "xlsx"), ("en", "csv")):
            client.cookies["kepil_language"] = language
            pages.add(client.get(f"/imports/kinds/{kind.code}/").content)
            content = client.get(f"/imports/kinds/{kind.code}/template.{form}").getvalue()
            assert send(client, content, f"template.{form}", kind.code).status_code == 302, (kind.code, form)
        assert len(pages) == 3


def test_pages_of_bad_rows(world: World, officer: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bad, "PER_PAGE", 2)
    row = brought(officer, csv_of(card(someone, "Z") for someone in people(world, 5)))
    lines = [
        [item["line"] for item in officer.get(f"/imports/{row.pk}/bad/?page={page}").context["rows"]]
        for page in ("", "2", "3", "x", "99")
    ]
    assert lines == [[2, 3], [4, 5], [6], [2, 3], [6]]


def test_what_fails_tells_nothing_of_a_person(
    world: World, officer: Client, lines: Any, watched: list[str], monkeypatch: pytest.MonkeyPatch
):
    some = people(world, 2)
    row = brought(officer, csv_of([card(some[0]), card(some[1], NAME)]))
    officer.post(f"/imports/{row.pk}/bad/file/").getvalue()
    officer.raise_request_exception = False
    monkeypatch.setattr("registry.imports.views.preview.number", fail)
    monkeypatch.setattr("registry.imports.views.bad.problem_text", fail)
    pages = [officer.get(address) for address in (f"/imports/{row.pk}/", f"/imports/{row.pk}/bad/")]
    assert [page.status_code for page in pages] == [500, 500]
    monkeypatch.setattr("registry.imports.staging.planned", fail)
    with pytest.raises(TaskFailed):
        brought(officer, csv_of([card(some[0])]))
    said = [lines(), *watched, *(page.content.decode() for page in pages)]
    said += [str(entry.details) for entry in LogEntry.objects.all()]
    assert [text for text in (NAME, *(one.iin for one in some)) if text in "\n".join(said)] == []
    assert Import.objects.latest("pk").fault == "failed"


def test_a_file_that_names_polyclinics_comes_with_their_numbers(world: World, officer: Client):
    foreign = Polyclinic.objects.create(region=world.abroad, name_kk="Ө", name_ru="=Ю", name_en="F")
    where = officer.get("/imports/kinds/attachments/").content.decode()
    address = "/imports/polyclinics.csv"
    assert f'href="{address}"' in where
    assert address not in officer.get("/imports/kinds/family_card/").content.decode()
    rows = list(csv.DictReader(StringIO(officer.get(address).content.decode("utf-8-sig")), delimiter=";"))
    own = Polyclinic.objects.filter(region=world.home)
    assert {int(row["number"]): row["name_kk"] for row in rows} == dict(own.values_list("pk", "name_kk"))
    everywhere = client_of(world.administrator).get(address).content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(StringIO(everywhere), delimiter=";") if row["number"] == str(foreign.pk))
    assert (row["region"], row["name_ru"]) == (world.abroad.code, "'=Ю")


def test_the_menu_of_an_officer_goes_in_the_order_of_the_work(officer: Client):
    first = ["/admin/registry/application/", "/falling/", "/imports/", "/runs/"]
    menu = officer.get("/imports/").content.decode().split('class="workplace-menu"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]+)"', menu)[:4] == first
    start = officer.get("/admin/").content.decode().split('class="staff-menu"')[1].split("</nav>")[0]
    assert [url for url in re.findall('href="([^"]+)"', start) if url in first] == first


def test_a_failure_while_another_is_told_leads_to_nothing_that_stood_in_the_file(
    world: World, officer: Client, monkeypatch: pytest.MonkeyPatch
):
    def lost(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("registry.imports.staging.planned", fail)
    monkeypatch.setattr("registry.imports.applying.give_up", lost)
    with pytest.raises(ConnectionError) as kept:
        brought(officer, csv_of([card(people(world, 1)[0])]))
    assert kept.value.__context__ is None
