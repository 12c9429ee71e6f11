"""Regions, districts, offices and holidays: what is brought in, and that bringing it in again changes nothing."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from registry.log import Verb, Who
from registry.models import CalendarDay, District, EmploymentOffice, LogEntry, Polyclinic, Region
from registry.reference import calendar, loading, names
from registry.tables import TableError
from registry.working_days import Calendar, add
from tests.registry.world import NOW

SYSTEM = Who(NOW)
CODES = "10 11 15 19 23 27 31 33 35 39 43 47 55 59 61 62 63 71 75 79"
YEARS = (2024, 2025, 2026, 2027)


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_every_region_with_its_office(db: None):
    loading.load(SYSTEM)
    codes = CODES.split()
    assert list(Region.objects.values_list("code", flat=True)) == codes
    assert sorted(EmploymentOffice.objects.values_list("region", flat=True)) == codes
    home = EmploymentOffice.objects.get(region="43")
    assert home.name_kk.startswith("Қызылорда облысының жұмыспен")
    assert home.name_ru.endswith("социальных программ Кызылординской области")
    assert home.name_en.endswith("of Kyzylorda Region")
    assert (home.phone, home.address) == ("", "")
    assert not Polyclinic.objects.exists()


def test_districts_belong_to_the_region_of_their_code(db: None):
    loading.load(SYSTEM)
    assert District.objects.filter(region="43").count() == District.objects.count() == 8
    assert District.objects.get(code="434800000").name_kk == "Шиелі ауданы"
    assert all(code.startswith("43") for code in District.objects.values_list("code", flat=True))


def test_names_are_of_their_language():
    for entry in (*names.regions().values(), *names.districts().values(), *names.offices().values()):
        assert not any(letter in "әғқңөұүһ" for letter in entry["name_en"].lower())
        assert entry["name_en"].isascii()
        assert entry["name_kk"] != entry["name_ru"]


def test_loading_again_changes_nothing_and_logs_nothing(db: None):
    assert run("load_reference") != ""
    before = list(Region.objects.values()), list(District.objects.values()), list(EmploymentOffice.objects.values())
    assert run("load_reference") == ""
    assert before == (
        list(Region.objects.values()),
        list(District.objects.values()),
        list(EmploymentOffice.objects.values()),
    )
    (entry,) = LogEntry.objects.filter(verb=Verb.REFERENCE_CHANGED)
    assert (entry.actor_kind, entry.actor, len(entry.details["region"]["added"])) == (LogEntry.Actor.SYSTEM, None, 20)


def test_the_file_wins_for_its_codes_and_nothing_else_is_touched(db: None):
    loading.load(SYSTEM)
    Region.objects.filter(code="43").update(name_en="Kysyl-Orda")
    EmploymentOffice.objects.filter(region="43").update(name_ru="Наше управление", phone="+7 7242 000000")
    words = {"name_kk": "Байқоңыр", "name_ru": "Байконыр", "name_en": "Baikonur"}
    District.objects.create(code="431900000", region_id="43", **words)
    changes = loading.load(SYSTEM)
    assert (changes["region"].changed, changes["region"].added) == (["43"], [])
    assert not changes["district"]
    assert not changes["employmentoffice"]
    assert Region.objects.get(code="43").name_en == "Kyzylorda Region"
    assert EmploymentOffice.objects.get(region="43").name_ru == "Наше управление"
    assert District.objects.filter(code="431900000").exists()
    entries = LogEntry.objects.filter(verb=Verb.REFERENCE_CHANGED).order_by("pk")
    assert [entry.details for entry in entries][1:] == [{"region": {"changed": ["43"]}}]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("regions.toml", '1 = { kk = "а", ru = "б", en = "c" }'),
        ("regions.toml", '10 = { kk = "а", ru = "б" }'),
        ("regions.toml", '10 = { kk = "а", ru = "б", en = "" }'),
        ("districts.toml", '43 = { kk = "а", ru = "б", en = "c" }'),
        ("offices.toml", '[name]\nkk = "а"\nru = "б"\nen = "c"\n[of_ru]\n10 = "а"'),
        ("offices.toml", "="),
    ],
)
def test_a_file_that_cannot_be_meant(tmp_path: Path, file: str, text: str):
    for path in names.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / file).write_text(text, "utf-8")
    read = {"regions.toml": names.regions, "districts.toml": names.districts, "offices.toml": names.offices}[file]
    with pytest.raises(TableError, match=file):
        read(tmp_path)


class TestCalendar:
    @pytest.fixture(autouse=True)
    def _loaded(self, db: None) -> None:
        calendar.load(SYSTEM, YEARS)

    @pytest.mark.parametrize("year", YEARS)
    def test_the_holidays_of_every_year(self, year: int):
        fixed = [(1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (10, 25)]
        for month, day in [*fixed, (12, 16)]:
            assert CalendarDay.objects.get(day=date(year, month, day)).working is False

    @pytest.mark.parametrize(
        ("day", "working"),
        [
            (date(2024, 8, 30), False),
            (date(2025, 9, 1), False),
            (date(2026, 8, 30), None),
            (date(2026, 8, 31), None),
            (date(2027, 3, 15), False),
            (date(2026, 3, 15), None),
            (date(2025, 6, 6), False),
            (date(2024, 5, 4), True),
            (date(2024, 5, 8), False),
            (date(2025, 1, 5), True),
            (date(2025, 1, 3), False),
            (date(2026, 3, 24), False),
            (date(2026, 12, 17), None),
            (date(2026, 12, 1), None),
            (date(2013, 12, 28), None),
        ],
    )
    def test_days_that_moved_came_or_went(self, day: date, working: bool | None):
        found = CalendarDay.objects.filter(day=day).first()
        assert (found.working if found else None) is working

    def test_plain_days_have_no_row(self):
        plain = CalendarDay.objects.exclude(name_en__contains="moved").filter(working=True)
        assert not plain.exists()
        weekends = [row.day for row in CalendarDay.objects.filter(day__year=2026) if row.day.weekday() >= 5]
        assert weekends == [
            date(2026, 3, 8),
            date(2026, 3, 21),
            date(2026, 3, 22),
            date(2026, 5, 9),
            date(2026, 10, 25),
        ]
        assert CalendarDay.objects.filter(day__year=2026).count() == 19

    def test_an_expected_day_says_so(self):
        expected = CalendarDay.objects.filter(source="holidays 0.109, estimated")
        assert [row.day for row in expected] == [date(2026, 5, 27), date(2027, 5, 16)]
        assert [row.name_ru for row in expected] == ["Курбан айт (предполагаемый день)"] * 2

    def test_every_name_is_there_in_three_languages(self):
        for row in CalendarDay.objects.all():
            assert all((row.name_kk, row.name_ru, row.name_en, row.source))
            assert row.name_en.isascii()
            assert "{" not in row.name_kk + row.name_ru + row.name_en

    def test_terms_are_counted_with_it(self):
        assert add(date(2026, 3, 20), 1, Calendar.load()) == date(2026, 3, 26)
        assert add(date(2024, 5, 3), 1, Calendar.load()) == date(2024, 5, 4)

    def test_a_decree_stays_whatever_the_package_says(self):
        rows = CalendarDay.objects.filter(day__in=[date(2026, 5, 27), date(2026, 3, 24)])
        rows.update(working=True, source="Приказ № 1", name_ru="Рабочий день")
        CalendarDay.objects.create(
            day=date(2026, 6, 15), working=False, name_kk="а", name_ru="б", name_en="c", source="Приказ № 2"
        )
        assert not calendar.load(SYSTEM, YEARS)
        assert set(rows.values_list("working", "source", "name_ru")) == {(True, "Приказ № 1", "Рабочий день")}
        assert CalendarDay.objects.filter(day=date(2026, 6, 15)).exists()

    def test_what_the_package_no_longer_says_goes_and_what_it_says_otherwise_changes(self):
        CalendarDay.objects.create(
            day=date(2026, 5, 26),
            working=False,
            name_kk="а",
            name_ru="б",
            name_en="c",
            source="holidays 0.100, estimated",
        )
        CalendarDay.objects.filter(day=date(2026, 7, 6)).update(source="holidays 0.100")
        changes = calendar.load(SYSTEM, [2026])
        assert (changes.added, changes.changed, changes.removed) == ([], ["2026-07-06"], ["2026-05-26"])
        last = LogEntry.objects.latest("pk")
        assert last.details == {"calendarday": {"changed": ["2026-07-06"], "removed": ["2026-05-26"]}}

    def test_other_years_stay(self):
        before = CalendarDay.objects.count()
        assert run("load_calendar", "2028") != ""
        assert CalendarDay.objects.filter(day__year__in=YEARS).count() == before

    def test_loading_again_changes_nothing_and_logs_nothing(self):
        assert run("load_calendar") == ""
        assert LogEntry.objects.count() == 1

    @pytest.mark.parametrize("year", ["2022", "2101", "next", "-2026", "٢٠٢٦"])
    def test_years_that_the_package_knows_nothing_of(self, year: str):
        with pytest.raises(CommandError):
            call_command("load_calendar", "--", year)


def test_two_holidays_on_one_day_are_both_named():
    found = calendar.days(2032)[date(2032, 3, 22)]
    assert found["name_ru"] == "Курбан айт (предполагаемый день); Наурыз мейрамы"
    assert found["name_kk"] == "Құрбан айт (болжамды күн); Наурыз мейрамы"
    assert found["source"].endswith(", estimated")


def test_every_holiday_of_the_coming_years_has_its_words():
    for year in range(2023, 2036):
        assert min(calendar.days(year)) == date(year, 1, 1)
        assert max(calendar.days(year)) >= date(year, 12, 16) - timedelta(days=1)
