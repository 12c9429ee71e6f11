"""The pages of a region in numbers: whom they are about, what they are made of, and that they name nobody."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from registry.models import LogEntry, RegionalWage, Run
from registry.picture import charts, forecasting, tallies
from registry.runs.work import work
from registry.working_days import Calendar
from tests.registry.world import NOW, TODAY, World, client_of, who

from .people import EMPLOYEE, LAW, Populated

PAGE, EXPORT, WHAT_IF = "/picture/", "/picture/export/", "/picture/what-if/"
OF_PEOPLE = re.compile(
    r"registry_(citizen|determination|visit|obligation|ledgerentry|application|contribution|workperiod|attachment|"
    r"confirmedground|factchange)\b"
)
FIGURE = re.compile(r'<svg class="picture-chart".*?</svg>', re.S)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def forecast(populated: Populated, on: date, *transitions: tuple[str, str, int]) -> Run:
    """Of people of the city: from and to, as "insured pensioner"."""
    return Run.objects.create(
        kind=Run.Kind.FORECAST,
        scope=Run.Scope.ALL,
        state=Run.State.PLANNED,
        on=on,
        region=populated.world.home,
        begun_at=NOW,
        transitions=[
            {"district": populated.city.pk, "from": _place(before), "to": _place(after), "people": people}
            for before, after, people in transitions
        ],
    )


def _place(text: str) -> list[str]:
    status, _, ground = text.partition(" ")
    return [status, ground]


def test_the_region_is_shown_with_charts_and_tables(counted: Populated):
    text = client_of(counted.world.officer).get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "76.5\u00a0%" in text  # 65 of 85, as they may be told
    charts = FIGURE.findall(text)
    assert len(charts) >= 5
    assert all("<title id=" in chart and "<desc id=" in chart for chart in charts)
    assert text.count("<table") == text.count('<section class="picture-card"')
    assert "style=" not in text
    assert "<script" not in text


def test_no_citizen_table_is_read_and_the_queries_do_not_grow(counted: Populated):
    world = counted.world
    client = client_of(world.officer)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    counted.add(30, counted.village, *EMPLOYEE)
    for day in (date(2026, 1, 31), date(2026, 2, 28), TODAY):
        tallies.tally(world.home, day, LAW, Calendar.load())
    forecast(counted, date(2026, 12, 31), ("insured pensioner", "not_insured", 20))
    for _ in range(10):
        world.application(office=world.office)
    tallies.tally(world.home, TODAY, LAW, Calendar.load())
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) - len(few) <= 1  # the names of the offices
    assert [sql["sql"] for sql in many if OF_PEOPLE.search(sql["sql"])] == []


def test_whoever_belongs_to_a_region_sees_it_alone(counted: Populated):
    world = counted.world
    foreign = client_of(world.foreign_officer)
    for address in (PAGE, f"{PAGE}?region=43"):
        text = foreign.get(address).content.decode()
        assert world.abroad.name_ru in text
        assert world.home.name_ru not in text
    assert foreign.get(f"{PAGE}?district={counted.city.pk}").status_code == 404
    found = foreign.post(EXPORT, {"kind": "csv", "region": "43"}).content.decode()
    assert world.home.name_ru not in found
    assert world.abroad.name_ru in found


def test_an_analyst_sees_the_country_and_each_region(counted: Populated):
    analyst = client_of(counted.world.analyst)
    assert analyst.get("/work/").headers["Location"] == PAGE
    country = analyst.get(PAGE).content.decode()
    assert all(region.name_ru in country for region in (counted.world.home, counted.world.abroad))
    region = analyst.get(f"{PAGE}?region=43").content.decode()
    assert counted.city.name_ru in region
    for wrong in ("?region=99", "?region=x", "?region=43&district=471010000", f"?district={counted.city.pk}"):
        assert analyst.get(PAGE + wrong).status_code == 404


def test_a_district_has_its_own_picture(counted: Populated):
    text = client_of(counted.world.officer).get(f"{PAGE}?district={counted.city.pk}").content.decode()
    assert f"<h1>{counted.city.name_ru}</h1>" in text


def test_one_day_is_not_told_as_a_way_from_itself_to_itself(counted: Populated):
    client = client_of(counted.world.officer)
    assert "One day has been counted so far" in client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    tallies.tally(counted.world.home, date(2026, 2, 28), LAW, Calendar.load())
    assert "One day has been counted" not in client.get(PAGE, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("value", ["5", "+1 150 / −1 015", "1 234 (100,0 %)"])
def test_a_label_leaves_room_for_the_number_beside_it(value: str):
    for label in ("Индивидуальный предприниматель (ИП)", "Жұмыссыз ретінде тіркелген адам", ""):
        row = charts.Row(label, value, [[charts.Part("plain", 1)]])
        lines = re.findall(r'class="picture-label"[^>]*>([^<]*)<', charts.bars("slug", "title", "about", [row]))
        first = len(label.split(" ")[0])
        assert " ".join(lines) == label
        assert len(lines[0]) <= max(charts.LABEL - len(value) - 2, first)
        assert all(len(text) <= charts.LABEL for text in lines)


def test_where_nobody_was_counted_it_says_so(world: World):
    answer = client_of(world.officer).get(PAGE, headers={"accept-language": "en"})
    assert "Nobody has been counted" in answer.content.decode()
    assert client_of(world.officer).post(EXPORT, {"kind": "csv"}).status_code == 302


def test_small_numbers_are_in_no_page_and_no_file(counted: Populated):
    """Three of military service, two who are not known, three without insurance in the village."""
    client = client_of(counted.world.officer)
    text = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    cells = re.findall(r'<td class="ledger-number">([^<]*)</td>', text)
    assert cells
    assert not {"1", "2", "3", "4"} & set(cells)
    rows = client.post(EXPORT, {"kind": "csv"}).content.decode().splitlines()
    values = [row.rsplit(";", 1)[1].strip('"') for row in rows[4:]]
    assert values
    assert all("," in value or value == "" or int(value) % 5 == 0 for value in values)
    assert "serviceman" not in text


def test_the_forecast_stands_beside_the_present(counted: Populated):
    forecast(counted, date(2026, 4, 30), ("insured pensioner", "not_insured", 20), ("insured employee", "unknown", 2))
    forecast(counted, date(2026, 12, 31), ("not_insured", "insured employee", 11), ("", "insured child", 50))
    text = client_of(counted.world.officer).get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "52.9\u00a0%" in text
    assert "88.2\u00a0%" in text


def test_the_bill_is_made_of_told_numbers(counted: Populated, monkeypatch: pytest.MonkeyPatch):
    world = counted.world
    monkeypatch.setattr("registry.picture.kinds.Kind.is_owed", property(lambda kind: kind.ground == "pensioner"))
    tallies.tally(world.home, TODAY, None, None)
    RegionalWage.objects.create(
        region=world.home, year=2026, amount=400000, source="–", state="approved",
        proposed_by=world.finance, proposed_at=NOW, closed_by=world.finance_approver, closed_at=NOW,
    )  # fmt: skip
    text = client_of(world.finance).get(PAGE, headers={"accept-language": "en"}).content.decode()
    rate = LAW.at(TODAY.toordinal()).values["local_state_rate"].amount
    assert rate is not None
    month = 50 * 400000 * rate
    assert f"{int(month):,}".replace(",", "\u00a0") in text
    assert f"{int(month * 10):,}".replace(",", "\u00a0") in text  # from March to December


def test_files_hold_what_the_page_tells_and_no_formula(counted: Populated):
    counted.village.name_ru = "=1+1"
    counted.village.save()
    client = client_of(counted.world.officer)
    text = client.post(EXPORT, {"kind": "csv"}).content.decode()
    assert text.startswith("\ufeff")
    assert '"\'=1+1"' in text
    assert '"=1+1"' not in text
    answer = client.post(EXPORT, {"kind": "xlsx"})
    book = load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.value for cell in cells} >= {"'=1+1", 50}
    entries = LogEntry.objects.filter(verb="exported").order_by("pk")
    assert [entry.details["format"] for entry in entries] == ["csv", "xlsx"]
    assert entries[0].details["region"] == "43"


def test_a_number_of_the_law_is_supposed_and_nothing_changes(populated: Populated):
    world = populated.world
    client = client_of(world.officer)
    answer = client.post(WHAT_IF, {"parameter": "small_child_age", "value": "2"})
    run = Run.objects.get(kind=Run.Kind.WHAT_IF)
    assert answer.headers["Location"] == f"{WHAT_IF}{run.pk}/"
    assert (run.parameters, run.region, run.on) == ({"small_child_age": "2"}, world.home, TODAY)
    waiting = client.get(f"{WHAT_IF}{run.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "0 of 1 parts are ready" in waiting
    again = client.post(WHAT_IF, {"parameter": "small_child_age", "value": "1"})
    assert again.status_code == 422
    assert Run.objects.count() == 1
    work(run.pk, NOW)
    run.refresh_from_db()
    assert run.state == Run.State.PLANNED
    assert client.get(f"{WHAT_IF}{run.pk}/").status_code == 200


def test_gains_and_losses_are_told_beside_the_present(counted: Populated):
    run = forecast(
        counted,
        TODAY,
        ("insured pensioner", "not_insured", 20),
        ("insured employee", "not_insured", 4),
        ("not_insured", "insured child", 3),
    )
    Run.objects.filter(pk=run.pk).update(kind=Run.Kind.WHAT_IF, parameters={"retention_months": "1"})
    text = (
        client_of(counted.world.officer).get(f"{WHAT_IF}{run.pk}/", headers={"accept-language": "en"}).content.decode()
    )
    assert "Only simulated" in text
    assert "3 months → 1 month" in text
    sums = re.findall(r"<dd>([^<]*)</dd>", text)
    assert sums == ["76.5\u00a0%", "47.1\u00a0%", "–", "25"]


@pytest.mark.parametrize(
    "given", [{}, {"parameter": "minimum_wage", "value": "3"}, {"parameter": "retention_months", "value": "3"},
              {"parameter": "retention_months", "value": "0"}, {"parameter": "retention_months", "value": "x"},
              {"parameter": "retention_months", "value": "121"}],
)  # fmt: skip
def test_what_cannot_be_supposed_is_said(world: World, given: dict[str, str]):
    answer = client_of(world.officer).post(WHAT_IF, given)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Run.objects.count() == 0


def test_another_region_cannot_be_supposed_about(populated: Populated):
    answer = client_of(populated.world.foreign_officer).post(
        WHAT_IF, {"parameter": "adult_age", "value": "21", "region": "43"}
    )
    run = Run.objects.get()
    assert answer.status_code == 302
    assert run.region == populated.world.abroad
    assert client_of(populated.world.officer).get(f"{WHAT_IF}{run.pk}/").status_code == 404
    assert client_of(populated.world.analyst).get(f"{WHAT_IF}{run.pk}/").status_code == 200


def test_who_begins_a_forecast_again_keeps_what_is_shown(populated: Populated):
    home = populated.world.home
    assert forecasting.days(TODAY) == (date(2026, 4, 30), date(2026, 12, 31))
    assert forecasting.days(date(2026, 12, 5)) == (date(2027, 1, 31), date(2027, 12, 31))
    first = forecasting.begin(who(), home, TODAY)
    for run in first:
        work(run.pk, NOW)
    second = forecasting.begin(who(), home, TODAY)
    assert forecasting.begin(who(), home, TODAY) == []  # they are under way
    assert set(Run.objects.all()) == {*first, *second}
    for run in second:
        work(run.pk, NOW)
    third = forecasting.begin(who(), home, TODAY)
    assert set(Run.objects.all()) == {*second, *third}
