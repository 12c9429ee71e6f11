"""Proof on paper: a certificate of a person's status on a day, and the answer to whoever checks one.

A certificate says what the registry of this portal makes of the day; it is no act of the Fund. Its text is kept
nowhere. Its reference is known to its holder alone: the database has the digest.
"""

from .checking import Answer, check
from .issuing import Issued, hindrance, issue
from .statement import Statement, statement
from .withdrawing import shown, withdraw

__all__ = ["Answer", "Issued", "Statement", "check", "hindrance", "issue", "shown", "statement", "withdraw"]
