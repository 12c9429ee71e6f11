"""All that is told of a region or a district on its latest day: for the page and for the files alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from eligibility.rules.law import Law

from .ahead import bill_figure, forecast_figure
from .figures import Figure, figures
from .forecasting import bill, forecasts
from .reading import Picture, Scope, read

AFTER_HISTORY = 2


@dataclass(frozen=True, slots=True)
class Contents:
    picture: Picture
    figures: Sequence[Figure]


def contents(scope: Scope, law: Law) -> Contents | None:
    """None where nothing was counted yet. A fixed number of queries."""
    picture = read(scope)
    if picture is None:
        return None
    found = figures(picture)
    if scope.district is not None:
        return Contents(picture, found)
    found.insert(AFTER_HISTORY, forecast_figure(picture, forecasts(picture)))
    if scope.region is not None:
        found.append(bill_figure(bill(scope.region, picture, law)))
    return Contents(picture, [figure for figure in found if figure.rows])
