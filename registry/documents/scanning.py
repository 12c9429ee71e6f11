"""Looks for malware with whatever scanner the installation has; every doubt counts as "not clean".

DOCUMENT_SCANNER is "clamd", "none" (only with DEBUG) or the dotted path of a class that takes no arguments.
"""

import logging
from enum import StrEnum
from typing import Final, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

# The test file of the antivirus makers, in two parts: in one it would make scanners block this very module.
TEST_VIRUS: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"
    """Nobody knows: scan again later, and open the document to nobody until then."""


class Scanner(Protocol):
    def scan(self, content: bytes) -> Verdict:
        """May raise anything; that counts as FAILED."""


class TestVirusOnly:
    """For demonstrations: knows the test virus and nothing else. Finds nothing clean where DEBUG is off."""

    def scan(self, content: bytes) -> Verdict:
        if is_test_virus(content):
            return Verdict.INFECTED
        return Verdict.CLEAN if settings.DEBUG else Verdict.FAILED


SHORT_NAMES: Final = {
    "none": f"{__name__}.TestVirusOnly",
    "clamd": "registry.documents.clamd.Clamd",
}


def is_test_virus(content: bytes) -> bool:
    """Whether the test virus stands anywhere in it, not only at its beginning."""
    return TEST_VIRUS in content


def scanner() -> Scanner:
    """Raises ImproperlyConfigured where DOCUMENT_SCANNER names none."""
    name = settings.DOCUMENT_SCANNER
    try:
        found: Scanner = import_string(SHORT_NAMES.get(name, name))()
    except (ImportError, TypeError, ValueError) as error:
        raise ImproperlyConfigured("DOCUMENT_SCANNER names no scanner that can be made.") from error
    return found


def scan(content: bytes) -> Verdict:
    """Never raises: a scanner that is missing, breaks or talks nonsense has failed."""
    try:
        verdict = scanner().scan(content)
    except Exception as error:
        log.error("the scanner of documents failed: %s", type(error).__name__)
        return Verdict.FAILED
    return verdict if isinstance(verdict, Verdict) else Verdict.FAILED
