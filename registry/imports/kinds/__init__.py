"""The kinds of files that are taken in."""

from collections.abc import Mapping

from . import family_card
from .base import BAD, CHANGED, NEW, SAME, Change, Column, Kind, Planned, Problem, Scope, Staged

KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (family_card.KIND,)}

__all__ = [
    *("BAD", "CHANGED", "KINDS", "NEW", "SAME", "Change", "Column", "Kind", "Planned", "Problem", "Scope", "Staged")
]
