import pytest

from .world import Ledger


@pytest.fixture
def ledger(db: None) -> Ledger:
    return Ledger()
