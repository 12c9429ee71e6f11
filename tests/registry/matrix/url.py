"""The lines of the table, and the roles that they name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OFFICER, APPROVER, ABROAD = "officer", "approver", "foreign_officer"
REGISTRAR, CLINICIAN = "registrar", "clinician"
FINANCE, OPERATOR = "finance", "operator"
ANALYST, AUDITOR, ADMINISTRATOR = "analyst", "auditor", "administrator"
NOBODY = "nobody"
STAFF = frozenset({OFFICER, APPROVER, ABROAD, REGISTRAR, CLINICIAN, FINANCE, OPERATOR, ANALYST, AUDITOR, ADMINISTRATOR})
EVERYBODY = STAFF | {NOBODY}
OFFICERS = frozenset({OFFICER, APPROVER, ABROAD})
SEEKERS = OFFICERS | {AUDITOR}
ADMINISTRATORS = frozenset({ADMINISTRATOR})
HELPERS = frozenset({REGISTRAR, OPERATOR})
REGISTRARS, CLINICIANS, PAYERS = frozenset({REGISTRAR}), frozenset({CLINICIAN}), frozenset({FINANCE})
CLINICAL = REGISTRARS | CLINICIANS
COUNTRYWIDE = frozenset({ANALYST, AUDITOR, ADMINISTRATOR})

SIGN_IN = 302


class Rows(NamedTuple):
    """The values that an address takes for a row of the home region, of another one, and of a blocked person; or for
    a row that all of ``by`` reach."""

    own: Any = None
    foreign: Any = None
    blocked: Any = None
    common: Any = None


@dataclass(frozen=True)
class Url:
    """``others``: what those of staff outside ``by`` get. ``get``, ``post``: the status for those in ``by``, on their
    own rows; ``post_by``: where fewer may send. ``method_first``: 405 comes before 404.

    ``blind``: roles among ``by`` that reach none of the rows that are named.

    ``row``: a key of ROWS, for addresses that name a row; ``kwargs``: other parts of the address; ``other``: the
    answer to other methods; ``posts``: by role and relation, where the answer to POST is another than ``post``;
    ``nobody``: the answers to GET and POST where nobody is signed in, if they are others."""

    by: frozenset[str] = EVERYBODY
    get: int = 200
    post: int = 405
    others: int = 403
    method_first: bool = False
    other: int = 405
    row: str = ""
    blind: frozenset[str] = frozenset()
    post_by: frozenset[str] | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    posts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    nobody: tuple[int, int] | None = None


def page(get: int = 200, **kwargs: Any) -> Url:
    """A page for everybody that is only read."""
    return Url(EVERYBODY, get=get, **kwargs)
