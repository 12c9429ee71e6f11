"""Reading and checking the files of the law: what a file may hold, and how it is refused."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from .attachment_file import faults as attachment_faults
from .codes import REQUIRED

Table = dict[str, Any]

FILES = (
    "acts.toml",
    "parameters.toml",
    "grounds.toml",
    "diagnoses.toml",
    "services.toml",
    "routes.toml",
    "channels.toml",
    "attachment.toml",
    "reasons.toml",
    "notes.toml",
    "terms.toml",
    "icd10.toml",
)
LANGUAGES = ("kk", "ru", "en")
CERTAINTIES = ("sure", "likely", "unclear")
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
PAYERS = (
    "republican_budget",
    "local_budget",
    "special_budget",
    "employer",
    "customer",
    "self",
    "fund",
    "as_last_paid",
)
UNITS = ("tenge_a_month", "share", "multiple", "months", "years", "day_of_month", "working_days")
PACKAGES = ("gobmp", "osms")

_SOURCE = {"act", "article", "certainty"}
_PERIOD = {"from", "to", *_SOURCE}
# file -> (name of the list of periods, keys an entry must have, keys it may have,
#          keys a period in force must have, keys it may have)
_DATED: Mapping[str, tuple[str, set[str], set[str], set[str], set[str]]] = {
    "parameters": ("values", {"name", "unit"}, {"of"}, set(), {"value", "at_least"}),
    "grounds": (
        "periods",
        {"order", "name", "about", "non_working", "confirmed_by", "papers"},
        set(),
        {"payer"},
        set(),
    ),
    "diagnoses": (
        "periods",
        {"name", "about", "codes", "unclear_codes"},
        {"also_called"},
        {"package", "suspicion"},
        {"limit_months"},
    ),
    "services": ("periods", {"order", "name", "about"}, set(), {"package", "open_to"}, set()),
    "routes": (
        "periods",
        {"name", "why", "steps", "papers", "channels", "time"},
        {"official", "lead", "before_month", "not_before"},
        set(),
        set(),
    ),
    "attachment": (
        "periods",
        {"kind", "order", "name", "about"},
        {"by"},
        set(),
        {"value", "opens", "closes", "served_from"},
    ),
}
_PLAIN: Mapping[str, tuple[set[str], set[str]]] = {
    "acts": ({"name", "short"}, {"date", "url"}),
    "channels": ({"name"}, {"link"}),
    "reasons": ({"text", *_SOURCE}, {"note"}),
    "notes": ({"text", "ask", "certainty"}, {"open_point"}),
}
_LINKS = ("tel:", "https://")
_NOT_TEXTS = ("official", "lead")
"""Tables of a route that hold no words."""
BEFORE = ("adulthood", "end_of_study", "article_26", "new_year")
"""What may have to be over before a route can be begun."""
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "certainty": CERTAINTIES,
    "payer": PAYERS,
    "package": PACKAGES,
    "suspicion": PACKAGES,
    "open_to": ("everyone", "residents"),
    "unit": UNITS,
}


class LawFileError(ValueError):
    """A law file that cannot be used: which file, which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def read(directory: Path) -> dict[str, Table]:
    """The files by name without ending. Raises LawFileError for a missing or malformed file."""
    tables = {}
    for name in FILES:
        try:
            text = (directory / name).read_text(encoding="utf-8")
            tables[name.removesuffix(".toml")] = tomllib.loads(text, parse_float=Decimal)
        except OSError as error:
            raise LawFileError(name, "(file)", f"cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LawFileError(name, "(file)", f"is not TOML: {error}") from error
    return tables


def dated_entries(tables: Mapping[str, Table]) -> Iterator[tuple[str, str, Table]]:
    """Every entry that has periods: file, code, entry."""
    for file in _DATED:
        for code, entry in tables[file].items():
            if isinstance(entry, dict):
                yield file, code, entry


def periods(entry: Table) -> list[Table]:
    """The dated periods of an entry."""
    found: list[Table] = entry.get("values") or entry.get("periods") or []
    return found


def period_on(entry: Table, day: int) -> Table:
    """The period of the entry that contains the day (ordinal), in force or not."""
    moment = date.fromordinal(day)
    return next(period for period in periods(entry) if period["from"] <= moment <= period["to"])


def check(tables: Mapping[str, Table]) -> tuple[int, int]:
    """Refuse what is missing, unknown, overlapping or untranslated; return the covered range (ordinals, closed)."""
    _check_codes(tables)
    for file, (required, optional) in _PLAIN.items():
        for code, entry in tables[file].items():
            _check_keys(file, code, entry, required, optional)
            _check_fields(tables, file, code, entry)
    for file, code, entry in dated_entries(tables):
        listing, required, optional, _, _ = _DATED[file]
        _check_keys(file, code, entry, required | {listing}, optional)
        _check_fields(tables, file, code, entry)
        _check_periods(tables, file, code, entry)
        _check_unit(file, code, entry)
    _check_terms(tables["terms"])
    for file, (listing, *_keys) in _DATED.items():
        for code, entry in tables[file].items():
            if not isinstance(entry, dict) and (file, code) != ("diagnoses", "remarks"):
                raise LawFileError(f"{file}.toml", code, f"is not a table with {listing}")
    for code, entry in tables["routes"].items():
        _check_route(tables, code, entry)
    for key, reason in attachment_faults(tables["attachment"]):
        raise LawFileError("attachment.toml", key, reason)
    for index, remark in enumerate(tables["diagnoses"].get("remarks", [])):
        _check_keys("diagnoses", f"remarks[{index}]", remark, {"codes", "note"}, set())
        _check_fields(tables, "diagnoses", f"remarks[{index}]", remark)
    return FIRST.toordinal(), LAST.toordinal()


def _check_terms(terms: Table) -> None:
    for section, entries in terms.items():
        for code, name in entries.items():
            _check_text("terms", f"{section}.{code}", name)


def _check_codes(tables: Mapping[str, Table]) -> None:
    for file, codes in REQUIRED.items():
        for code in codes:
            if code not in tables[file]:
                raise LawFileError(f"{file}.toml", code, "is missing")


def _check_keys(file: str, key: str, entry: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(entry, dict):
        raise LawFileError(f"{file}.toml", key, "is not a table")
    if missing := required - entry.keys():
        raise LawFileError(f"{file}.toml", key, f"lacks {', '.join(sorted(missing))}")
    if surplus := entry.keys() - required - optional:
        raise LawFileError(f"{file}.toml", key, f"has unknown keys: {', '.join(sorted(surplus))}")


def _check_fields(tables: Mapping[str, Table], file: str, key: str, entry: Table) -> None:
    for field, value in entry.items():
        where = f"{key}.{field}"
        if field in _CHOICES and value not in _CHOICES[field]:
            raise LawFileError(f"{file}.toml", where, f"{value!r} is not one of {', '.join(_CHOICES[field])}")
        if field == "act" and value not in tables["acts"]:
            raise LawFileError(f"{file}.toml", where, f"unknown act {value!r}")
        if field == "note" and value not in tables["notes"]:
            raise LawFileError(f"{file}.toml", where, f"unknown note {value!r}")
        if field == "of" and value not in tables["parameters"]:
            raise LawFileError(f"{file}.toml", where, f"unknown parameter {value!r}")
        if field == "ask" and (strange := set(value) - tables["terms"]["offices"].keys()):
            raise LawFileError(f"{file}.toml", where, f"unknown offices: {', '.join(sorted(strange))}")
        if field == "link" and not str(value).startswith(_LINKS):
            raise LawFileError(f"{file}.toml", where, f"must begin with one of {', '.join(_LINKS)}")
        if isinstance(value, dict) and field not in _NOT_TEXTS:
            _check_text(file, where, value)


def _check_route(tables: Mapping[str, Table], code: str, entry: Table) -> None:
    """Where a route leads and what it takes: channels that exist, an official time or an advice of ours, not both."""
    if not isinstance(entry["channels"], list) or not entry["channels"]:
        raise LawFileError("routes.toml", f"{code}.channels", "must name at least one channel")
    for index, item in enumerate(entry["channels"]):
        key = f"{code}.channels[{index}]"
        _check_keys("routes", key, item, {"channel", "words"}, set())
        _check_fields(tables, "routes", key, item)
        if item["channel"] not in tables["channels"]:
            raise LawFileError("routes.toml", f"{key}.channel", f"unknown channel {item['channel']!r}")
    if {"official", "lead"} <= entry.keys():
        raise LawFileError("routes.toml", code, "has an official time and an advice of ours as well")
    if type(entry.get("before_month", True)) is not bool:
        raise LawFileError("routes.toml", f"{code}.before_month", "must be true or false")
    if strange := set(entry.get("not_before", [])) - set(BEFORE):
        raise LawFileError("routes.toml", f"{code}.not_before", f"unknown: {', '.join(sorted(strange))}")
    _check_time(tables, code, entry)


def _check_time(tables: Mapping[str, Table], code: str, entry: Table) -> None:
    official, lead = entry.get("official"), entry.get("lead")
    if lead is not None:
        _check_keys("routes", f"{code}.lead", lead, {"months", "certainty", "note"}, set())
    elif official is not None:
        by_parameter = isinstance(official, dict) and "parameter" in official
        required = {"parameter"} if by_parameter else {"working_days", "certainty"}
        _check_keys("routes", f"{code}.official", official, required, set())
        if by_parameter and official["parameter"] not in tables["parameters"]:
            raise LawFileError("routes.toml", f"{code}.official.parameter", "is not a parameter")
    for field, table in (("official", official or {}), ("lead", lead or {})):
        _check_fields(tables, "routes", f"{code}.{field}", table)
        number = table.get("months", table.get("working_days", 0))
        if type(number) is not int or number < 0:
            raise LawFileError("routes.toml", f"{code}.{field}", "must count whole months or working days")


def _check_unit(file: str, code: str, entry: Table) -> None:
    """A multiple is a multiple of something."""
    if (entry.get("unit") == "multiple") != ("of" in entry):
        raise LawFileError(f"{file}.toml", f"{code}.of", "belongs to the unit multiple, and to it alone")


def _check_kinds(file: str, key: str, period: Table) -> None:
    """Days are days, and numbers are numbers that are not negative."""
    for field in ("from", "to"):
        if type(period[field]) is not date:
            raise LawFileError(f"{file}.toml", f"{key}.{field}", "must be a day, YYYY-MM-DD without quotes")
    for field in ("value", "at_least", "limit_months"):
        number = period.get(field, 0)
        if type(number) not in (int, Decimal) or number < 0:
            raise LawFileError(f"{file}.toml", f"{key}.{field}", "must be a number that is not negative")


def _check_text(file: str, key: str, text: Any) -> None:
    if not isinstance(text, dict) or set(text) != set(LANGUAGES):
        raise LawFileError(f"{file}.toml", key, "needs exactly the languages kk, ru, en")
    lengths = set()
    for language, words in text.items():
        lines = words if isinstance(words, list) else [words]
        lengths.add(len(lines))
        if not lines or not all(isinstance(line, str) and line.strip() for line in lines):
            raise LawFileError(f"{file}.toml", f"{key}.{language}", "is empty")
    if len(lengths) != 1:
        raise LawFileError(f"{file}.toml", key, "has lists of different length in its languages")


def _check_periods(tables: Mapping[str, Table], file: str, code: str, entry: Table) -> None:
    listing, _, _, required, optional = _DATED[file]
    expected = FIRST
    for index, period in enumerate(periods(entry)):
        key = f"{code}.{listing}[{index}]"
        in_force = period.get("in_force", True)
        _check_keys(file, key, period, _PERIOD | (required if in_force else set()), {"in_force", "note"} | optional)
        _check_fields(tables, file, key, period)
        _check_kinds(file, key, period)
        if period["from"] != expected:
            fault = "overlaps the one before it" if period["from"] < expected else "leaves a gap before it"
            raise LawFileError(f"{file}.toml", f"{key}.from", f"{fault}: expected {expected}")
        if period["to"] < period["from"]:
            raise LawFileError(f"{file}.toml", f"{key}.to", "is before its own from")
        if period["certainty"] == "unclear" and "note" not in period:
            raise LawFileError(f"{file}.toml", key, "is unclear and must name a note that says whom to ask")
        if file == "parameters" and in_force and "value" not in period and period["certainty"] != "unclear":
            raise LawFileError(f"{file}.toml", key, "has no value and is not marked unclear")
        expected = period["to"] + timedelta(days=1)
    if expected != LAST + timedelta(days=1):
        raise LawFileError(f"{file}.toml", f"{code}.{listing}", f"must reach {LAST}")
