"""One region with its eight districts, as `manage.py load_reference` brings them."""

from datetime import UTC, datetime

import pytest

from registry.log import Who
from registry.models import Region
from registry.reference import loading

NOW = datetime(2025, 12, 27, 6, tzinfo=UTC)


@pytest.fixture
def kyzylorda(db: None) -> Region:
    loading.load(Who(NOW))
    return Region.objects.get(code="43")
