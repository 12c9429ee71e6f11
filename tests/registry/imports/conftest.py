from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def imports_root(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS_ROOT = tmp_path / "imports"
    return tmp_path / "imports"
