"""The one Bootstrap file that the pages use, out of the 8 MB of its package."""

from collections.abc import Iterable, Iterator
from typing import Any

from bootstrap_wrapper import get_bootstrap_dir
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

PREFIX = "bootstrap"
FILES = (
    "css/bootstrap.min.css",
    "css/bootstrap.min.css.map",  # the style sheet names it, so the manifest storage insists on it
)


class BootstrapFinder(FileSystemFinder):
    """Finds {% static "bootstrap/css/bootstrap.min.css" %} in the installed package."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        root = str(get_bootstrap_dir())
        self.storage = FileSystemStorage(location=root)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # where collectstatic puts the files
        self.locations = [(PREFIX, root)]
        self.storages = {root: self.storage}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []  # the inherited check is about STATICFILES_DIRS

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        if path.removeprefix(f"{PREFIX}/") not in FILES:
            return None
        return super().find_location(root, path, prefix)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        return ((file, self.storage) for file in FILES)
