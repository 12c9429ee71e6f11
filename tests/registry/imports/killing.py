"""A worker that can be killed: reads an import, takes it in, and says how far it is; at the end, how many MiB it took.

    python -m tests.registry.imports.killing IMPORT FOLDER

On the database of DATABASE_URL, with its files in the folder.
"""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
if __name__ == "__main__":
    django.setup()

from django.conf import settings

from registry.imports import applying, staging
from registry.imports.kinds import KINDS
from registry.models import Import
from tests.registry.imports.files import WHO


def tell(row: Import) -> None:
    print(row.state, row.rows_read, row.rows_applied, flush=True)


def work(pk: int) -> None:
    row = staging.stage(pk, WHO, tell)
    if row.state == Import.State.STAGED:
        applying.begin(WHO, row, KINDS[row.kind], "partial")
    applied = False
    while not applied:
        try:
            tell(applying.work(pk, WHO, tell))
            applied = True
        except applying.Busy:  # the one that was killed is not yet gone
            time.sleep(0.1)


def most_memory() -> int:
    """MiB of this program alone: what the system tells a process of itself begins with whoever started it."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    settings.IMPORTS_ROOT = Path(sys.argv[2])
    print("ready", flush=True)
    work(int(sys.argv[1]))
    print("peak", most_memory())
