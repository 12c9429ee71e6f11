"""Sessions begin anew, end by idleness, by age, by signing out, and at once when rights change."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from registry.log import Verb
from registry.models import Account, LogEntry, Role
from registry.signin import codes
from tests.registry.world import World, client_of

from .staff import PASSWORD, Clock, give_code, give_password, is_in, prepare, sign_in


def cookie(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def test_each_step_has_another_session_and_no_answers_of_citizens(world: World, clock: Clock):
    secret = prepare(world.officer)
    client = Client()
    client.post("/check/subject/", {"answer": "child"})
    assert client.session["people"]
    keys = [cookie(client)]
    give_password(client, "officer")
    keys.append(cookie(client))
    assert "people" not in client.session
    give_code(client, codes.code_at(secret, clock.now))
    keys.append(cookie(client))
    assert is_in(client)
    assert len(set(keys)) == 3
    old = Client()
    for key in keys[:2]:
        old.cookies[settings.SESSION_COOKIE_NAME] = key
        assert not is_in(old)


def test_fifteen_idle_minutes_end_it(world: World, clock: Clock):
    client = client_of(world.officer)
    for _ in range(4):
        clock.pass_by(minutes=14)
        assert is_in(client)
    clock.pass_by(minutes=15)
    response = client.get("/account/password/")
    assert response["Location"] == "/account/sign-in/?because=idle&next=%2Faccount%2Fpassword%2F"
    assert "15" in client.get(response["Location"]).content.decode()
    assert not is_in(client)
    assert LogEntry.objects.get(verb=Verb.SIGNED_OUT).details == {"because": "idle"}


def test_looking_at_citizens_pages_is_no_work(world: World, clock: Clock):
    client = client_of(world.officer)
    for _ in range(3):
        clock.pass_by(minutes=5)
        assert client.get("/").status_code == 200
    assert not is_in(client)


def test_twelve_hours_end_it_whatever_is_done(world: World, clock: Clock):
    client = client_of(world.officer)
    for _ in range(71):
        clock.pass_by(minutes=10)
        assert is_in(client)
    clock.pass_by(minutes=10)
    assert client.post("/account/password/")["Location"] == "/account/sign-in/?because=old"
    assert not is_in(client)


def test_citizens_sessions_keep_their_day(clock: Clock, db: None):
    client = Client()
    client.post("/check/subject/", {"answer": "child"})
    clock.pass_by(hours=13)
    assert client.session["people"]


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"role": Role.APPROVER},
        {"region": "abroad"},
        {"office": "office"},
        {"password": make_password("another one")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_rights_end_it_at_once(world: World, change: dict[str, object]):
    client = client_of(world.officer)
    assert is_in(client)
    fields = {
        name: getattr(world, str(value)) if name in ("region", "office") else value for name, value in change.items()
    }
    Account.objects.filter(pk=world.officer.pk).update(**fields)
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302


def test_signing_out_is_asked_first_and_logged(world: World):
    client = client_of(world.officer)
    assert client.get("/account/sign-out/").status_code == 200
    assert is_in(client)
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"
    assert not is_in(client)
    assert LogEntry.objects.get(verb=Verb.SIGNED_OUT).actor == world.officer


@pytest.mark.parametrize("path", ["/admin/logout/", "/admin/login/", "/admin/password_change/"])
def test_the_doors_of_djangos_admin_lead_to_ours(world: World, path: str):
    response = Client().get(f"{path}?next=/admin/")
    assert response.status_code in (302, 404)
    assert response.status_code == 404 or "/account/" in response["Location"] or "/admin/" in response["Location"]
    client = client_of(world.officer)
    client.post("/admin/logout/")
    assert not is_in(client)


def test_the_password_is_changed_with_the_present_one_and_ends_other_sessions(world: World):
    prepare(world.officer)
    here, elsewhere = client_of(Account.objects.get(pk=world.officer.pk)), client_of(world.officer)
    typed = {"present": PASSWORD, "new": "алты-жеті-сегіз-тоғыз", "again": "алты-жеті-сегіз-тоғыз"}
    for name, wrong in (("present", "x"), ("new", "short"), ("again", "another")):
        assert here.post("/account/password/", typed | {name: wrong}).status_code == 422
    assert here.post("/account/password/", typed)["Location"] == "/account/?changed=password"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert LogEntry.objects.get(verb=Verb.ACCOUNT_CHANGED).details == {"change": "password"}
    assert give_password(Client(), "officer").status_code == 422


def test_no_page_is_kept_in_a_cache_and_only_the_admin_runs_scripts(world: World):
    client = client_of(world.officer)
    for path, scripts in (("/account/", "'none'"), ("/", "'none'"), ("/admin/", "'self'")):
        response = client.get(path)
        policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
        assert policy["script-src"] == scripts, path
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]


def test_the_last_sign_in_is_logged_with_where_from(world: World, clock: Clock):
    secret = prepare(world.officer)
    sign_in(Client(REMOTE_ADDR="10.1.2.3"), world.officer, secret, clock.now)
    entry = LogEntry.objects.get(verb=Verb.SIGNED_IN)
    assert (entry.actor, entry.address, entry.at) == (world.officer, "10.1.2.3", clock.now)
    assert entry.details == {"factor": "totp", "left": 10}
