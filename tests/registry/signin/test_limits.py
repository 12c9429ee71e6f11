"""Guessing is slow, from however many addresses; the owner is in within ten minutes; nothing tells who exists."""

import re
from collections import Counter
from contextlib import suppress

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory

from eligibility.limits import TooMany
from registry.log import Verb
from registry.models import LogEntry
from registry.signin import codes, passwords
from tests.registry.world import World

from .staff import WRONG, Clock, give_code, give_password, is_in, prepare, sign_in

HOUR = 3600


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a password was hashed: what takes the time."""
    counted: Counter[str] = Counter()
    encode = MD5PasswordHasher.encode

    def counting(self, password, salt):
        counted[password] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return counted


def attack(clock: Clock, addresses: int, attempts: int) -> int:
    """Wrong passwords spread evenly over an hour and the addresses; how many were looked at. Without the pages, which
    take most of the time."""
    looked_at = 0
    for number in range(attempts):
        address = f"10.0.{number % addresses // 250}.{number % addresses % 250 + 1}"
        request = RequestFactory().post("/account/sign-in/", REMOTE_ADDR=address)
        with suppress(TooMany):
            assert passwords.check(request, "officer", f"{WRONG} {number}", clock.now)[1] is None
            looked_at += 1
        clock.pass_by(seconds=HOUR / attempts)
    return looked_at


@pytest.mark.parametrize(("addresses", "attempts"), [(1, 300), (200, 400)])
def test_few_guesses_an_hour_are_looked_at_and_the_owner_is_in_within_ten_minutes(
    world: World, clock: Clock, hashings: Counter[str], addresses: int, attempts: int
):
    secret = prepare(world.officer)
    hashings.clear()
    assert attack(clock, addresses, attempts) == hashings.total() <= 20
    clock.pass_by(minutes=10)
    owner = Client(REMOTE_ADDR="10.9.9.9")
    assert sign_in(owner, world.officer, secret, clock.now).status_code == 302
    assert is_in(owner)


def test_a_burst_at_once_leaves_the_owner_ten_minutes_later(world: World, clock: Clock):
    secret = prepare(world.officer)
    statuses = [give_password(Client(REMOTE_ADDR=f"10.0.1.{n}"), "officer", WRONG).status_code for n in range(20)]
    assert statuses == [422] * 3 + [429] * 17
    clock.pass_by(minutes=10)
    assert sign_in(Client(), world.officer, secret, clock.now).status_code == 302


def test_midnight_gives_no_further_guesses(world: World, clock: Clock):
    clock.pass_by(hours=18, minutes=59, seconds=30)  # half a minute before midnight UTC, by which days are counted
    for _ in range(3):
        assert give_password(Client(), "officer", WRONG).status_code == 422
    clock.pass_by(minutes=1)
    assert give_password(Client(), "officer", WRONG).status_code == 429


def test_the_owner_gets_in_where_he_was_before_while_others_guess(world: World, clock: Clock):
    secret = prepare(world.officer)
    owner = Client(REMOTE_ADDR="10.9.9.9")
    sign_in(owner, world.officer, secret, clock.now)
    owner.post("/account/sign-out/")
    for number in range(10):
        give_password(Client(REMOTE_ADDR=f"10.0.1.{number}"), "officer", WRONG)
    clock.pass_by(seconds=30)
    assert sign_in(owner, world.officer, secret, clock.now).status_code == 302
    # The cookie of his browser is of no use for another account, and not without its signature.
    name = next(name for name in owner.cookies if name.endswith("device"))
    for value, account in ((owner.cookies[name].value, "colleague"), (owner.cookies[name].value[:-1], "officer")):
        thief = Client(REMOTE_ADDR="10.0.2.1")
        thief.cookies[name] = value
        for _ in range(3):
            give_password(thief, account, WRONG)
        assert give_password(thief, account, WRONG).status_code == 429


def test_one_address_has_thirty_guesses_an_hour_at_all_names(world: World, clock: Clock):
    answers = Counter(give_password(Client(), f"name-{n}", WRONG).status_code for n in range(40))
    assert answers == {422: 30, 429: 10}


def test_an_invented_forwarding_header_gains_nothing(world: World, clock: Clock):
    answers = Counter(
        give_password(Client(), f"name-{n}", WRONG, HTTP_X_FORWARDED_FOR=f"10.7.0.{n}").status_code for n in range(40)
    )
    assert answers == {422: 30, 429: 10}


def test_right_passwords_do_not_count(world: World, clock: Clock):
    prepare(world.officer)
    assert {give_password(Client(), "officer").status_code for _ in range(40)} == {302}


@pytest.mark.parametrize("variants", [["officer", "Officer", " OFFICER "], ["nobody", "Nobody", " NOBODY "]])
def test_another_way_to_write_a_name_is_the_same_name(world: World, clock: Clock, variants: list[str]):
    statuses = [give_password(Client(), name, WRONG).status_code for name in [*variants, *variants]]
    assert statuses == [422] * 3 + [429] * 3


def test_codes_are_limited_too_and_the_page_says_how_long_to_wait(world: World, clock: Clock):
    secret = prepare(world.officer)
    clients = [Client(REMOTE_ADDR=f"10.0.1.{number}") for number in range(7)]
    for client in clients:
        give_password(client, "officer")
    assert [give_code(client, "123 456").status_code for client in clients] == [422] * 5 + [429] * 2
    clock.pass_by(minutes=4)
    refused = give_code(clients[0], codes.code_at(secret, clock.now))
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "360"
    assert "6 минут" in refused.content.decode()
    clock.pass_by(minutes=6)
    assert sign_in(Client(), world.officer, secret, clock.now).status_code == 302


def test_unknown_wrong_disabled_and_not_invited_look_and_cost_the_same(
    world: World, clock: Clock, hashings: Counter[str], settings
):
    for account in (world.officer, world.analyst, world.auditor):
        prepare(account)
    world.analyst.is_active = False
    world.analyst.save()
    world.auditor.demo = True
    world.auditor.save()
    right = "бір-екі-үш-төрт-бес"
    tried = [("officer", WRONG), ("nobody", WRONG), ("analyst", right), ("auditor", right), ("registrar", WRONG)]
    pages, costs = set(), []
    for name, password in tried:
        hashings.clear()
        page = give_password(Client(), name, password)
        costs.append(hashings.total())
        text = page.content.decode().replace(name, "NAME")
        pages.add((page.status_code, re.sub(r'value="\w{64}"', "", text)))
    assert costs == [1] * len(tried)
    assert len(pages) == 1


def test_failures_are_logged_without_what_was_typed(world: World, clock: Clock):
    prepare(world.officer)
    give_password(Client(), "officer", WRONG)
    give_password(Client(), "a-secret-typed-as-a-name", WRONG)
    client = Client()
    give_password(client, "officer")
    give_code(client, "123456")
    found = [
        (entry.account_id, entry.actor_id, entry.address, entry.details)
        for entry in LogEntry.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("pk")
    ]
    assert found == [
        (world.officer.pk, None, "127.0.0.1", {"step": "password"}),
        (None, None, "127.0.0.1", {"step": "password"}),
        (world.officer.pk, None, "127.0.0.1", {"step": "second_factor"}),
    ]
