"""The kinds of files that are taken in."""

from collections.abc import Mapping

from . import attachments, categories, citizens, contributions, family_card, places
from .base import Kind

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        citizens.KIND,
        contributions.KIND,
        family_card.KIND,
        categories.KIND,
        attachments.KIND,
        places.POLYCLINICS,
        places.OFFICES,
    )
}
