"""The people themselves. What stands empty is not told: it is left as it is, and never made "none"."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from eligibility.rules.dates import month_text
from eligibility.rules.facts import NEVER

from ...models import Citizen, District, Region
from ...models.people import RESIDENCES, Sex
from ..updating import update
from . import parsing, people
from .base import CHANGED, NEW, OFFICERS, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged, bad
from .columns import IIN, day_of

DAYS = ("birth_date", "complete_from")
MONTHS = ("last_pension_month", "contributions_complete_from")
FIELDS = (
    *("surname", "given_name", "patronymic", "birth_date", "sex", "residence", "region_id", "district_id"),
    *("phone", "email", "language", "last_pension_month", "complete_from", "contributions_complete_from"),
)


def plan(rows: Sequence[Staged], scope: Scope) -> list[Planned]:
    there = people.found(rows, scope)
    regions = set(Region.objects.values_list("code", flat=True))
    wanted = {str(row.values["district"]) for row in rows if "district" in row.values}
    districts = dict(District.objects.filter(code__in=wanted).values_list("code", "region_id"))
    return [_planned(row, there, regions, districts, scope) for row in rows]


def _planned(
    row: Staged, there: Mapping[str, Citizen], regions: set[str], districts: Mapping[str, str], scope: Scope
) -> Planned:
    citizen = there.get(str(row.values["iin"]))
    try:
        if citizen is not None:
            people.check(citizen, scope)
        told = _told(row) | _place(row, citizen, regions, districts, scope)
        if (told.get("birth_date") or date.min) > scope.day:
            raise Problem("born_later", "birth_date")
    except Problem as problem:
        return bad(row, problem)
    if citizen is None:
        made = Citizen(iin=str(row.values["iin"]), **told)
        return Planned(row.line, NEW, [_change(name, None, value) for name, value in told.items()], write=made)
    changes = [_change(name, getattr(citizen, name), value) for name, value in told.items()]
    changes = [change for change in changes if change.before != change.after]
    for name, value in told.items():
        setattr(citizen, name, value)
    return Planned(row.line, CHANGED if changes else SAME, changes, write=citizen)


def _told(row: Staged) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: value for name, value in row.values.items() if name not in ("iin", "district", "region")
    }
    return told | {name: day_of(told[name]) for name in DAYS if name in told}


def _place(
    row: Staged, citizen: Citizen | None, regions: set[str], districts: Mapping[str, str], scope: Scope
) -> dict[str, Any]:
    """The region is that of the district, else the one named, else whoever brings the list."""
    district, named = row.values.get("district"), row.values.get("region")
    if district is not None and district not in districts:
        raise Problem("unknown_district", "district")
    if named is not None and named not in regions:
        raise Problem("unknown_region", "region")
    if district is not None and named not in (None, districts[str(district)]):
        raise Problem("district_of_other_region", "district")
    region = districts[str(district)] if district is not None else named
    if scope.region is not None and region not in (None, scope.region):
        raise Problem("other_region", "district" if district is not None else "region")
    if citizen is None and region is None and scope.region is None:
        raise Problem("no_region", "district")
    if citizen is not None and region is None:
        return {}
    moved = citizen is not None and district is None and region != citizen.region_id
    place = {"region_id": region or scope.region}
    return {**place, "district_id": district} if district is not None or moved else place


def _change(name: str, before: Any, after: Any) -> Change:
    return Change(name.removesuffix("_id"), _text(name, before), _text(name, after))


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in MONTHS:
        return "never" if value == NEVER else month_text(value)
    return str(value)


def write(planned: Sequence[Planned], scope: Scope) -> None:
    for citizen in (item.write for item in planned):
        citizen.fold_name()
    Citizen.objects.bulk_create(item.write for item in planned if item.difference == NEW)
    changed = [item.write for item in planned if item.difference == CHANGED]
    update(changed, [*FIELDS, "name_key"])


def _month_or_never(text: str) -> int:
    return NEVER if text.casefold() in ("never", "ешқашан", "никогда") else parsing.month(text)


def _optional(name: str, label: Any, parse: Any, explained: Any, example: str, *aliases: str) -> Column:
    return Column(name, label, parse, False, explained, example, aliases)


KIND = Kind(
    code="citizens",
    name=_("People"),
    explained=_("One row a person. What stands empty in the file is left as it is in the registry."),
    columns=(
        IIN,
        Column("surname", _("Surname"), parsing.name, True, _("As in the document."), "Әбенова", ("тегі", "фамилия")),
        Column("given_name", _("Given name"), parsing.name, True, _("As in the document."), "Айгүл", ("аты", "имя")),
        _optional(
            "patronymic", _("Patronymic"), parsing.name, _("Where there is one."), "", "әкесінің аты", "отчество"
        ),
        _optional(
            "birth_date",
            _("Birth date"),
            parsing.day,
            _("As 2026-03-16 or 16.03.2026."),
            "1990-01-02",
            "туған күні",
            "дата рождения",
        ),
        _optional(
            "sex",
            _("Sex"),
            parsing.choice(Sex.values, {"әйел": "female", "ж": "female", "ер": "male", "м": "male"}),
            _("female or male."),
            "female",
            *("жынысы", "пол"),
        ),
        _optional(
            "residence",
            _("Residence"),
            parsing.choice(code for code, _name in RESIDENCES),
            _("On what he lives here, as one of the words below."),
            "citizen",
            *("мәртебесі", "статус проживания"),
        ),
        _optional(
            "region", _("Region"), parsing.code(2), _("The code of the region, two digits."), "43", "облыс", "область"
        ),
        _optional(
            "district",
            _("District"),
            parsing.code(9),
            _("The code of the district, nine digits."),
            "",
            "аудан",
            "район",
        ),
        _optional("phone", _("Phone"), parsing.phone, _("With the code of the country."), "", "телефоны", "телефон"),
        _optional("email", _("E-mail"), parsing.email, _("For notices."), "", "электрондық пошта", "почта"),
        _optional(
            "language",
            _("Language"),
            parsing.choice(("kk", "ru", "en")),
            _("Of notices: kk, ru or en."),
            "kk",
            "тілі",
            "язык",
        ),
        _optional(
            "last_pension_month",
            _("Last month of a pension contribution"),
            _month_or_never,
            _("As 2026-03 or 03.2026; never, where none was ever paid. Empty: that is not known."),
            "2026-02",
            *("соңғы зейнетақы жарнасы", "последний пенсионный взнос"),
        ),
        _optional(
            "complete_from",
            _("Work and circumstances complete from"),
            parsing.day,
            _("From this day on, what is not in the registry is not so. Empty: that is not known."),
            "2024-01-01",
        ),
        _optional(
            "contributions_complete_from",
            _("Contributions complete from"),
            parsing.month,
            _("From this month on, a month that is not in the registry was not paid. Empty: that is not known."),
            "2021-01",
        ),
    ),
    key=("iin",),
    roles=OFFICERS,
    plan=plan,
    write=write,
)
