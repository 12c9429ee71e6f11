"""The answer to a search: what the law says today about what was found."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..presentation import long_date
from ..rules import law as law_module
from ..rules.law_files import periods
from ..texts import entry, words
from .contents import PAGE_OF, PAGES
from .entries import Cited, Entry, cited, shown
from .search import Code, find
from .statements import certainty, statements


@dataclass(frozen=True, slots=True)
class Today:
    """What holds on the day and since when."""

    says: tuple[tuple[str, str], ...]
    since: str
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
    remark = (words(entry("notes", found.remark)["text"]),) if found.remark else ()
    return Answer(
        f"{found.icd10} – {item.title}",
        item.kind,
        item.page,
        item.entry,
        item.today,
        remark,
        disputed=not found.agreed,
    )


def _of_entry(file: str, code: str, day: int) -> Answer:
    page = PAGES[PAGE_OF[file]]
    found = shown(file, code)
    return Answer(found.name, page.title, page.slug, found, _today(file, code, day))


def _today(file: str, code: str, day: int) -> Today | None:
    law = law_module.load()
    listed = [p for p in periods(entry(file, code)) if p["from"].toordinal() <= day]
    if not law.first <= day <= law.last:
        return None
    now = listed.pop()
    says = statements(file, code, now)
    first = now
    while listed and statements(file, code, listed[-1]) == says:
        first = listed.pop()
    since = first["from"].toordinal()
    text = _("since %(since)s") if since > law.first else _("since %(since)s or longer")
    return Today(
        tuple(says.items()),
        text % {"since": long_date(since)},
        cited(now),
        now["certainty"],
        certainty(now["certainty"]),
    )
