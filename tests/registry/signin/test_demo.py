"""Demo accounts: a code for them in development, no way in and no start elsewhere."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from registry.models import Account
from registry.signin.demo import demo_code
from registry.signin.start import refuse_demo_accounts
from tests.registry.world import World

from .staff import Clock, give_code, give_password, is_in, prepare


@pytest.fixture
def demo(world: World, settings) -> Account:
    settings.DEBUG = True
    prepare(world.officer)
    world.officer.demo = True
    world.officer.save()
    return world.officer


def test_the_command_gets_one_past_the_second_factor(demo: Account, clock: Clock):
    client, out = Client(), StringIO()
    give_password(client, "officer")
    call_command("demo_code", "officer", stdout=out)
    give_code(client, out.getvalue())
    assert is_in(client)
    assert demo_code(demo, clock.now) == out.getvalue().strip()


def test_no_code_for_real_accounts_and_none_in_production(demo: Account, world: World, clock: Clock, settings):
    prepare(world.colleague)
    for name in ("colleague", "approver", "nobody"):
        with pytest.raises(CommandError):
            call_command("demo_code", name)
    settings.DEBUG = False
    with pytest.raises(PermissionDenied):
        demo_code(demo, clock.now)
    assert give_password(Client(), "officer").status_code == 422


def test_production_does_not_start_with_demo_accounts(demo: Account, settings):
    refuse_demo_accounts()
    settings.DEBUG = False
    with pytest.raises(ImproperlyConfigured, match="demo"):
        refuse_demo_accounts()
    Account.objects.update(demo=False)
    refuse_demo_accounts()


def test_the_deployment_check_names_what_is_wrong(demo: Account, settings):
    settings.SECOND_FACTOR_KEY = settings.SECRET_KEY
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    found = {item.id for item in run_checks(include_deployment_checks=True)}
    assert {"registry.E004", "registry.E005", "registry.E006"} <= found
