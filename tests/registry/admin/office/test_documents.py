from uuid import uuid4

import pytest
from django.test import Client

from registry.documents import storage
from registry.log import Verb
from registry.models import Application, Document, LogEntry
from tests.registry.admin.office.conftest import BASE, address
from tests.registry.world import NOW, World

CONTENT = b"%PDF-1.7 a paper"


@pytest.fixture(autouse=True)
def documents_root(settings, tmp_path) -> None:
    settings.DOCUMENTS_ROOT = tmp_path


def document(application: Application, scan: str = Document.Scan.CLEAN, key: str = "") -> Document:
    return Document.objects.create(
        application=application,
        key=key or storage.store(CONTENT),
        title="Анықтама",
        kind="pdf",
        size=len(CONTENT),
        digest=uuid4().hex,
        scan=scan,
        added_at=NOW,
    )


def url(row: Document) -> str:
    return f"{BASE}documents/{row.pk}/"


def test_a_clean_document_is_saved_not_opened_and_leaves_an_entry(world: World, officer: Client):
    application = world.application()
    row = document(application)
    assert url(row) in officer.get(address(application)).content.decode()
    answer = officer.get(url(row))
    assert answer.content == CONTENT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    entry = LogEntry.objects.get(verb=Verb.READ_DOCUMENT)
    assert (entry.application, entry.details) == (application, {"document": row.pk})


@pytest.mark.parametrize("scan", [state for state in Document.Scan if state != Document.Scan.CLEAN])
def test_what_is_not_clean_is_never_opened(world: World, officer: Client, scan: str):
    row = document(world.application(), scan)
    page = officer.get(address(row.application)).content.decode()
    assert row.title in page
    assert url(row) not in page
    assert officer.get(url(row)).status_code == 404
    assert not LogEntry.objects.filter(verb=Verb.READ_DOCUMENT).exists()


def test_a_foreign_document_and_one_that_is_gone_are_not_there(world: World, officer: Client):
    foreign = document(world.application(region=world.abroad))
    gone = document(world.application(), key="0" * 40)
    for row in (foreign, gone):
        assert officer.get(url(row)).status_code == 404
    assert officer.post(url(gone)).status_code == 405
    assert not LogEntry.objects.filter(verb=Verb.READ_DOCUMENT).exists()
