"""What the law file says of attachment on a day: bases, campaigns, who may come in person, terms."""

from datetime import date

import pytest

from eligibility.rules import attachment
from eligibility.rules.law import LawRangeError

from .people import LAW

ALWAYS = {"residence", "change_of_residence", "organisation_closed", "actual_place", "study_or_work"}


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (date(2024, 9, 14), False),
        (date(2024, 9, 15), True),
        (date(2024, 11, 15), True),
        (date(2024, 11, 16), False),
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2025, 11, 1), True),
        (date(2025, 11, 2), False),
        (date(2026, 3, 16), True),  # not known: nobody is turned away because of it
    ],
)
def test_free_choice_is_a_basis_in_the_campaign_alone(on: date, fits: bool):
    found = {item.code for item in attachment.bases(LAW, on)}
    assert found == (ALWAYS | {"free_choice"} if fits else ALWAYS)


def test_what_is_not_known_says_so():
    certain = attachment.basis(LAW, "free_choice", date(2025, 9, 1))
    unclear = attachment.basis(LAW, "free_choice", date(2026, 9, 1))
    assert certain is not None
    assert unclear is not None
    assert (certain.certainty, certain.served_from) == ("sure", date(2026, 1, 1))
    assert (unclear.certainty, unclear.note, unclear.served_from) == ("unclear", "attachment_campaign", None)
    assert attachment.basis(LAW, "because", date(2026, 9, 1)) is None


def test_an_attachment_begins_when_the_campaign_says():
    chosen = attachment.basis(LAW, "free_choice", date(2025, 9, 1))
    assert chosen is not None
    assert chosen.starts(date(2025, 9, 3)) == date(2026, 1, 1)
    assert chosen.starts(date(2026, 2, 1)) == date(2026, 2, 1)


def test_eleven_categories_may_come_in_person():
    found = attachment.in_person(LAW, date(2026, 3, 16))
    assert len(found) == 11
    assert {item.by for item in found} == {"person", "representative", "either", "proxy"}


def test_terms_and_the_edge_of_the_law():
    assert attachment.answer_days(LAW, date(2026, 3, 16)) == 1
    assert attachment.changes_a_year(LAW, date(2026, 3, 16)) == 1
    for ask in (attachment.bases, attachment.in_person, attachment.answer_days, attachment.changes_a_year):
        with pytest.raises(LawRangeError):
            ask(LAW, date(2028, 1, 1))
