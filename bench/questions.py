"""How many questions each published case is asked, and whether the questionnaire comes to the same status as the engine
that is given all facts of the case. ``python -m bench questions`` writes docs/questions.md anew."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import django

REPORT = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
HEAD = """# Questions asked of every published case

Written by `python -m bench questions`; a test holds it to the code. Each case of `tests/cases` with a published id
walks the questionnaire and answers as its facts say. *Alike*: the status is that of the engine which is given all facts
at once; the questionnaire may stay at "unknown" where a case rests on days that it does not ask about.

"""


class Walk(NamedTuple):
    """One case: its name, what it is about, how many questions, both statuses."""

    name: str
    title: str
    questions: int
    asked: str
    whole: str


def walks() -> Iterator[Walk]:
    """Every published case whose day and facts the law of this portal can answer."""
    from eligibility.answers import facts
    from eligibility.rules.assess import assess
    from tests.eligibility.answering import LAW, asked_of
    from tests.rules.test_cases import CASES, PUBLISHED, answer, name, plain

    for case in CASES:
        whole: dict[str, Any] = answer(case)
        if case["id"] not in PUBLISHED or "error" in whole:
            continue
        on = date.fromisoformat(whole["on"])
        given = asked_of(plain(case["person"]), on)
        found = assess(facts(given, LAW, on), LAW, on.toordinal())
        yield Walk(name(case), case["title"], len(given), found.status, whole["status"])


def report(found: list[Walk]) -> str:
    """The table as Markdown."""
    numbers = [walk.questions for walk in found]
    alike = sum(walk.asked == walk.whole for walk in found)
    summary = (
        f"{len(found)} cases: median {median(numbers):g} questions, at most {max(numbers)}; "
        f"{alike} come to the same status.\n\n"
        "| Case | Questions | Status | Alike | Facts and outcome |\n|---|---|---|---|---|\n"
    )
    rows = [
        f"| {walk.name} | {walk.questions} | {walk.asked} | {'yes' if walk.asked == walk.whole else walk.whole} "
        f"| {walk.title} |\n"
        for walk in found
    ]
    return HEAD + summary + "".join(rows)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    found = list(walks())
    REPORT.write_text(report(found), "utf-8")
    numbers = [walk.questions for walk in found]
    print(
        f"Questions: {len(found)} published cases, median {median(numbers):g}, most {max(numbers)}; see {REPORT.name}"
    )
