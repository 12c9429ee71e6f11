"""A real installation is not started without a scanner."""

import pytest

from registry.checks import documents_are_not_served, documents_are_scanned, log_key


def found(settings, scanner: str, address: str = "unix:/run/clamav/clamd.ctl") -> list[str | None]:
    settings.DOCUMENT_SCANNER = scanner
    settings.CLAMD_ADDRESS = address
    return [message.id for message in documents_are_scanned()]


def test_a_real_scanner_is_fine(settings):
    assert found(settings, "clamd") == []


@pytest.mark.parametrize(
    ("scanner", "address", "message"),
    [
        ("none", "unix:/run/clamav/clamd.ctl", "registry.E002"),
        ("clam", "unix:/run/clamav/clamd.ctl", "registry.E001"),
        ("nowhere.Scanner", "unix:/run/clamav/clamd.ctl", "registry.E001"),
        ("clamd", "clamd.internal", "registry.E001"),
    ],
)
def test_no_scanner_is_an_error(settings, scanner: str, address: str, message: str):
    assert found(settings, scanner, address) == [message]


@pytest.mark.parametrize("inside", ["static/documents", "static", "staticfiles/a/../b"])
def test_documents_among_the_static_files_are_an_error(settings, inside: str):
    assert documents_are_not_served() == []
    settings.DOCUMENTS_ROOT = settings.BASE / inside
    assert [message.id for message in documents_are_not_served()] == ["registry.E003"]


@pytest.mark.parametrize("other", ["", "SECRET_KEY", "SECOND_FACTOR_KEY"])
def test_the_log_has_a_key_of_its_own(settings, other: str):
    settings.LOG_KEY, settings.SECOND_FACTOR_KEY = "one key", "another"
    assert log_key() == []
    settings.LOG_KEY = getattr(settings, other) if other else ""
    assert [message.id for message in log_key()] == ["registry.E007"]
