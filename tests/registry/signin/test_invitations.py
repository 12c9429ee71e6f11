"""By invitation an account gets its password and second factor: once, within a day, all at once."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from registry.log import Verb
from registry.models import Account, Invitation, LogEntry, Role
from registry.signin import codes, sealing
from registry.signin.invitations import invite
from tests.registry.world import World, client_of, who

from .staff import PASSWORD, Clock, give_code, give_password, is_in, prepare

NEW = "алты-жеті-сегіз-тоғыз"


def open_with(client: Client, code: str) -> int:
    return int(client.post("/account/invitation/", {"code": code}).status_code)


def accept(client: Client, clock: Clock) -> str:
    """From the password on; returns the last page."""
    assert client.post("/account/invitation/password/", {"new": NEW, "again": NEW}).status_code == 302
    client.get("/account/invitation/device/")
    secret = sealing.unseal(client.session["signin.secret"])
    response = client.post("/account/invitation/device/", {"code": codes.code_at(secret, clock.now)})
    assert response.status_code == 200
    return str(response.content.decode())


def invited(world: World, clock: Clock, account: Account) -> str:
    return invite(who(world.administrator, now=clock.now), account)


def test_from_the_code_to_the_work(world: World, clock: Clock):
    code = invited(world, clock, world.officer)
    client = Client()
    assert open_with(client, code.lower()) == 302
    page = accept(client, clock)
    assert len(re.findall(r"<li>\d{5} \d{5}</li>", page)) == 10
    assert is_in(client)
    assert not Invitation.objects.exists()
    changes = [entry.details["change"] for entry in LogEntry.objects.filter(verb=Verb.ACCOUNT_CHANGED).order_by("pk")]
    assert changes == ["invited", "invitation_used"]
    assert LogEntry.objects.get(verb=Verb.SIGNED_IN).actor == world.officer
    recovery = re.findall(r"<li>(\d{5} \d{5})</li>", page)[0]
    again = Client()
    give_password(again, "officer", NEW)
    give_code(again, recovery)
    assert is_in(again)


def test_the_code_is_long_opens_once_and_is_not_in_the_database(world: World, clock: Clock):
    code = invited(world, clock, world.officer)
    assert len(code) * 5 >= 100
    assert code not in str(Invitation.objects.values_list())
    first, second = Client(), Client()
    assert open_with(first, code) == open_with(second, code) == 302
    accept(first, clock)
    assert (
        second.post("/account/invitation/password/", {"new": NEW, "again": NEW})["Location"] == "/account/invitation/"
    )
    assert open_with(Client(), code) == 422


def test_two_at_once_only_one_gets_the_account(world: World, clock: Clock):
    code = invited(world, clock, world.officer)
    first, second = Client(), Client()
    for client in (first, second):
        open_with(client, code)
        client.post("/account/invitation/password/", {"new": NEW, "again": NEW})
        client.get("/account/invitation/device/")
    accept(first, clock)
    secret = sealing.unseal(second.session["signin.secret"])
    late = second.post("/account/invitation/device/", {"code": codes.code_at(secret, clock.now)})
    assert late["Location"] == "/account/invitation/"
    assert not is_in(second)
    assert is_in(first)


def test_it_is_over_after_a_day_or_by_a_newer_one(world: World, clock: Clock):
    former = invited(world, clock, world.officer)
    code = invited(world, clock, world.officer)
    assert open_with(Client(), former) == 422
    client = Client()
    clock.pass_by(hours=23, minutes=59)
    assert open_with(client, code) == 302
    clock.pass_by(minutes=1)
    assert client.get("/account/invitation/password/")["Location"] == "/account/invitation/"
    assert open_with(Client(), code) == 422


def test_nothing_changes_before_the_last_step(world: World, clock: Clock):
    secret = prepare(world.officer)
    elsewhere = client_of(world.officer)
    client = Client()
    open_with(client, invited(world, clock, world.officer))
    assert client.get("/account/invitation/device/")["Location"] == "/account/invitation/"
    client.post("/account/invitation/password/", {"new": NEW, "again": NEW})
    client.get("/account/invitation/device/")
    assert client.post("/account/invitation/device/", {"code": "000000"}).status_code == 422
    assert is_in(elsewhere)
    assert give_password(Client(), "officer", PASSWORD).status_code == 302
    accept(client, clock)
    assert not is_in(elsewhere)
    clock.pass_by(seconds=30)
    assert codes.use(world.officer, codes.code_at(secret, clock.now), clock.now) is None


def test_only_an_administrator_invites_and_not_himself(world: World):
    for by, account in (
        (world.officer, world.colleague),
        (world.auditor, world.officer),
        (world.administrator, world.administrator),
    ):
        with pytest.raises(PermissionDenied):
            invite(who(by), account)
    world.officer.is_active = False
    world.officer.save()
    with pytest.raises(PermissionDenied):
        invite(who(world.administrator), world.officer)


def test_a_disabled_account_cannot_use_its_invitation(world: World, clock: Clock):
    code = invited(world, clock, world.officer)
    Account.objects.update(is_active=False)
    assert open_with(Client(), code) == 422


def test_codes_cannot_be_guessed_for_long(world: World, clock: Clock):
    assert [open_with(Client(), "0" * 20) for _ in range(12)] == [422] * 10 + [429] * 2


@pytest.mark.parametrize(
    "password",
    [
        *("short", "password1234", "qwertyuiop12", "aaaaaaaaaaaaaaa", "осмс-2026-осмс", "МӘМС МӘМС МӘМС"),
        *("kepil-kepil-kepil", "fsms2026fsms2026", "емхана-емхана", "officer-officer-officer", "Staff officer 2026"),
    ],
)
def test_passwords_that_are_easy_here_are_refused(world: World, clock: Clock, password: str):
    client = Client()
    open_with(client, invited(world, clock, world.officer))
    page = client.post("/account/invitation/password/", {"new": password, "again": password})
    assert page.status_code == 422
    assert password not in page.content.decode()


@pytest.mark.parametrize(
    "password", ["төрт сөз есте қалады", "correct horse battery", "x7" * 2 + "Қ-ä ж" * 12, " ab cdef ghijk "]
)
def test_long_ones_of_any_characters_are_taken(world: World, clock: Clock, password: str):
    client = Client()
    open_with(client, invited(world, clock, world.officer))
    assert client.post("/account/invitation/password/", {"new": password, "again": password}).status_code == 302


def test_the_command_makes_the_first_administrator(world: World, clock: Clock):
    out = StringIO()
    call_command("invite", "boss", administrator="Бірінші әкімші", stdout=out)
    account = Account.objects.get(username="boss")
    assert account.role == Role.ADMINISTRATOR
    assert not account.has_usable_password()
    assert open_with(Client(), out.getvalue()) == 302
    assert Invitation.objects.get().expires_at == clock.now + timedelta(hours=24)
    with pytest.raises(CommandError):
        call_command("invite", "nobody")
