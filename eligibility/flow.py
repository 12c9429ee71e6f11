"""Which question comes next: the first whose fact the engine still misses. No condition of the law stands here."""

from collections.abc import Iterable
from datetime import date

from .answers import Answers, facts
from .questions import QUESTIONS, Question
from .rules.assess import wanted
from .rules.decide import decide
from .rules.law import Law


def next_question(answers: Answers, law: Law, on: date) -> Question | None:
    """The first question that was not answered yet and settles a fact that the engine misses; None when nothing
    that can be asked would change the answer."""
    if "subject" not in answers:
        return QUESTIONS[0]
    decision = decide(facts(answers, law, on), law, on.toordinal(), every_ground=True)
    return first_open(answers, wanted(decision))


def first_open(answers: Answers, missing: Iterable[str]) -> Question | None:
    return next(iter(every_open(answers, missing)), None)


def every_open(answers: Answers, missing: Iterable[str]) -> list[Question]:
    """All questions that were not answered yet and settle a fact that is missing, in their order."""
    facts_missing = set(missing)
    return [item for item in QUESTIONS if item.slug not in answers and facts_missing & set(item.facts)]


def answered(answers: Answers) -> list[Question]:
    """The questions that were answered, in their order; the day of the check is always among them."""
    return [question for question in QUESTIONS if question.slug in answers or question.slug == "date"]
