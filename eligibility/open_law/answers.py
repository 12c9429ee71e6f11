"""The answer to a search: what the law says today about what was found."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _

from ..presentation import long_date
from ..rules import law as law_module
from ..rules.law_files import periods
from ..texts import entry, words
from .contents import PAGE_OF, PAGES
from .entries import Cited, Entry, cited, shown
from .search import Code, find
from .statements import Statements, certainty, statements


@dataclass(frozen=True, slots=True)
class Today:
    """What holds on the day: label, statement, since when."""

    says: tuple[tuple[str, str, str], ...]
    cited: Cited
    certainty: str
    certainty_text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that was found. ``today`` is None on a day for which the law is not known; ``remarks`` belong to the
    code that was looked up; ``kind`` and ``page`` say where the entry stands."""

    title: str
    kind: Any
    page: str
    entry: Entry
    today: Today | None
    remarks: tuple[str, ...] = ()
    disputed: bool = False


def answer(query: str, day: int) -> dict[str, Any]:
    """Everything that is found for the query; ``strangers``: codes that are none."""
    found = find(query)
    answers = [_of_code(code, day) for code in found.codes if code.group]
    answers += [_of_entry(file, code, day) for file, code in found.entries]
    return {"answers": answers, "strangers": [code.icd10 for code in found.codes if not code.group]}


def _of_code(found: Code, day: int) -> Answer:
    assert found.group is not None
    item = _of_entry("diagnoses", found.group, day)
    today = item.today
    if today and not found.agreed:
        today = replace(today, certainty="unclear", certainty_text=certainty("unclear"))
    remarks = (words(entry("notes", found.remark)["text"]),) if found.remark else ()
    title = f"{found.icd10} – {item.title}"
    return replace(item, title=title, today=today, remarks=remarks, disputed=not found.agreed)


def _of_entry(file: str, code: str, day: int) -> Answer:
    page = PAGES[PAGE_OF[file]]
    found = shown(file, code)
    return Answer(found.name, page.title, page.slug, found, _today(file, code, day))


def _today(file: str, code: str, day: int) -> Today | None:
    law = law_module.load()
    if not law.first <= day <= law.last:
        return None
    begun = [period for period in periods(entry(file, code)) if period["from"].toordinal() <= day]
    now = begun[-1]
    said = [(period["from"].toordinal(), statements(file, code, period)) for period in reversed(begun)]
    return Today(
        tuple((label, text, _since(said, label)) for label, text in said[0][1].items()),
        cited(now),
        now["certainty"],
        certainty(now["certainty"]),
    )


def _since(said: list[tuple[int, Statements]], label: str) -> str:
    """From when the newest statement has held without a break."""
    same = takewhile(lambda item: item[1].get(label) == said[0][1][label], said)
    since = min(day for day, _statements in same)
    text = _("since %(since)s") if since > law_module.load().first else _("since %(since)s or longer")
    return text % {"since": long_date(since)}
