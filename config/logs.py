"""Log lines that carry no personal data, even when a page fails."""

import copy
import logging
import re
import sys
import traceback
from types import TracebackType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

IIN = re.compile(r"(?<!\d)\d{12}(?!\d)")
CERTIFICATE = re.compile(r"(?<![\w/])/certificate/.+")
"""The address of a check has the code of the certificate, which its holder alone has to know."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Names an exception and where it happened, but not its message, which often quotes what was entered."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)
        own.exc_text = None  # another handler may have left the full text here
        return CERTIFICATE.sub("/certificate/<code>", IIN.sub("<IIN>", super().format(own)))

    def formatException(self, ei: ExcInfo) -> str:
        return "\n".join(_without_message(error) for error in _chain(ei[1]))


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it, oldest first, as Python prints it."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _without_message(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


def excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """For commands, whose output schedulers send by mail: as in the log, without messages. What is wrong with the
    settings is said: those messages quote nothing."""
    if isinstance(error, (ImproperlyConfigured, KeyboardInterrupt)) or (settings.configured and settings.DEBUG):
        sys.__excepthook__(kind, error, trace)
        return
    sys.stderr.write("\n".join(_without_message(found) for found in _chain(error)) + "\n")
