"""What the law file of attachment has to hold beyond what all files of the law have to."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

KINDS = ("basis", "in_person", "term", "limit")
BY = ("person", "representative", "either", "proxy")
CAMPAIGN = ("opens", "closes", "served_from")
COUNTED = ("term", "limit")
Fault = tuple[str, str]
"""Key, reason."""


def faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with entries whose keys and dates are already checked."""
    for code, entry in table.items():
        yield from _of_entry(code, entry)
        for index, period in enumerate(entry["periods"]):
            if period.get("in_force", True):
                yield from _of_period(f"{code}.periods[{index}]", entry["kind"], period)


def _of_entry(code: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    if entry["kind"] not in KINDS:
        yield f"{code}.kind", f"{entry['kind']!r} is not one of {', '.join(KINDS)}"
    if type(entry["order"]) is not int:
        yield f"{code}.order", "must be a whole number"
    if (entry["kind"] == "in_person") != ("by" in entry):
        yield f"{code}.by", "belongs to the kind in_person, and to it alone"
    if entry.get("by", BY[0]) not in BY:
        yield f"{code}.by", f"{entry['by']!r} is not one of {', '.join(BY)}"


def _of_period(key: str, kind: str, period: Mapping[str, Any]) -> Iterator[Fault]:
    if (kind in COUNTED) != ("value" in period):
        yield f"{key}.value", "belongs to the kinds term and limit, and they need it"
    if kind in COUNTED and (type(period["value"]) is not int or period["value"] < 1):
        yield f"{key}.value", "must be a positive whole number"
    days = {name: period[name] for name in CAMPAIGN if name in period}
    if days:
        yield from _of_campaign(key, kind, days, period)


def _of_campaign(key: str, kind: str, days: Mapping[str, Any], period: Mapping[str, Any]) -> Iterator[Fault]:
    if kind != "basis":
        yield key, "has days of a campaign and is no basis"
    elif not all(type(day) is date for day in days.values()):
        yield key, "opens, closes and served_from must be days, YYYY-MM-DD without quotes"
    elif not {"opens", "closes"} <= days.keys():
        yield key, "a campaign needs the days on which it opens and closes"
    elif not period["from"] <= days["opens"] <= days["closes"] <= period["to"]:
        yield key, "the campaign must lie within its period and close after it opened"
    elif days.get("served_from", days["closes"]) < days["opens"]:
        yield f"{key}.served_from", "is before the campaign opens"
