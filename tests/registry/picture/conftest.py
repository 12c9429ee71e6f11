import pytest

from registry.picture import tallies
from registry.working_days import Calendar
from tests.registry.world import TODAY, World

from .people import LAW, Populated


@pytest.fixture
def populated(world: World) -> Populated:
    return Populated(world)


@pytest.fixture
def counted(populated: Populated) -> Populated:
    """Both regions are counted for today."""
    for region in (populated.world.home, populated.world.abroad):
        tallies.tally(region, TODAY, LAW, Calendar.load())
    return populated
