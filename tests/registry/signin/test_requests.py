"""Opening a page changes nothing, and no form is taken from another site."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver

from tests.registry.world import World, client_of

from .staff import prepare

PAGES = [
    f"/account/{page.pattern}"
    for resolver in get_resolver().url_patterns
    if str(resolver.pattern) == "account/"
    for page in resolver.url_patterns  # type: ignore[union-attr]
]


def rows() -> dict[str, int]:
    kept = [*apps.get_app_config("registry").get_models(), *apps.get_app_config("eligibility").get_models()]
    return {model.__name__: model._default_manager.count() for model in [*kept, Authenticator, Session]}


def test_opening_the_pages_changes_nothing(world: World):
    prepare(world.officer)
    for client in (Client(), client_of(world.officer)):
        before = rows(), list(Authenticator.objects.values_list("pk", "data"))
        for page in PAGES:
            assert client.get(page).status_code in (200, 302)
            assert client.head(page).status_code in (200, 302)
        assert (rows(), list(Authenticator.objects.values_list("pk", "data"))) == before


def test_forms_from_elsewhere_are_refused(world: World):
    prepare(world.officer)
    signed_in = client_of(world.officer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    before = rows()
    refused = {page: strict.post(page).status_code for page in PAGES if page != "/account/"}
    assert refused == dict.fromkeys(refused, 403)
    assert len(refused) >= 10
    assert rows() == before
