"""A ground of the law as a printed statement, and what it rests on that day."""

from datetime import date
from typing import Any

from ..fragments import reason
from ..result import Line, ground_span
from ..rules.assess import GroundFinding
from ..rules.truth import YES
from ..texts import entry, term, words


def ground_line(item: GroundFinding) -> Line:
    """The ground with what came of it, why, and the act and article of each reason."""
    found = entry("grounds", item.code)
    holds = item.outcome == YES
    name = words(found["name"])
    said = [ground_span(item), term("payers", item.payer)] if holds else []
    reasons = [" – ".join(reason(code)) for code in item.reasons if code != "not_known"]
    return Line(
        title=name if holds else f"{name}: {term('outcomes', item.outcome).lower()}",
        text=" · ".join(filter(None, said)),
        mark=item.outcome,
        details=(*reasons, words(found["about"])) if holds else tuple(reasons),
    )


def period_on(found: dict[str, Any], day: date) -> dict[str, Any]:
    """The dated period of an entry of the law files, with the act and article of that day."""
    return next(period for period in found["periods"] if period["from"] <= day <= period["to"])
