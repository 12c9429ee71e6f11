"""Who may bring files of which kind, and which imports an account reaches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from .. import access, iin
from ..access import Action, Somebody
from ..log import Who
from ..models import Account, Citizen, Import, ImportRow, Role
from ..refusals import NotAllowed, Refused
from .faults import Unreadable
from .kinds import KINDS
from .kinds.base import MOST, Kind
from .words import fault_text


class Faulty(Refused):
    """The file is not taken in; ``message`` says what is wrong with it."""

    def __init__(self, found: Unreadable, kind: Kind) -> None:
        super().__init__(found.code, **found.values)
        self.kind = kind

    @property
    def message(self) -> str:
        return fault_text(self.kind, self.code, self.values)


class NotNow(NotAllowed):
    """The import has come further, or not yet so far."""

    def __init__(self, code: str = "import_state") -> None:
        super().__init__(code)


def kinds_of(account: Somebody) -> Sequence[Kind]:
    """The kinds that the account may bring, in their order."""
    if not isinstance(account, Account) or not access.may(account, "import", Action.WRITE):
        return ()
    return [kind for kind in KINDS.values() if Role(account.role) in kind.roles]


def visible(account: Somebody) -> "QuerySet[Import]":
    """Of the account's region, and of the kinds that it may bring: an administrator sees no lists of people."""
    codes = [kind.code for kind in kinds_of(account)]
    return access.visible(account, Import.objects.filter(kind__in=codes))


def check_may(who: Who, kind: Kind, region: str | None) -> None:
    """Raises NotAllowed. The system itself, from the command line, may everything."""
    if who.account is None:
        return
    account = Account.objects.filter(pk=who.account.pk).first()
    if account is None or kind not in kinds_of(account):
        raise NotAllowed("account")
    if account.region_id != region:
        raise NotAllowed("other_region")


def people_in(rows: Iterable[ImportRow]) -> list[int]:
    """The row numbers of the people in the registry whom these name, for the log."""
    numbers = (iin.clean(str(row.values["iin"])) for row in rows if "iin" in row.values)
    return sorted({pk for some in _portions(numbers) for pk in _known(some)})


def _known(numbers: Iterable[str]) -> Iterable[int]:
    return Citizen.objects.filter(iin__in=numbers).values_list("pk", flat=True)


def _portions(numbers: Iterator[str]) -> Iterator[list[str]]:
    while portion := list(islice(numbers, MOST)):
        yield portion
