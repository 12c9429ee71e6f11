"""A password alone opens nothing; each code opens once; keys are not readable in the database."""

import json
import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from registry.log import Verb
from registry.models import LogEntry
from registry.signin import codes, sealing, sessions
from tests.registry.world import World, client_of

from .staff import PASSWORD, SECOND_FACTOR, SIGN_IN, Clock, give_code, give_password, is_in, prepare, sign_in

ENTRANCE = {"account_login", "mfa_authenticate", "account_logout", "invitation"}
"""What a person without a session needs. The other pages of the invitation lead to its first one."""


CITIZENS = ("eligibility.", "registry.portal.")
FILLED = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000001"}


def staff_pages() -> list[tuple[str, str]]:
    """Name and address of every page that is not one of the citizens', with something in place of its parts."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for item in patterns:
            path = before + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, path)
            elif not item.callback.__module__.startswith(CITIZENS):
                yield item.name or "", path

    def filled(path: str) -> str:
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: FILLED.get(found[1], "1"), path.replace("(?P<url>.*)$", "1"))
        return path.replace("^", "").replace("$", "")

    return [(name, filled(path)) for name, path in walk(get_resolver().url_patterns, "/")]


def test_the_walk_finds_the_pages_of_staff():
    paths = [path for _name, path in staff_pages()]
    assert {"/admin/", "/admin/registry/account/1/change/", "/account/password/"} <= set(paths)
    for path in paths:
        assert not resolve(path).func.__module__.startswith(CITIZENS), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_no_page(world: World, method: str):
    prepare(world.officer)
    client = Client()
    assert give_password(client, "officer")["Location"] == SECOND_FACTOR
    opened = [
        (name, path, response.status_code)
        for name, path in staff_pages()
        if name not in ENTRANCE
        for response in [getattr(client, method)(path)]
        if response.status_code not in (302, 405)
    ]
    assert opened == []
    assert not is_in(client)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_without_a_second_factor_is_over_at_the_first_page(world: World, method: str):
    for name, path in staff_pages():
        client = Client()
        client.force_login(world.officer)
        response = getattr(client, method)(path)
        assert response.status_code == 302, (name, path)
        assert "_auth_user_id" not in client.session, path


def test_next_leads_through_the_second_factor_and_never_out(world: World, clock: Clock):
    secret = prepare(world.officer)
    for asked, reached in (("/admin/people/", "/admin/people/"), ("https://evil.example/", "/work/")):
        client = Client()
        first = client.post(SIGN_IN, {"name": "officer", "password": PASSWORD, "next": asked})
        assert first["Location"] == SECOND_FACTOR
        assert client.get(f"{SECOND_FACTOR}?next=/account/").status_code == 200
        assert not is_in(client)
        clock.pass_by(seconds=30)
        assert give_code(client, codes.code_at(secret, clock.now))["Location"] == reached
        assert is_in(client)


def test_the_code_comes_within_five_minutes_of_the_password(world: World, clock: Clock):
    secret = prepare(world.officer)
    client = Client()
    give_password(client, "officer")
    clock.pass_by(minutes=5, seconds=1)
    assert give_code(client, codes.code_at(secret, clock.now))["Location"] == SIGN_IN
    assert not is_in(client)


def test_an_account_disabled_between_password_and_code_stays_out(world: World, clock: Clock):
    secret = prepare(world.officer)
    client = Client()
    give_password(client, "officer")
    world.officer.is_active = False
    world.officer.save()
    assert give_code(client, codes.code_at(secret, clock.now)).status_code in (302, 403)
    assert not is_in(client)


def test_a_code_opens_once_even_in_another_browser(world: World, clock: Clock):
    secret = prepare(world.officer)
    code = codes.code_at(secret, clock.now)
    assert sign_in(Client(), world.officer, secret, clock.now).status_code == 302
    clock.pass_by(seconds=5)
    second = Client()
    give_password(second, "officer")
    assert give_code(second, code).status_code == 422
    assert not is_in(second)


@pytest.mark.parametrize(("seconds", "opens"), [(0, True), (36, True), (38, False), (60, False), (-30, False)])
def test_a_code_is_good_for_its_thirty_seconds_and_ten_to_send_it(
    world: World, clock: Clock, seconds: int, opens: bool
):
    """The clock stands at three seconds of a step."""
    secret = prepare(world.officer)
    code = codes.code_at(secret, clock.now)
    clock.pass_by(seconds=seconds)
    assert (codes.use(world.officer, code, clock.now) is not None) == opens


def test_an_older_code_does_not_open_after_a_newer_one(world: World, clock: Clock):
    secret = prepare(world.officer)
    older = codes.code_at(secret, clock.now)
    clock.pass_by(seconds=30)
    assert codes.use(world.officer, codes.code_at(secret, clock.now), clock.now)
    assert codes.use(world.officer, older, clock.now) is None


def test_the_six_digits_may_be_typed_with_a_space(world: World, clock: Clock):
    code = codes.code_at(prepare(world.officer), clock.now)
    assert codes.use(world.officer, f" {code[:3]} {code[3:]} ", clock.now)


def test_a_recovery_code_opens_once_and_is_logged(world: World, clock: Clock):
    prepare(world.officer)
    code = codes.renew_recovery_codes(world.officer)[3]
    client = Client()
    give_password(client, "officer")
    assert give_code(client, f"{code[:5]} {code[5:]}").status_code == 302
    assert is_in(client)
    entry = LogEntry.objects.get(verb=Verb.SIGNED_IN)
    assert entry.details == {"factor": "recovery_codes", "left": 9}
    second = Client()
    give_password(second, "officer")
    assert give_code(second, code).status_code == 422


def test_new_recovery_codes_replace_the_former_ones(world: World, clock: Clock):
    prepare(world.officer)
    former = codes.renew_recovery_codes(world.officer)
    page = client_of(world.officer).post("/account/recovery-codes/").content.decode()
    assert former[0][:5] not in page
    assert codes.use(world.officer, former[0], clock.now) is None
    assert page.count("<li>") == 10


def test_keys_are_not_readable_in_the_database(world: World, clock: Clock):
    secret = prepare(world.officer)
    client = client_of(world.officer)
    client.get("/account/device/")
    shown = sealing.unseal(client.session["signin.secret"])
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    stored += json.dumps([session.get_decoded() for session in Session.objects.all()])
    assert secret not in stored
    assert shown not in stored
    seed = sealing.unseal(Authenticator.objects.get(user=world.officer, type="recovery_codes").data["seed"])
    assert seed not in stored


def test_a_former_key_still_reads_and_a_foreign_one_does_not(settings):
    sealed = sealing.seal("secret")
    former = settings.SECOND_FACTOR_KEY
    settings.SECOND_FACTOR_KEY = "another"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)
    settings.SECOND_FACTOR_KEY_FALLBACKS = [former]
    assert sealing.unseal(sealed) == "secret"
    for broken in ("", "1.", "1.AAAA", sealed[:-4] + "AAA=", "what is this?"):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(broken)


def test_another_telephone_needs_a_fresh_code_and_replaces_the_former_one(world: World, clock: Clock):
    former = prepare(world.officer)
    client = client_of(world.officer)
    clock.pass_by(minutes=11)
    assert client.get("/account/device/")["Location"] == "/account/again/?next=/account/device/"
    again = client.post("/account/again/", {"code": codes.code_at(former, clock.now), "next": "/account/device/"})
    assert again["Location"] == "/account/device/"
    client.get("/account/device/")
    secret = sealing.unseal(client.session["signin.secret"])
    assert client.post("/account/device/", {"code": "000000"}).status_code == 422
    done = client.post("/account/device/", {"code": codes.code_at(secret, clock.now)})
    assert done.content.decode().count("<li>") == 10
    clock.pass_by(minutes=1)
    assert codes.use(world.officer, codes.code_at(former, clock.now), clock.now) is None
    assert codes.use(world.officer, codes.code_at(secret, clock.now), clock.now)


def test_an_account_without_a_second_factor_cannot_sign_in_nor_give_itself_one(world: World):
    prepare(world.officer)
    Authenticator.objects.all().delete()
    client = Client()
    assert give_password(client, "officer").status_code == 403
    assert not is_in(client)
    assert client.get("/account/device/").status_code == 302


def test_the_marker_of_one_account_is_not_good_for_another(world: World):
    client = client_of(world.officer)
    session = client.session
    sessions.begin(session, world.colleague, timezone.now())
    session.save()
    assert not is_in(client)
