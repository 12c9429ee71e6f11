from datetime import date

from registry.determine import determine

from .world import TODAY, World, who


def test_smoke(world: World):
    citizen = world.known_citizen(wellbeing_level="B")
    row = determine(who(), citizen, TODAY)
    assert row and row.status == "not_insured", row.__dict__
    assert determine(who(), citizen, TODAY) is None
    world.ground(citizen, "pensioner", date(2026, 3, 1))
    row = determine(who(), citizen, date(2026, 3, 20))
    assert row and row.ground == "pensioner"
