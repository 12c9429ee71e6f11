"""The law files as one JSON document: dates as ISO text, numbers as numbers, texts in their three languages."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ..rules import law as law_module
from ..rules.dates import day_text


def document() -> bytes:
    """The whole law in UTF-8."""
    return _document(law_module.load().digest)


@cache
def _document(digest: str) -> bytes:
    law = law_module.load()
    page = {"digest": digest, "from": day_text(law.first), "to": day_text(law.last), "tables": law.tables}
    return json.dumps(page, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str | float:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"the law holds a {type(value).__name__}")
