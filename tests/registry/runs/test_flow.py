"""The picture of a plan, and how its samples are drawn."""

from random import Random

from registry.bulk.deciding import Change
from registry.bulk.records import Kept
from registry.determine import Answer
from registry.runs.flow import flow
from registry.runs.transitions import SAMPLES, Move, Moves, read
from tests.registry.world import TODAY

WAS = Kept(1, TODAY, "insured", "pensioner", "state", (), (), None)


def change(citizen: int, status: str = "not_insured", ground: str = "", before: Kept | None = WAS) -> Change:
    return Change(citizen, "43", "431010000", before, Answer(status, ground, "", (), (), None), {})


def test_ranges_together_are_what_one_range_would_be():
    whole, parts, together = Moves(), [Moves() for _ in range(4)], Moves()
    for citizen in Random(5).sample(range(10_000), 400):
        ground = ("", "disability")[citizen % 2]
        item = change(citizen, "insured" if ground else "not_insured", ground, None if citizen % 3 else WAS)
        whole.add(item)
        parts[citizen % 4].add(item)
    for part in parts:
        together.take_in(part.transitions(), part.samples())
    assert (together.transitions(), together.samples()) == (whole.transitions(), whole.samples())
    assert all(len(item["citizens"]) == SAMPLES for item in whole.samples())
    assert (whole.losing, whole.gaining) == (together.losing, together.gaining)
    assert sum(number for _, number in read(whole.transitions())) == 400


def test_to_be_no_longer_sure_is_to_lose_and_to_stay_is_neither():
    for status in ("not_insured", "unknown", "unclear"):
        assert Move("", ("insured", "x"), (status, "")).loses
        assert Move("", (status, ""), ("insured", "x")).gains
    stays = Move("", ("insured", "x"), ("insured", "y"))
    assert (stays.loses, stays.gains) == (False, False)
    assert Move("", ("", ""), ("insured", "x")).gains


def test_the_picture_names_the_many_and_puts_the_rest_together():
    codes = ["pensioner", "disability", "kandas_status", "convict", "detainee", "awarded_mother", "pregnant", "carer"]
    moves = [(Move("", ("insured", code), ("not_insured", "")), 10 - place) for place, code in enumerate(codes)]
    drawn = flow(moves)
    assert drawn.count("<path") == 6
    assert drawn.count("<li>") == 7
    assert flow([(Move("", ("insured", "pensioner"), ("insured", "pensioner")), 5)]) == ""
