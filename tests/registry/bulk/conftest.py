from random import Random

import pytest

from ..world import TODAY, World
from .people import somebody
from .running import PEOPLE


@pytest.fixture
def crowd(world: World) -> list[int]:
    """Of all kinds, whose record is complete or not; nobody is determined yet."""
    chance = Random(6)
    return [somebody(world, chance, TODAY).pk for _ in range(PEOPLE)]
