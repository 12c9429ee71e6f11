"""Officers in a real browser, without a mouse: a re-determination is planned, read, agreed to, applied."""

import pytest
from django.utils import timezone

from registry.models import Run
from tests.journeys.staff import Enter, assert_sound, looks, press, tab_to, type_into
from tests.journeys.walking import DESKTOP, PHONE
from tests.registry.runs.people import insured, loses, worked
from tests.registry.world import NOW, World

PLAN = "form[action='/runs/'] button"


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    world = World()
    people = insured(world, 5)
    for person in people[:2]:
        loses(person)
    world.ground(world.known_citizen(district=world.district), "disability", people[0].birth_date)  # type: ignore[arg-type]
    return world


@looks(("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE))
def test_a_plan_is_read_and_applied(world: World, enter: Enter, tongue: str, size: dict[str, int]) -> None:
    officer, approver = enter(world.officer, tongue, size), enter(world.approver, tongue, size)
    officer.goto("/runs/")
    assert_sound(officer)
    press(officer, PLAN)
    press(officer, "a[href$='?still']")
    assert officer.locator("progress").is_visible()
    assert_sound(officer)
    run = worked(Run.objects.get())
    press(officer, f"a[href='/runs/{run.pk}/'].on")
    assert officer.locator(".runs-flow path").count() == 2
    assert officer.locator("[name=most_losing]").count() == 0  # so many only by an approver's word
    assert_sound(officer)
    press(officer, f"a[href='/runs/{run.pk}/people/0/']")
    assert officer.locator("tbody tr").count() in (1, 2)
    assert_sound(officer)
    approver.goto(f"/runs/{run.pk}/")
    type_into(approver, "[name=most_losing]", "1")
    press(approver, "button[value=apply]")
    assert approver.locator(".error-summary").is_visible()
    assert_sound(approver)
    type_into(approver, "[name=most_losing]", "2")
    press(approver, "button[value=apply]")
    tab_to(approver, "a[href$='?still']")
    assert worked(Run.objects.get()).state == Run.State.APPLIED
    approver.goto(f"/runs/{run.pk}/")
    assert approver.locator(".runs-state-applied").is_visible()
    assert_sound(approver)
    approver.goto("/runs/")
    assert approver.locator("tbody tr").count() == 1
    assert_sound(approver)
