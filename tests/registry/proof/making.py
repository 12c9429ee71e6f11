"""People whose status is known, by who pays for them, and certificates of them."""

from datetime import date

from registry import proof
from registry.log import Who
from registry.models import Attachment, Citizen, Contribution, Visit, WorkPeriod
from tests.registry.world import TODAY, World, who

MARCH = 2026 * 12 + 2


def person(world: World, payer: str, code: str = "") -> Citizen:
    """Attached to the polyclinic of the registrar; ``code``: the ground, where the payer has several. Without a payer:
    somebody who is known not to be insured."""
    citizen = world.known_citizen(patronymic="Ғабиденқызы", wellbeing_level="" if code.startswith("wellbeing") else "C")
    started = date(2025, 1, 1)
    if payer == "republican_budget":
        world.ground(citizen, code or "disability", started)
    elif payer == "local_budget":
        world.ground(citizen, code or "registered_unemployed", started)
        if code.startswith("wellbeing"):
            Visit.objects.create(citizen=citizen, polyclinic=world.polyclinic, day=date(2026, 2, 2))
    elif payer == "special_budget":
        world.ground(citizen, "serviceman", started)
    elif payer in ("employer", "customer"):
        kind = {"employer": "employee", "customer": "civil_contract"}[payer]
        WorkPeriod.objects.create(citizen=citizen, kind=kind, starts=started, monthly_income=200_000)
        Contribution.objects.create(citizen=citizen, kind=kind, first_month=MARCH - 14, last_month=MARCH)
    elif payer == "self":
        Contribution.objects.create(citizen=citizen, kind="self_payer", first_month=MARCH - 14, last_month=MARCH + 9)
    return citizen


def certified(world: World, citizen: Citizen, on: date = TODAY) -> proof.Issued:
    return proof.issue(at_desk(world), citizen, on)


def at_desk(world: World) -> Who:
    return who(world.registrar)


def anybody() -> Who:
    """Whoever checks a certificate."""
    return who()


def unattached(world: World) -> Citizen:
    citizen = person(world, "republican_budget")
    Attachment.objects.filter(citizen=citizen).update(polyclinic=world.other_polyclinic)
    return citizen
