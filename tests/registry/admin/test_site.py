import pytest

from registry.log import Verb
from registry.models import LogEntry
from tests.registry.world import World, client_of

ROLES = ("officer", "approver", "registrar", "clinician", "analyst", "auditor", "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_its_start_page(world: World, role: str):
    assert client_of(getattr(world, role)).get("/admin/").status_code == 200


def test_smoke(world: World):
    citizen = world.known_citizen()
    officer = client_of(world.officer)
    for url in ("/admin/registry/citizen/", f"/admin/registry/citizen/{citizen.pk}/change/"):
        assert officer.get(url).status_code == 200
    assert officer.post("/admin/registry/citizen/", {"number": citizen.iin}).status_code == 200
    assert officer.post("/admin/registry/citizen/", {"name": "абен аиг"}).status_code == 200
    answer = officer.post(f"/admin/registry/citizen/{citizen.pk}/number/", {"reason": "request"})
    assert citizen.iin in answer.content.decode()
    auditor = client_of(world.auditor)
    assert auditor.post("/admin/registry/logentry/", {"row": citizen.pk}).status_code == 200
    assert auditor.get(f"/admin/registry/citizen/{citizen.pk}/change/").status_code == 200
    admin = client_of(world.administrator)
    for name in ("region", "district", "employmentoffice", "polyclinic", "calendarday", "account"):
        assert admin.get(f"/admin/registry/{name}/").status_code == 200
        assert admin.get(f"/admin/registry/{name}/add/").status_code == 200
    for pk in (world.administrator.pk, world.officer.pk):
        assert admin.get(f"/admin/registry/account/{pk}/change/").status_code == 200
    assert admin.get("/admin/registry/account/report/").status_code == 200
    assert auditor.get(f"/admin/registry/account/{world.officer.pk}/change/").status_code == 200
    assert client_of(world.analyst).get("/admin/counts/").status_code == 200
    assert LogEntry.objects.filter(verb=Verb.READ_CITIZEN).count() == 2
