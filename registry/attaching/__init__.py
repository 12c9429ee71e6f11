"""Attachment to a polyclinic: applying for it, and what the registrars of the polyclinic make of it.

Nothing else changes an AttachmentRequest or makes an Attachment. Each verb is one transaction with one entry in the
log; it raises NotAllowed or Stale, and then nothing has changed.
"""

from .asking import Asked, Draft, ask, find_with_secret, withdraw
from .deciding import Confirmed, accept, allowed, first_day, refuse

__all__ = [
    "Asked",
    "Confirmed",
    "Draft",
    "accept",
    "allowed",
    "ask",
    "find_with_secret",
    "first_day",
    "refuse",
    "withdraw",
]
