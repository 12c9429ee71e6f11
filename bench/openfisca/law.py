"""The files of the law as OpenFisca's parameters, and the figures of a day that differs from person to person."""

from datetime import date
from typing import Any

import numpy as np
from openfisca_core.parameters import ParameterNode

from eligibility.rules.law import Law


def parameters(law: Law) -> ParameterNode:
    """Months, years and days of the month; None where the parameter is not law. Amounts decide no status."""
    entries = law.tables["parameters"].items()
    whole = [code for code, entry in entries if entry["unit"] in ("months", "years", "day_of_month")]
    tree: dict[str, Any] = {}
    for code in whole:
        values: dict[str, Any] = {}
        for rules in law.stretches:
            value = rules.values[code].amount if code in rules.values else None
            values[date.fromordinal(rules.first).isoformat()] = {"value": None if value is None else int(value)}
        tree[code] = {"values": values}
    return ParameterNode("", data=tree)


class Figures:
    """OpenFisca gives the parameters of one period to everybody; a ground of the past asks for each person's day."""

    NOT_IN_FORCE = -1

    def __init__(self, tree: ParameterNode) -> None:
        self.steps = {}
        for code, parameter in tree.children.items():
            dated = sorted(parameter.values_list, key=lambda item: item.instant_str)
            days = [date.fromisoformat(item.instant_str).toordinal() for item in dated]
            values = [self.NOT_IN_FORCE if item.value is None else item.value for item in dated]
            self.steps[code] = np.array(days), np.array(values)

    def on(self, code: str, day: Any) -> Any:
        """The value on each day; before the first one that of the first."""
        starts, values = self.steps[code]
        return values[np.maximum(np.searchsorted(starts, day, "right") - 1, 0)]

    def since(self, code: str) -> int:
        """First day on which the parameter is law."""
        starts, values = self.steps[code]
        return int(starts[values != self.NOT_IN_FORCE][0])
