"""``manage.py assess [FILE|-]``: one JSON object, or JSON Lines, to one JSON answer a line, in the same order."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from eligibility.rules import law as law_module
from eligibility.rules.answer import as_json
from eligibility.rules.assess import assess
from eligibility.rules.facts_json import parse_request
from eligibility.rules.json_values import FactsError

MOST_CHARACTERS = 1_000_000


class Command(BaseCommand):
    help = "Assess people from JSON or JSON Lines; exit status 2 when a line could not be answered."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
        parser.add_argument("--on", type=iso_day, help="the day asked about, YYYY-MM-DD; overrides the input")

    def handle(self, *args: Any, **options: Any) -> None:
        law = law_module.load()
        today = timezone.localdate().toordinal()
        failed = False
        for text in documents(options["file"]):
            answer = answer_to(text, law, options["on"], today)
            failed = failed or "error" in answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            sys.exit(2)


def iso_day(text: str) -> int:
    """An ordinal from YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError as error:
        raise ArgumentTypeError("must be a calendar date written YYYY-MM-DD") from error


def answer_to(text: str, law: law_module.Law, on: int | None, today: int) -> dict[str, Any]:
    """The answer to one document, or its error with the path of what cannot be read."""
    try:
        asked, facts = parse_request(document(text), law.rubrics, on, today)
        return as_json(assess(facts, law, asked))
    except FactsError as error:
        return {"error": {"path": error.path, "message": error.message}}
    except law_module.LawRangeError as error:
        return {"error": {"path": "on", "message": str(error)}}


def document(text: str) -> Any:
    """The JSON value of the text; too long, too deep or malformed text is refused."""
    if len(text) > MOST_CHARACTERS:
        raise FactsError("$", f"one object may have at most {MOST_CHARACTERS} characters")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FactsError("$", f"is not JSON: {error.msg} at line {error.lineno} column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise FactsError("$", "is not JSON: numbers must be short and finite, and objects not nested deeply") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def documents(name: str) -> Iterator[str]:
    """The JSON texts of the file or of standard input: one a line, or one spread over all lines."""
    if name == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield from split(sys.stdin)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as stream:
            yield from split(stream)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error


def split(stream: TextIO) -> Iterator[str]:
    """JSON Lines when the first line is whole by itself; else the whole input when that is one object; else JSON Lines
    again when any later line is an object. Holds no more than one object of the allowed length."""
    lines = _lines(stream)
    first = next(lines, "")
    if is_json(first) or len(first) > MOST_CHARACTERS:
        yield from chain([first], lines)
        return
    held, size = [first], len(first)
    for line in lines:
        held.append(line)
        size += len(line)
        if size > MOST_CHARACTERS:
            break
    if is_json("".join(held)) or not any(is_object(line) for line in held[1:]):
        if first:
            yield "".join(held)
        return
    yield from chain(held, lines)


def is_json(text: str) -> bool:
    try:
        document(text)
    except FactsError:
        return False
    return True


def is_object(text: str) -> bool:
    return text.lstrip().startswith("{") and is_json(text)


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines that are not blank, each cut just above the allowed length; the rest of a longer line is dropped."""
    while line := stream.readline(MOST_CHARACTERS + 1):
        rest = line
        while len(rest) > MOST_CHARACTERS and not rest.endswith("\n"):
            rest = stream.readline(MOST_CHARACTERS + 1)
        if line.strip():
            yield line
