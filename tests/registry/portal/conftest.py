from pathlib import Path
from typing import Any

import pytest

from .applying import set_clock


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    set_clock(monkeypatch)
    settings.DOCUMENTS_ROOT = tmp_path
