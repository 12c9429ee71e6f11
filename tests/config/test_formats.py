"""A date or number is written and read the same way in all three languages."""

import datetime as dt

import pytest
from django import forms
from django.utils import formats, translation

DAY = dt.date(2026, 6, 5)


@pytest.fixture(params=["kk", "ru", "en"])
def language(request: pytest.FixtureRequest):
    with translation.override(request.param):
        yield request.param


def test_the_day_comes_before_the_month(language: str):
    assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "05.06.2026"
    assert forms.DateField(localize=True).clean("05.06.2026") == DAY
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_an_american_date_is_refused_or_read_day_first(language: str):
    try:
        assert forms.DateField().clean("05/06/2026") == DAY
    except forms.ValidationError:
        assert language != "en"


def test_long_dates(language: str):
    expected = {"kk": "2026 ж. 5 ", "ru": "5 июня 2026 г.", "en": "5 June 2026"}
    assert formats.date_format(DAY).startswith(expected[language])


def test_numbers(language: str):
    number = formats.number_format("4250.50", use_l10n=True, force_grouping=True)
    assert number == {"kk": "4\xa0250,50", "ru": "4\xa0250,50", "en": "4,250.50"}[language]
