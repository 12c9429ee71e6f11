"""``manage.py delete_expired``: to be run daily."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from eligibility import expiry


class Command(BaseCommand):
    help = "Delete kept answers, counts against guessing and sessions that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in expiry.delete_all(timezone.localdate(), timezone.now()).items():
            self.stdout.write(f"{kind}: {count} deleted")
