"""Fill an empty database with the demo, or say that it is there already."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ... import iin
from ...demo import staff
from ...demo.applications import Applications
from ...demo.desk import Desk
from ...demo.people import People
from ...facts import LEVEL_OF
from ...log import Who
from ...models import Account, Attachment, Citizen

STEP = 50


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-possible", action="store_true", help="do nothing where the demo may not go")

    def handle(self, *args: Any, **options: Any) -> None:
        hindrance = self._hindrance()
        if hindrance:
            if options["if_possible"]:
                return
            raise CommandError(hindrance)
        if not Account.objects.filter(demo=True).exists():
            self._make()
            self._look_at_everybody()
        self._tell()

    def _look_at_everybody(self) -> None:
        """As in every night: who is about to lose cover, and how many there are of each kind."""
        told = {"stdout": StringIO(), "stderr": self.stderr}
        call_command("watch_cover", **told)
        call_command("tally", **told)

    def _hindrance(self) -> str:
        if not settings.DEBUG:
            return "The demo is for development: its passwords are published. DEBUG is off."
        if Citizen.objects.exists() and not Account.objects.filter(demo=True).exists():
            return "There are people in this database; the demo goes into an empty one only."
        return ""

    @transaction.atomic
    def _make(self) -> None:
        now = timezone.now()
        people = People(Who(now), timezone.localdate(now))
        for made in people.make():
            if made % STEP == 0:
                self.stderr.write(f"The demo: {made} people …")
        accounts = staff.make(people.region, people.polyclinics[0], now)
        sent = Applications(people, accounts, now).make()
        people.determine()
        Desk(people, accounts, now).make()
        self.stdout.write(
            f"An application to open at /application/: {sent[-1].application.reference}, {sent[-1].secret}"
        )

    def _tell(self) -> None:
        self.stdout.write(f"Staff, at /work/ (password of all: {staff.PASSWORD})")
        for username, (role, _name) in staff.NAMES.items():
            self.stdout.write(f"  {username:<14} {role.label}")
        self.stdout.write("Numbers to look up at /desk/")
        for number, whose in _numbers():
            self.stdout.write(f"  {number:<14} {whose}")
        self.stdout.write("The code of the second factor: .venv/bin/python manage.py demo_code NAME")


def _numbers() -> list[tuple[str, str]]:
    """Numbers, and whose they are; people of the registrars' polyclinic come first."""
    registrar = Account.objects.get(username="registrar")
    here = Attachment.objects.filter(citizen=OuterRef("pk"), polyclinic=registrar.polyclinic)
    people = Citizen.objects.filter(blocked=False).order_by(Exists(here).desc(), "pk")
    of_level = people.filter(confirmed_grounds__code__in=LEVEL_OF, visits=None).first()
    paid_for = people.exclude(work_periods=None).first()
    taken = set(Citizen.objects.values_list("iin", flat=True))
    unknown = next(number for number in iin.synthetic() if number not in taken)
    known = [(of_level, "level D or E, not seen yet: a visit begins the cover"), (paid_for, "somebody with work")]
    return [*((row.iin, whose) for row, whose in known if row), (unknown, "nobody in the registry")]
