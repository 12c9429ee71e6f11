from tests.registry.world import World, client_of


def test_every_role_gets_its_start_page_and_nobody_else(world: World):
    assert client_of(world.officer).get("/admin/").status_code == 200
