"""Every entry of a law file as a page shows it: name, explanations, and all periods with source and certainty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ..fragments import channels
from ..presentation import long_date
from ..rules import law as law_module
from ..rules.law_files import periods
from ..texts import entry, source, term, words
from .statements import certainty, statements

Table = Mapping[str, Any]
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cited:
    """An act with its article; ``url`` and ``site`` are empty where no address of the act is known."""

    text: str
    act: str
    url: str
    site: str


@dataclass(frozen=True, slots=True)
class Period:
    """What holds on some days. ``note``: a remark to be shown here; ``as_above``: it stands in the period before."""

    span: str
    says: tuple[tuple[str, str], ...]
    cited: Cited
    certainty: str
    certainty_text: str
    note: str = ""
    note_code: str = ""
    as_above: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    name: str
    rows: Rows
    steps: tuple[str, ...]
    periods: tuple[Period, ...]


def entries(file: str) -> list[Entry]:
    """The entries of a file in their order."""
    return [shown(file, code) for code, found in table(file).items() if isinstance(found, dict)]


def table(file: str) -> dict[str, Any]:
    """A law file."""
    return law_module.load().tables[file]


def shown(file: str, code: str) -> Entry:
    """One entry in the reader's language."""
    found = entry(file, code)
    name = words(found["text" if file == "reasons" else "name"])
    rows = ROWS[file](code, found) if file in ROWS else []
    steps = tuple(words(found["steps"])) if "steps" in found else ()
    if file == "reasons":
        return Entry(code, name, rows, steps, (_period(file, code, found),))
    return Entry(code, name, rows, steps, tuple(_periods(file, code, found)))


def _periods(file: str, code: str, found: Table) -> list[Period]:
    lines: list[Period] = []
    before = None
    for period in periods(dict(found)):
        lines.append(_period(file, code, period, before))
        before = period.get("note")
    return lines


def _period(file: str, code: str, period: Table, note_before: str | None = None) -> Period:
    note = period.get("note", "")
    as_above = bool(note) and note == note_before
    dated = "from" in period
    return Period(
        span(period) if dated else "",
        tuple(statements(file, code, period).items()) if dated else (),
        cited(period),
        period["certainty"],
        certainty(period["certainty"]),
        words(entry("notes", note)["text"]) if note and not as_above else "",
        note,
        as_above,
    )


def span(period: Table) -> str:
    """The first and the last day of a period."""
    return _("%(since)s – %(until)s") % {"since": long_date(period["from"]), "until": long_date(period["to"])}


def cited(sourced: Table) -> Cited:
    """The source of anything that names an act and an article."""
    url = entry("acts", sourced["act"]).get("url", "")
    return Cited(source(sourced["act"], sourced["article"]), sourced["act"], url, site(url))


def site(url: str) -> str:
    """Name of the site that an address leads to."""
    return urlsplit(url).netloc.removeprefix("www.")


def _ground_rows(code: str, found: Table) -> Rows:
    rows = [("", words(found["about"]))]
    if found["non_working"]:
        rows.append(("", _("Only for people who do not work.")))
    rows += [(_("Confirmed by"), words(found["confirmed_by"])), (_("Papers"), words(found["papers"]))]
    return rows


def _disease_rows(code: str, found: Table) -> Rows:
    rows = [("", words(found["about"]))]
    if "also_called" in found:
        rows.append((_("Also called"), words(found["also_called"])))
    if found["codes"]:
        rows.append((_("Codes of ICD-10"), spans(found["codes"])))
    if found["unclear_codes"]:
        rows.append((_("Only by some sources"), spans(found["unclear_codes"])))
    rows += _remarks(code)
    return rows


def _remarks(group: str) -> Rows:
    """What has to be said beside single codes of the group."""
    rubrics = law_module.load().rubrics
    remarks = table("diagnoses").get("remarks", [])
    own = [remark for remark in remarks if rubrics.group(remark["codes"][0][:3])[0] == group]
    return [(spans(remark["codes"]), words(entry("notes", remark["note"])["text"])) for remark in own]


def spans(codes: list[str]) -> str:
    """Ranges of codes as they are printed: G30–G32, G80."""
    return ", ".join(code.replace("-", "–") for code in codes)


def _about_rows(code: str, found: Table) -> Rows:
    return [("", words(found["about"]))]


def _way_rows(code: str, found: Table) -> Rows:
    labels = {"why": "", "papers": _("Papers"), "time": _("Official time")}
    where = "; ".join(f"{channel['name']}: {channel['words']}" for channel in channels(code))
    return [*((label, words(found[name])) for name, label in labels.items()), (_("Where"), where)]


ROWS: Mapping[str, Callable[[str, Table], Rows]] = {
    "grounds": _ground_rows,
    "diagnoses": _disease_rows,
    "services": _about_rows,
    "attachment": _about_rows,
    "routes": _way_rows,
}


def offices(codes: list[str]) -> list[str]:
    """Whom to ask, by name."""
    return [term("offices", code) for code in codes]
