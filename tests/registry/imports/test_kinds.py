"""What the rows of each kind of file change: planned and written, by the words of a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.iin import control_digit
from registry.imports.kinds import KINDS
from registry.imports.kinds.base import BAD, CHANGED, NEW, SAME, Kind, Planned, Problem, Scope, Staged
from registry.imports.kinds.problems import TEXTS
from registry.kazakh import fold
from registry.models import (
    Attachment,
    Citizen,
    ConfirmedGround,
    Contribution,
    EmploymentOffice,
    Household,
    Polyclinic,
    Proposal,
    Region,
)

from ..world import NOW, TODAY, World, polyclinic, who

pytestmark = pytest.mark.django_db
Row = dict[str, str]


@pytest.fixture
def scope(world: World) -> Scope:
    return Scope(who(world.officer), "43", TODAY)


def staged(kind: Kind, rows: Sequence[Row]) -> list[Staged]:
    return [
        Staged(line, {name: kind.column(name).parse(text) for name, text in row.items() if text})
        for line, row in enumerate(rows, start=2)
    ]


def plan(code: str, scope: Scope, *rows: Row) -> list[Planned]:
    return KINDS[code].plan(staged(KINDS[code], rows), scope)


def apply(code: str, scope: Scope, *rows: Row) -> list[str]:
    planned = plan(code, scope, *rows)
    KINDS[code].write([item for item in planned if item.difference in (NEW, CHANGED)], scope)
    return [str(item.difference) for item in planned]


def problems(planned: Sequence[Planned]) -> list[tuple[str, str]]:
    return [(problem.column, problem.code) for item in planned for problem in item.problems]


class TestColumns:
    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_the_example_can_be_read(self, kind: Kind):
        for column in kind.columns:
            assert column.required <= bool(column.example)
            if column.example:
                column.parse(column.example)

    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_no_heading_means_two_columns(self, kind: Kind):
        headings = [name.casefold() for column in kind.columns for name in (column.name, *column.aliases)]
        assert len(headings) == len(set(headings))
        assert {*kind.key} <= {column.name for column in kind.columns}

    @pytest.mark.parametrize(
        ("code", "column", "text", "value"),
        [
            ("family_card", "level", "d", "D"),
            ("family_card", "level", "Е", "E"),  # the Cyrillic letter
            ("family_card", "since", "15.01.2026", "2026-01-15"),
            ("contributions", "first_month", "3.2026", 2026 * 12 + 2),
            ("contributions", "first_month", "2026-03-05", 2026 * 12 + 2),
            ("contributions", "returned", "Иә", True),
            ("citizens", "surname", "  Әбенова \u00a0 ", "Әбенова"),
            ("citizens", "last_pension_month", "никогда", -1),
            ("citizens", "sex", "ж", "female"),
            ("polyclinics", "number", "7.0", 7),
        ],
    )
    def test_what_people_write_is_understood(self, code: str, column: str, text: str, value: object):
        assert KINDS[code].column(column).parse(text) == value

    @pytest.mark.parametrize(
        ("code", "column", "text", "problem"),
        [
            ("family_card", "iin", "900101300123", "iin"),
            ("family_card", "iin", "12", "iin"),
            ("family_card", "level", "F", "choice"),
            ("family_card", "since", "31.02.2026", "day"),
            ("family_card", "since", "1026-01-01", "day_outside"),
            ("contributions", "first_month", "2026-13", "month"),
            ("contributions", "first_month", "март", "month"),
            ("contributions", "first_month", "1800-01", "month_outside"),
            ("contributions", "kind", "gift", "choice"),
            ("citizens", "surname", "123", "name"),
            ("citizens", "surname", "a" * 101, "too_long"),
            ("citizens", "surname", "a\x00b", "control_character"),
            ("citizens", "phone", "12", "phone"),
            ("citizens", "email", "nobody", "email"),
            ("citizens", "email", f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.kz", "too_long"),
            ("citizens", "district", "43", "number"),
            ("attachments", "polyclinic", "-1", "number"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, code: str, column: str, text: str, problem: str):
        with pytest.raises(Problem) as told:
            KINDS[code].column(column).parse(text)
        assert told.value.code == problem
        assert str(TEXTS[problem]) % told.value.values

    def test_a_lost_zero_is_told_as_such(self):
        eleven = next(text for serial in range(100) if control_digit(text := f"0001011{serial:04}") is not None)
        number = f"{eleven}{control_digit(eleven)}"
        with pytest.raises(Problem, match="iin_short"):
            KINDS["citizens"].column("iin").parse(number.lstrip("0"))


class TestFamilyCard:
    def test_a_level_comes_changes_and_stays(self, world: World, scope: Scope):
        citizen = world.citizen()
        row = {"iin": citizen.iin, "level": "D", "since": "2026-01-15"}
        assert apply("family_card", scope, row) == [NEW]
        assert apply("family_card", scope, row) == [SAME]
        assert apply("family_card", scope, {"iin": citizen.iin, "level": "D"}) == [SAME]
        (planned,) = plan("family_card", scope, {"iin": citizen.iin, "level": "C"})
        assert [(item.column, item.before, item.after) for item in planned.changes] == [
            ("level", "D", "C"),
            ("since", "2026-01-15", ""),
        ]
        citizen.refresh_from_db()
        assert (citizen.wellbeing_level, citizen.wellbeing_level_since) == ("D", date(2026, 1, 15))
        assert apply("family_card", scope, {"iin": citizen.iin, "level": "C"}) == [CHANGED]

    def test_whom_a_row_may_not_change(self, world: World, scope: Scope):
        stranger = world.citizen(region=world.foreign_officer.region)
        blocked = world.citizen(blocked=True)
        rows = [{"iin": number, "level": "D"} for number in (stranger.iin, blocked.iin, next(world.numbers))]
        assert problems(plan("family_card", scope, *rows)) == [
            ("iin", "other_region"),
            ("iin", "blocked"),
            ("iin", "unknown_person"),
        ]
        assert plan("family_card", scope._replace(region=None), rows[0])[0].difference == NEW


class TestContributions:
    @staticmethod
    def paid(citizen: Citizen) -> list[tuple[int, int]]:
        rows = Contribution.objects.filter(citizen=citizen, kind="employee").order_by("first_month")
        return [(row.first_month - 2026 * 12 + 1, row.last_month - 2026 * 12 + 1) for row in rows]

    def row(self, citizen: Citizen, first: int, last: int | None = None, **more: str) -> Row:
        ends = {"last_month": f"2026-{last:02}"} if last else {}
        return {"iin": citizen.iin, "kind": "employee", "first_month": f"2026-{first:02}", **ends, **more}

    def test_months_join_what_is_there(self, world: World, scope: Scope):
        citizen = world.citizen()
        assert apply("contributions", scope, self.row(citizen, 1, 3), self.row(citizen, 6)) == [NEW, CHANGED]
        assert self.paid(citizen) == [(1, 3), (6, 6)]
        assert apply("contributions", scope, self.row(citizen, 2), self.row(citizen, 1, 3)) == [SAME, SAME]
        assert apply("contributions", scope, self.row(citizen, 4, 5)) == [CHANGED]
        assert self.paid(citizen) == [(1, 6)]

    def test_returned_months_are_paid_no_more(self, world: World, scope: Scope):
        citizen = world.citizen()
        apply("contributions", scope, self.row(citizen, 1, 6))
        (planned,) = plan("contributions", scope, self.row(citizen, 3, returned="yes"))
        assert (planned.changes[0].before, planned.changes[0].after) == (
            "2026-01–2026-06",
            "2026-01–2026-02, 2026-04–2026-06",
        )
        assert apply("contributions", scope, self.row(citizen, 3, returned="yes")) == [CHANGED]
        assert self.paid(citizen) == [(1, 2), (4, 6)]
        assert problems(plan("contributions", scope, self.row(citizen, 3, 4, returned="yes"))) == [
            ("first_month", "not_paid")
        ]

    def test_an_end_before_the_beginning(self, world: World, scope: Scope):
        assert problems(plan("contributions", scope, self.row(world.citizen(), 4, 2))) == [("last_month", "order")]


class TestCategories:
    def row(self, citizen: Citizen, starts: str, ends: str = "") -> Row:
        return {"iin": citizen.iin, "category": "full_time_student", "starts": starts, "ends": ends}

    def test_days_come_and_change(self, world: World, scope: Scope):
        citizen = world.citizen()
        assert apply("categories", scope, self.row(citizen, "2025-09-01", "2026-06-30")) == [NEW]
        assert apply("categories", scope, self.row(citizen, "2025-09-01", "2026-06-30")) == [SAME]
        assert apply("categories", scope, self.row(citizen, "2025-09-01", "2026-12-31")) == [CHANGED]
        ground = ConfirmedGround.objects.get(citizen=citizen)
        assert (ground.ends, ground.source, ground.version) == (date(2026, 12, 31), "ministry", 1)

    def test_days_that_overlap(self, world: World, scope: Scope):
        citizen = world.citizen()
        first, second = self.row(citizen, "2025-09-01", "2026-06-30"), self.row(citizen, "2026-06-30")
        assert [item.difference for item in plan("categories", scope, first, second)] == [NEW, BAD]
        assert apply("categories", scope, first, self.row(citizen, "2026-07-01")) == [NEW, NEW]

    def test_what_an_officer_decided_stays(self, world: World, scope: Scope):
        citizen = world.citizen()
        ground = world.ground(citizen, "full_time_student", date(2025, 9, 1), date(2026, 6, 30))
        ground.source, ground.confirmed_by = "decision", world.officer
        ground.save()
        told = plan("categories", scope, self.row(citizen, "2025-09-01"), self.row(citizen, "2026-01-01"))
        assert problems(told) == [("ends", "decided"), ("starts", "decided")]

    def test_what_an_officer_revoked_stays_revoked(self, world: World, scope: Scope):
        """Also where a ministry's list stated it, and will state it again next month."""
        void, ended = world.citizen(), world.citizen()
        apply("categories", scope, self.row(void, "2025-09-01"), self.row(ended, "2025-09-01"))
        ConfirmedGround.objects.filter(citizen=void).update(void=True)
        ground = ConfirmedGround.objects.get(citizen=ended)
        ground.ends = date(2026, 1, 31)
        ground.save()
        Proposal.objects.create(
            kind="revocation",
            ground=ground,
            outcome="approved",
            proposed_by=world.officer,
            proposed_at=NOW,
            closed_by=world.approver,
            closed_at=NOW,
        )
        told = plan(
            "categories",
            scope,
            self.row(void, "2025-09-01"),
            self.row(void, "2025-10-01", "2026-06-30"),
            self.row(void, "2025-01-01", "2025-08-31"),
            self.row(ended, "2025-09-01"),
            self.row(ended, "2026-02-01"),
        )
        assert [item.difference for item in told] == [BAD, BAD, NEW, BAD, NEW]
        assert set(problems(told)) == {("starts", "decided"), ("ends", "decided")}

    def test_levels_are_confirmed_by_officers_alone(self):
        with pytest.raises(Problem, match="choice"):
            KINDS["categories"].column("category").parse("wellbeing_crisis")


class TestAttachments:
    def row(self, citizen: Citizen, place: Polyclinic, starts: str, ends: str = "") -> Row:
        return {"iin": citizen.iin, "polyclinic": str(place.pk), "starts": starts, "ends": ends}

    def test_a_newer_one_ends_the_one_before(self, world: World, scope: Scope):
        citizen, here, there = world.citizen(), world.polyclinic, polyclinic(world.polyclinic.region, "B")
        assert apply("attachments", scope, self.row(citizen, here, "2025-01-01")) == [NEW]
        assert apply("attachments", scope, self.row(citizen, here, "2025-03-01")) == [SAME]
        assert apply("attachments", scope, self.row(citizen, there, "2026-01-01")) == [CHANGED]
        rows = Attachment.objects.filter(citizen=citizen).order_by("starts").values_list("polyclinic", "starts", "ends")
        assert list(rows) == [
            (here.pk, date(2025, 1, 1), date(2025, 12, 31)),
            (there.pk, date(2026, 1, 1), None),
        ]
        assert problems(plan("attachments", scope, self.row(citizen, here, "2025-06-01"))) == [
            ("starts", "attached_later")
        ]
        assert apply("attachments", scope, self.row(citizen, there, "2026-01-01", "2026-03-01")) == [CHANGED]

    def test_one_that_is_over_before_the_next_leaves_the_next_alone(self, world: World, scope: Scope):
        citizen, here, there = world.citizen(), world.polyclinic, polyclinic(world.polyclinic.region, "B")
        apply("attachments", scope, self.row(citizen, here, "2025-01-01"))
        assert apply("attachments", scope, self.row(citizen, there, "2024-01-01", "2024-06-30")) == [NEW]
        assert list(Attachment.objects.order_by("starts").values_list("starts", "ends")) == [
            (date(2024, 1, 1), date(2024, 6, 30)),
            (date(2025, 1, 1), None),
        ]

    def test_of_two_rows_the_second_ends_the_first(self, world: World, scope: Scope):
        citizen, here, there = world.citizen(), world.polyclinic, polyclinic(world.polyclinic.region, "B")
        rows = [self.row(citizen, here, "2025-01-01"), self.row(citizen, there, "2026-01-01")]
        assert apply("attachments", scope, *rows) == [NEW, CHANGED]
        assert Attachment.objects.filter(citizen=citizen, ends=None).get().polyclinic == there

    def test_a_polyclinic_of_another_region(self, world: World, scope: Scope):
        elsewhere = polyclinic(Region.objects.exclude(pk="43").get(), "C")
        assert problems(plan("attachments", scope, self.row(world.citizen(), elsewhere, "2026-01-01"))) == [
            ("polyclinic", "unknown_polyclinic")
        ]


class TestCitizens:
    def row(self, number: str, **more: str) -> Row:
        return {"iin": number, "surname": "Әбенова", "given_name": "Айгүл", **more}

    def test_what_is_empty_stays(self, world: World, scope: Scope):
        number = next(world.numbers)
        assert apply("citizens", scope, self.row(number, birth_date="1990-01-02", phone="+7 701 000 00 00")) == [NEW]
        assert apply("citizens", scope, self.row(number)) == [SAME]
        assert apply("citizens", scope, self.row(number, surname="Ғабитова")) == [CHANGED]
        citizen = Citizen.objects.get(iin=number)
        assert (citizen.region_id, citizen.birth_date, citizen.phone) == ("43", date(1990, 1, 2), "+77010000000")
        assert citizen.name_key == fold("Ғабитова Айгүл")
        assert citizen.complete_from is None

    def test_places(self, world: World, scope: Scope):
        district = world.polyclinic.region.districts.first()
        assert district is not None
        known, new = world.citizen(), next(world.numbers)
        foreign = str(world.foreign_officer.region_id)
        assert apply("citizens", scope, self.row(known.iin, district=district.code)) == [CHANGED]
        told = plan(
            "citizens",
            scope,
            self.row(new, region=foreign),
            self.row(new, region="99"),
            self.row(new, district="431000001"),
            self.row(new, region=foreign, district=district.code),
            self.row(new, birth_date="2100-01-01"),
        )
        assert problems(told) == [
            ("region", "other_region"),
            ("region", "unknown_region"),
            ("district", "unknown_district"),
            ("district", "district_of_other_region"),
            ("birth_date", "born_later"),
        ]
        assert problems(plan("citizens", scope._replace(region=None), self.row(new))) == [("district", "no_region")]


class TestPlaces:
    ROW = {"name_kk": "А", "name_ru": "Б", "name_en": "C", "region": "43"}

    @pytest.mark.parametrize(("code", "model"), [("polyclinics", Polyclinic), ("offices", EmploymentOffice)])
    def test_they_are_found_by_number_or_name(self, world: World, scope: Scope, code: str, model: Any):
        there = model.objects.count()
        assert apply(code, scope, self.ROW) == [NEW]
        assert apply(code, scope, self.ROW) == [SAME]
        assert apply(code, scope, {**self.ROW, "address": "А 1"}) == [CHANGED]
        number = str(model.objects.get(name_ru="Б").pk)
        assert apply(code, scope, {**self.ROW, "name_ru": "Д", "number": number}) == [CHANGED]
        assert model.objects.count() == there + 1
        assert problems(plan(code, scope, {**self.ROW, "number": "99999"}, {**self.ROW, "region": "00"})) == [
            ("number", "unknown_number"),
            ("region", "unknown_region"),
        ]


ROWS: dict[str, Row] = {
    "citizens": {"surname": "А", "given_name": "Б"},
    "contributions": {"kind": "employee", "first_month": "2026-01"},
    "family_card": {"level": "E"},
    "categories": {"category": "pensioner", "starts": "2026-01-01"},
    "attachments": {"polyclinic": "1", "starts": "2026-01-01"},
}


@pytest.mark.parametrize("code", ROWS)
def test_nobody_brings_rows_of_himself_or_of_his_household(world: World, scope: Scope, code: str):
    family = Household.objects.create()
    own, wife, other = world.citizen(household=family), world.citizen(household=family), world.citizen()
    world.officer.citizen = own
    rows = [{"iin": person.iin, **ROWS[code], **place(world, code)} for person in (own, wife, other)]
    scope = scope._replace(who=who(world.officer))
    planned = plan(code, scope, *rows)
    assert problems(planned) == [("iin", "own_case")] * 2
    assert planned[2].difference != BAD


def place(world: World, code: str) -> Row:
    return {"polyclinic": str(world.polyclinic.pk)} if code == "attachments" else {}


@pytest.mark.parametrize("code", ROWS)
def test_queries_do_not_grow_with_the_rows(world: World, scope: Scope, code: str):
    people = [world.citizen() for _ in range(6)]
    row = {**ROWS[code], **place(world, code)}

    def queries(some: list[Citizen]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert BAD not in apply(code, scope, *({"iin": person.iin, **row} for person in some))
        return len(asked)

    assert queries(people[:1]) == queries(people[1:])
