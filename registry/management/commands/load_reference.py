"""``manage.py load_reference``: regions, districts and employment offices; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registry.log import Who
from registry.reference.loading import load


class Command(BaseCommand):
    help = "Bring in regions, districts and employment offices, or renew their names; deletes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, changes in load(Who(timezone.now())).items():
            if changes:
                self.stdout.write(f"{name}: {len(changes.added)} added, {len(changes.changed)} changed")
