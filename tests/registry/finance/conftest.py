import pytest
from django.utils import timezone

from tests.registry.ledger.world import Ledger
from tests.registry.world import NOW


@pytest.fixture
def ledger(db: None, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """On the sixteenth of March 2026."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return Ledger()
