"""Takes an upload to the disk as it comes: of a file of 200 MB only a piece is ever in memory.

Only the page that takes files in uses it; all others keep uploads in memory (registry/documents/receiving.py)."""

import hashlib
import logging
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from . import store

MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 200 * MEGABYTE
FIELD: Final = "file"
logger = logging.getLogger(__name__)


class Received(UploadedFile):  # type: ignore[type-arg]
    """On the disk under ``key`` until it is closed, unless it was kept. Of a file that is too large only the beginning
    is there; ``key`` is empty where nothing could be written."""

    def __init__(self, key: str, digest: str, **about: Any) -> None:
        super().__init__(None, **about)
        self.key, self.digest, self.kept = key, digest, False

    def keep(self) -> None:
        """Raises OSError."""
        store.keep(self.key)
        self.kept = True

    def close(self) -> None:
        if self.key and not self.kept:
            store.drop(self.key)


class ToDisk(FileUploadHandler):
    """The first file of the field; everything else goes nowhere, and all of it where nobody may send a file."""

    key = ""

    def __init__(self, request: HttpRequest, wanted: bool) -> None:
        super().__init__(request)
        self.wanted, self.taken = wanted, False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.wanted or self.field_name != FIELD or self.taken:
            raise SkipFile
        self.taken, self.digest, self.size = True, hashlib.sha256(), 0
        try:
            self.key, self.file = store.begin()
        except OSError as error:
            self._failed(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """What comes after the largest size is counted and not kept."""
        self.size += len(raw_data)
        if self.size > MOST_BYTES or not self.key:
            return
        self.digest.update(raw_data)
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._failed(error)

    def file_complete(self, file_size: int) -> Received | None:
        if not self.taken:
            return None
        try:
            self.file.close()
        except (OSError, AttributeError) as error:
            self._failed(error)
        key, self.key = self.key, ""
        return Received(
            key,
            f"sha256:{self.digest.hexdigest()}",
            name=self.file_name,
            content_type=self.content_type,
            size=self.size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if self.key:
            store.drop(self.key)

    def _failed(self, error: Exception) -> None:
        if self.key:
            logger.error("a file could not be stored: %s", type(error).__name__)
            store.drop(self.key)
        self.key = ""
