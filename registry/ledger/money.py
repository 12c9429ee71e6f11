"""Tiyn, as the ledger counts, and tenge, as people read."""

from decimal import Decimal

TIYN = 100


def tenge(tiyn: int) -> Decimal:
    return Decimal(tiyn) / TIYN
