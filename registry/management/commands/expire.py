"""``manage.py expire``: to be run daily, beside ``delete_expired``."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registry import retention


class Command(BaseCommand):
    help = "Delete documents, stray files, addresses of old notices and invitations whose term is over."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in retention.expire(timezone.now()).items():
            self.stdout.write(f"{kind}: {count} deleted or emptied")
