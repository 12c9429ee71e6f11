"""Whatever is sent to a form or an address, by whoever: it is taken or refused, and nothing breaks."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from registry import decisions
from registry.models import Application, Role
from registry.signin import codes
from registry.signin.invitations import invite

from .desk.helping import HIDDEN, fill, page_of
from .matrix import Scene
from .portal import applying
from .signin.staff import PASSWORD, give_password, prepare
from .world import NOW, World, client_of, who

OFFICE = "/admin/registry/application"
DAY = {"starts_day": "16", "starts_month": "3", "starts_year": "2026", "ends_day": "", "ends_year": ""}
CONFIRMATION = {**DAY, "evidence": "№ 7", "note": "–"}
NAMES = {"name_kk": "А", "name_ru": "А", "name_en": "A"}
PLACE = {**NAMES, "region": "43", "district": "431010000", "address": "–", "phone": "–"}
ACCOUNT = {"username": "new", "full_name": "New", "email": "", "role": "officer", "region": "43", "own_number": ""}

NUMBERS = ("-1", "9" * 30, "9" * 5000, "1e400", "٣" * 12, "²", "1-" + "9" * 5000, "%FF", "\x00")
DAYS = ("01.01.0001", "31.12.9999", "0001", "9999", "9" * 5000, "٣٣")
TEXTS = ("", "a\x00b", "🙂" * 5000, "\u202e<b>{{ x }}%s%(a)s{0}", "//evil.example\r\nX: y", "%FF", "9" * 5000)
EVERYWHERE = ("", "\x00", "9999")
"""``%FF`` stands for bytes that are no text at all."""


UNREAD = ("surname", "name", "password", "reference", "secret")


class Form(NamedTuple):
    """An address with what is typed there when all goes well; the client is where the form is open."""

    client: Client
    address: str
    typed: dict[str, Any]


@pytest.fixture
def scene(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Scene:
    settings.DOCUMENTS_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return Scene(world)


def office(scene: Scene) -> Iterator[Form]:
    world, mine = scene.world, scene.applications[0]
    officer, approver, by = client_of(world.officer), client_of(world.approver), who(world.officer)
    yield Form(officer, f"{OFFICE}/{mine.pk}/take/", {"version": 0, "seen": "received"})
    yield Form(officer, f"{OFFICE}/{mine.pk}/number/", {"version": 0, "reason": "request"})
    held, waiting, proposed = (world.application(world.known_citizen()) for _ in range(3))
    for row in (held, waiting, proposed):
        decisions.take(by, row, 0)
    decisions.confirm_identity(by, held, 1)
    decisions.ask_papers(by, waiting, 1, ["readable_document"], "")
    proposal = decisions.propose_refusal(by, proposed, 1, ["identity_not_proven"], "–")
    case, now = f"{OFFICE}/{held.pk}", {"version": 2, "seen": "in_review"}
    yield Form(officer, f"{case}/confirm_identity/", {**now, "checked": "in_person"})
    yield Form(officer, f"{case}/confirm/", {**now, **CONFIRMATION, "checked": "work"})
    yield Form(officer, f"{case}/ask_papers/", {**now, "wanted": "other_paper", "note": "–"})
    yield Form(officer, f"{case}/propose_refusal/", {**now, "reasons": "identity_not_proven", "note": "–"})
    yield Form(
        officer, f"{case}/hand_over/", {**now, "to": world.colleague.pk, "reasons": "too_much_work", "note": "–"}
    )
    yield Form(officer, f"{OFFICE}/{waiting.pk}/stop_waiting/", {"version": 2, "seen": "papers_wanted"})
    second = {"version": 2, "seen": "refusal_proposed", "proposal": proposal.pk}
    yield Form(approver, f"{OFFICE}/{proposed.pk}/approve_refusal/", {**second, "note": "–"})
    yield Form(approver, f"{OFFICE}/{proposed.pk}/return_refusal/", {**second, "reply": "–"})
    for step in ("preview", "confirm"):
        yield Form(officer, f"{OFFICE}/together/", {**CONFIRMATION, "case": f"{held.pk}-2", "step": step})


def people(scene: Scene) -> Iterator[Form]:
    world = scene.world
    officer, approver, auditor = (client_of(each) for each in (world.officer, world.approver, world.auditor))
    admin, search, proposal = "/admin/registry", "/admin/registry/citizen/", scene.proposals[0].pk
    free = world.ground(world.known_citizen(), "pensioner", datetime(2026, 1, 1, tzinfo=UTC).date())
    yield Form(officer, search, {"number": scene.citizen.iin})
    yield Form(officer, search, {"name": "Жерг"})
    yield Form(officer, f"{search}{scene.citizen.pk}/number/", {"reason": "request"})
    revocation = {"version": 0, "reasons": "ground_ended", "last_day": "31.03.2026", "note": "–"}
    yield Form(officer, f"{admin}/confirmedground/{free.pk}/change/", revocation)
    yield Form(approver, f"{admin}/proposal/{proposal}/approve/", {"note": "–"})
    yield Form(approver, f"{admin}/proposal/{proposal}/return/", {"note": "–"})
    asked = {"account": world.officer.pk, "number": "", "row": 1, "verb": "taken"}
    yield Form(auditor, f"{admin}/logentry/", {**asked, "first": "01.03.2026", "last": "31.03.2026"})


def reference(scene: Scene) -> Iterator[Form]:
    client, admin = client_of(scene.world.administrator), "/admin/registry"
    yield Form(client, f"{admin}/account/add/", ACCOUNT)
    yield Form(client, f"{admin}/account/{scene.victim.pk}/change/", ACCOUNT)
    yield Form(client, f"{admin}/account/{scene.newcomer.pk}/let-in/", {"invitation": "1"})
    yield Form(client, f"{admin}/region/add/", {**NAMES, "code": "75"})
    yield Form(client, f"{admin}/district/add/", {**NAMES, "code": "431020000", "region": "43"})
    yield Form(client, f"{admin}/employmentoffice/add/", PLACE)
    yield Form(client, f"{admin}/polyclinic/{scene.world.polyclinic.pk}/change/", PLACE)
    yield Form(client, f"{admin}/calendarday/add/", {**NAMES, "day": "30.03.2026", "working": "on", "source": "–"})


def signing_in(scene: Scene) -> Iterator[Form]:
    world, second, invited = scene.world, Client(), Client()
    prepare(world.colleague)
    yield Form(Client(), "/account/sign-in/?next=/admin/", {"name": "colleague", "password": PASSWORD, "next": "/"})
    give_password(second, "colleague")
    yield Form(second, "/account/second-factor/", {"code": "123456", "next": "/"})
    own = client_of(world.colleague)
    yield Form(own, "/account/again/", {"code": "123456", "next": "/"})
    yield Form(own, "/account/password/", {"present": PASSWORD, "new": "x" * 20, "again": "x" * 20})
    own.get("/account/device/")
    yield Form(own, "/account/device/", {"code": "123456"})
    code = invite(who(world.administrator), world.staff("invited", Role.AUDITOR))
    yield Form(Client(), "/account/invitation/", {"code": code})
    invited.post("/account/invitation/", {"code": code})
    typed = {"new": "алты-жеті-сегіз-тоғыз", "again": "алты-жеті-сегіз-тоғыз"}
    yield Form(invited, "/account/invitation/password/", typed)
    invited.post("/account/invitation/password/", typed)
    yield Form(invited, "/account/invitation/device/", {"code": codes.code_at(codes.new_secret(), NOW)})


def applicants(scene: Scene) -> Iterator[Form]:
    client, filled, sent = Client(), Client(), Client()
    yield Form(client, "/apply/", {"ground": "disability"})
    applying.choose(client)
    yield Form(client, "/apply/you/", applying.typed())
    yield Form(client, "/apply/you/", applying.typed(language="kk"))
    applying.fill(filled)
    yield Form(filled, "/apply/check/", {"consent": "on", "seen": applying.seen(filled)})
    application, secret = applying.apply(sent)
    yield Form(Client(), "/application/", {"reference": application.reference, "secret": secret})
    decisions.take(who(scene.world.officer), application, 0)
    decisions.ask_papers(who(scene.world.officer), application, 1, ["readable_document"], "")
    yield Form(sent, "/application/papers/", {"answer": "–"})
    yield Form(sent, "/application/papers/", {"answer": "–", "language": "kk"})
    yield Form(sent, "/application/documents/", {"documents": "–"})
    yield Form(sent, "/application/withdraw/", {"sure": "1"})
    yield Form(sent, "/language/", {"language": "kk", "next": "/apply/"})


def helping(scene: Scene) -> Iterator[Form]:
    client, address = client_of(scene.world.registrar), "/desk/assisted"
    filled = fill(client, {"birth-date": "1990-09-09", "status": {"yes": ["disability"], "rest": "no"}})
    assert filled.status_code == 302
    page = page_of(client.get(f"{address}/").content.decode(), {"birth-date": "1990-09-09", "wellbeing": "D"})
    yield Form(client, f"{address}/", {**page, "asked": "birth-date"})
    yield Form(client, f"{address}/", {**page, "language": "kk"})
    yield Form(client, f"{address}/next/", {})
    yield Form(client, f"{address}/print/", {"reader": "self", "languages_self": "kk", "as_page": "1"})
    hidden = dict(HIDDEN.findall(client.get(f"{address}/apply/").content.decode()))
    heard = {"ground": "disability", "written": "kk", "how": "spoken", "whose": "person"}
    for more in ({}, {"language": "kk"}):
        yield Form(client, f"{address}/apply/", {**hidden, **applying.typed(), **heard, **more})
    yield Form(client_of(scene.world.operator), f"{address}/next/", {})


PARTS = (helping, office, people, reference, signing_in, applicants)


def sent(form: Form, typed: dict[str, Any]) -> int:
    """The status of the answer; whatever was changed is undone."""
    cookies = deepcopy(form.client.cookies)
    body = urlencode(typed).replace("%25FF", "%ED%A0%80%FF")
    form.client.raise_request_exception = False
    with transaction.atomic():
        response = form.client.post(form.address, body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    form.client.cookies = cookies
    return int(response.status_code)


def rude(name: str, typed: Any) -> tuple[str, ...]:
    """What is hardest for a field of this kind."""
    if name.endswith("_year") or str(typed).count(".") == 2:
        return DAYS
    return NUMBERS if str(typed)[:1].isdigit() else TEXTS


@pytest.mark.parametrize("part", PARTS)
def test_no_form_breaks(scene: Scene, part: Any):
    """Each name once by itself, while all the rest is well; then all fields of each form together."""
    broken, forms, alone = [], 0, set[str]()
    for form in part(scene):
        forms += 1
        assert sent(form, form.typed) in (200, 302, 422), (form.address, "the form is not open")
        tried = [({name: value}) for name in form.typed.keys() - alone for value in rude(name, form.typed[name])]
        tried += [dict.fromkeys(form.typed, value) for value in EVERYWHERE]
        alone |= form.typed.keys()
        broken += [(form.address, list(other)) for other in tried if sent(form, {**form.typed, **other}) >= 500]
    assert broken == []
    assert forms >= 7


PARAMETERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("officer", f"{OFFICE}/"): ("page", "state", "ground", "office", "whose", "due"),
    ("administrator", "/admin/registry/account/"): ("p", "o", "q", "e", "all", "role__exact"),
    ("officer", "/account/again/"): ("next", "because"),
}


def test_no_address_breaks(scene: Scene):
    """Parameters, and the numbers of rows."""
    pages = ("citizen/{}/change/", "application/{}/change/", "application/documents/{}/", "application/{}/{}/")
    tables = ("confirmedground/{}/change/", "proposal/{}/change/", "district/{}/change/", "calendarday/{}/change/")
    asked = [
        (role, f"{address}?{urlencode({name: value[:3000]})}")
        for (role, address), names in PARAMETERS.items()
        for name in names
        for value in (*NUMBERS[1::2], "\x00", *TEXTS[::2])
    ]
    rows = ("a%00b", "-1", "9" * 30, "9" * 4500, "%FF%FE", "_5F", "%D9%A3", "0001-01-01", "..%2F..")
    asked += [("officer", f"/admin/registry/{place.format(row, row)}") for place in (*pages, *tables) for row in rows]
    asked += [("officer", f"/{row}/") for row in rows]
    clients = {role: client_of(getattr(scene.world, role)) for role, _address in PARAMETERS}
    broken = []
    for role, address in asked:
        clients[role].raise_request_exception = False
        status = clients[role].get(address).status_code
        if status >= 500:
            broken.append(address[:80])
    assert broken == []
    assert Application.objects.exists()


ENCODINGS = ("unicode_escape", "hex", "nonsense")


@pytest.mark.parametrize("address", ["/apply/you/", "/account/sign-in/", "/application/"])
def test_no_declared_encoding_breaks(world: World, address: str):
    client = Client(raise_request_exception=False)
    applying.choose(client)
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\\ud800\r\n' for name in UNREAD]
    for encoding in ENCODINGS:
        kind = f"multipart/form-data; boundary=x; charset={encoding}"
        assert client.generic("POST", address, "".join(parts) + "--x--\r\n", kind).status_code == 422
