"""The table of the access matrix: what every address of the site answers to whom. test_access_matrix.py walks it.

An address is listed by the name of its URL pattern; one that is not listed fails the test. What is to be expected
follows from the line in this order: another method than GET, HEAD, POST → 405; nobody signed in → to the sign-in;
a role outside ``by`` → 403; a row that the role does not reach, or that is not there → 404; then ``get`` or ``post``.
"""

from collections.abc import Mapping

from .back_office import ACCOUNTS, ALARMS, BACK_OFFICE, OFFICE, PEOPLE, REFERENCE, SIGNING_IN
from .changes import GONE, MAY_CHANGE, REFUSED_LOOKUPS
from .citizens import APPLICANTS, ASKING_FOR_ATTACHMENT, CITIZENS
from .finance import LEDGER
from .polyclinics import ASSISTED, ATTACHING, DESK, DIAGNOSES
from .runs import RUNS
from .scene import ROWS, UNKNOWN, Scene
from .url import ABROAD, COUNTRYWIDE, EVERYBODY, NOBODY, SEEKERS, SIGN_IN, Rows, Url

TABLE: Mapping[str, Url] = {
    **CITIZENS,
    **APPLICANTS,
    **ASKING_FOR_ATTACHMENT,
    **SIGNING_IN,
    **BACK_OFFICE,
    **PEOPLE,
    **OFFICE,
    **ACCOUNTS,
    **ALARMS,
    **REFERENCE,
    **DESK,
    **DIAGNOSES,
    **ATTACHING,
    **ASSISTED,
    **LEDGER,
    **RUNS,
}

__all__ = [
    "ABROAD",
    "CITIZENS",
    "COUNTRYWIDE",
    "EVERYBODY",
    "GONE",
    "MAY_CHANGE",
    "NOBODY",
    "OFFICE",
    "PEOPLE",
    "REFUSED_LOOKUPS",
    "ROWS",
    "SEEKERS",
    "SIGN_IN",
    "TABLE",
    "UNKNOWN",
    "Rows",
    "Scene",
    "Url",
]
