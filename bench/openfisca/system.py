"""The grounds as variables of OpenFisca, each of a day, and the status that follows from them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from eligibility.rules.law import Law

from . import paid
from .law import Figures, parameters
from .listed import LISTED
from .people import ABSENT, NOT_KNOWN, OF_THESE_KNOWN, SHAPES, SINGLE
from .truths import UNCLEAR, UNKNOWN, YES
from .view import View
from .wellbeing import wellbeing

LEVELS = {"wellbeing_crisis": wellbeing("D"), "wellbeing_emergency": wellbeing("E")}
STATUSES = ("not_insured", "unclear", "unknown", "insured")
PAYMENTS: Mapping[str, Callable[[View], Any]] = {
    "employee": lambda view: paid.by_payment(view, "employee", ("employee", "subsidised_job")),
    "civil_contract": lambda view: paid.by_payment(view, "civil_contract", ("civil_contract",)),
    "entrepreneur": paid.entrepreneur,
    "private_practice": paid.private_practice,
    "self_employed_regime": lambda view: paid.by_payment(view, "self_employed_regime", ("self_employed_regime",)),
    "self_payer": lambda view: paid.self_payer(view, view.month),
    "temporary_status": paid.temporary_status,
}
LATE: Mapping[str, Callable[[View], Any]] = {
    "retention_three_months": paid.retention_three_months,
    "retention_six_months": paid.retention_six_months,
}
"""They look back far, so only people are asked for whom nothing before them holds: the engine stops there too."""
Person = build_entity(key="person", plural="persons", label="A person", is_person=True)


def system(law: Law, sizes: Mapping[str, int]) -> TaxBenefitSystem:
    """With as many slots for each list as ``sizes`` says."""
    made = TaxBenefitSystem([Person])
    made.parameters = parameters(law)
    figures = Figures(made.parameters)
    for name, default in _inputs(sizes):
        made.add_variable(_input(name, default))

    def view(person: Any, period: Any) -> View:
        views = person.simulation.__dict__.setdefault("kepil_views", {})
        if period not in views:
            day = date(*period.start).toordinal()
            views[period] = View(lambda name: person(name, period), sizes, figures, day)
        return views[period]  # type: ignore[no-any-return]

    for code, ground in {**LISTED, **LEVELS}.items():
        made.add_variable(_ground(code, view, lambda seen, ground=ground: ground(seen, seen.day)))
    for code, payment in PAYMENTS.items():
        made.add_variable(_ground(code, view, payment))
    for code, late in LATE.items():
        made.add_variable(_late(code, view, late, law))
    made.add_variable(_deciding(law))
    made.add_variable(_status(law))
    return made


def simulation(of: TaxBenefitSystem, columns: Mapping[str, Any], people: int) -> Any:
    """With the columns as its inputs."""
    made = SimulationBuilder().build_default_simulation(of, people)
    for name, values in columns.items():
        made.set_input(name, "ETERNITY", values)
    return made


def grounds_on(law: Law, period: Any) -> tuple[str, ...]:
    """In the order of the law."""
    return tuple(law.at(date(*period.start).toordinal()).payers)


def _inputs(sizes: Mapping[str, int]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [(name, NOT_KNOWN) for name in SINGLE]
    found += [(f"{name}_known", False) for name in OF_THESE_KNOWN]
    for name, shape in SHAPES.items():
        for place in range(sizes[name]):
            found += [(f"{name}_{place}_{part}", ABSENT if part == "from" else 0) for part in shape]
    return found


def _variable(name: str, **attributes: Any) -> type[Variable]:
    return type(name, (Variable,), {"entity": Person, "definition_period": DateUnit.DAY, "label": name, **attributes})


def _input(name: str, default: Any) -> type[Variable]:
    eternal = DateUnit.ETERNITY
    return _variable(name, value_type=type(default), default_value=default, definition_period=eternal)


def _ground(code: str, view: Any, ground: Callable[[View], Any]) -> type[Variable]:
    def formula(person: Any, period: Any) -> Any:
        return ground(view(person, period))

    return _variable(code, value_type=int, formula=formula)


def _late(code: str, view: Any, ground: Callable[[View], Any], law: Law) -> type[Variable]:
    def formula(person: Any, period: Any) -> Any:
        order = grounds_on(law, period)
        held = np.zeros(person.count, bool)
        for before in order[: order.index(code)]:
            held |= person(before, period) == YES
        found, places = np.zeros(person.count, np.int8), np.flatnonzero(~held)
        found[places] = ground(view(person, period).take(places))
        return found

    return _variable(code, value_type=int, formula=formula)


def _deciding(law: Law) -> type[Variable]:
    def formula(person: Any, period: Any) -> Any:
        found = np.zeros(person.count, np.int32)
        for wanted in (UNKNOWN, UNCLEAR, YES):
            for place, code in reversed(list(enumerate(grounds_on(law, period), 1))):
                found = np.where(person(code, period) == wanted, place, found)
        return found

    text = "Place in the law's order of the ground that decides, from 1; 0: none"
    return _variable("deciding_ground", value_type=int, formula=formula, documentation=text)


def _status(law: Law) -> type[Variable]:
    values = Enum("Status", {name: name for name in STATUSES})  # type: ignore[misc]

    def formula(person: Any, period: Any) -> Any:
        deciding, found = person("deciding_ground", period), np.zeros(person.count, np.int16)
        for place, code in enumerate(grounds_on(law, period), 1):
            found = np.where(deciding == place, person(code, period), found)
        return values.encode(found.astype(np.int16))

    attributes = {"value_type": Enum, "possible_values": values, "default_value": values.not_insured}
    return _variable("status", formula=formula, **attributes)
