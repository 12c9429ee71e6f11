"""Who carries a notice out of the house. One small interface; which one is used for a channel is a setting."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TextIO

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from .gateway import Gateway
from .outcomes import Permanent, Transient, Uncertain
from .texts import EMAIL, SMS


class Provider(Protocol):
    def send(self, to: str, subject: str, body: str) -> None:
        """Hand one message over. Raises Transient, Permanent or Uncertain where that was not done."""


class Console:
    """Prints instead of sending: for the demo and for development."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def send(self, to: str, subject: str, body: str) -> None:
        self.stream.write("\n".join(["", f"--- to {to}", *filter(None, [subject]), body.rstrip(), "---", ""]))
        self.stream.flush()


class Letters:
    """Django's e-mail back end, by the settings EMAIL_*."""

    def __init__(self, connect: Callable[[], BaseEmailBackend] = get_connection) -> None:
        self.connect = connect

    def send(self, to: str, subject: str, body: str) -> None:
        connection = self.connect()
        try:
            connection.open()
        except OSError as error:  # also every smtplib.SMTPException, with a wrong password: nothing was handed over yet
            raise Transient("not_connected") from error
        try:
            EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], connection=connection).send()
        except Exception as error:
            raise _judged(error) from error
        finally:
            _closed(connection)


def providers(stream: TextIO) -> dict[str, Provider]:
    """Channel → provider, by the settings; a channel whose provider is "none" is not there."""
    makers: dict[str, Callable[[], Provider]] = {
        "console": lambda: Console(stream),
        "smtp": Letters,
        "http": lambda: Gateway.of_settings(),
    }
    chosen = {EMAIL: settings.NOTICE_EMAIL_PROVIDER, SMS: settings.NOTICE_SMS_PROVIDER}
    return {channel: makers[name]() for channel, name in chosen.items() if name != "none"}


def _judged(error: Exception) -> Transient | Permanent | Uncertain:
    """What became of a letter when the server, or the way to it, failed half-way."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Permanent("refused") if codes and min(codes) >= 500 else Transient("refused_for_now")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Transient("sender")  # about our own address, not about the letter
    if isinstance(error, smtplib.SMTPResponseException):
        return Permanent("refused") if error.smtp_code >= 500 else Transient("refused_for_now")
    if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
        return Permanent("address")  # a line break or letters that no address has
    return Uncertain("broken_off")


def _closed(connection: BaseEmailBackend) -> None:
    """A server that hangs up instead of saying goodbye has the letter all the same."""
    with suppress(OSError):
        connection.close()
