"""Registrars with sessions, the people that come to them, and what the engine answers of these."""

import random
from collections.abc import Iterable
from time import perf_counter
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone, translation

from bench import town
from eligibility.result import headline_of
from eligibility.rules import law as law_module
from eligibility.rules.decide import decide
from registry.facts import RELATED, facts_of, person_of
from registry.models import Account, Citizen, Role
from registry.signin import sessions

ACCOUNTS = 8
"""Of each client, used in turn: so that none reaches the limit of people from elsewhere."""
OWN, FAR, UNKNOWN = 80, 20, 12
"""People of each client whose answers the engine gives beforehand: attached to the polyclinic, anybody, nobody."""
CSRF = "k" * 32
LANGUAGE = "kk"


class Case(NamedTuple):
    """A number, and the headline of the card that the engine's answer makes."""

    number: str
    headline: str


class Client(NamedTuple):
    """A place at a desk: the cookies of its accounts, and the people that come."""

    cookies: list[str]
    own: list[Case]
    others: list[Case]


def prepare(people: int, clients: int) -> list[Client]:
    """Make the town, and the clients at its desks. For an empty database."""
    today, start = timezone.localdate(), perf_counter()
    polyclinics = town.build(people, today)
    print(f"Desk: {people} people of {polyclinics} polyclinics made in {perf_counter() - start:.0f} s")
    chance = random.Random(1)  # noqa: S311 – nothing here is a secret
    unknown = town.nobody(clients * UNKNOWN, people, today)

    def is_at(row: int, polyclinic: int) -> bool:
        return town.polyclinic_of(row, polyclinics) == polyclinic

    found = []
    with translation.override(LANGUAGE):
        for place in range(clients):
            here = 1 + place % polyclinics
            own = [row for row in range(here - 1 or polyclinics, people + 1, polyclinics) if is_at(row, here)]
            far = [row for row in chance.sample(range(1, people + 1), FAR) if not is_at(row, here)]
            others = _cases(far)
            others += [Case(number, _headline(Citizen(pk=0))) for number in unknown[place::clients]]
            chance.shuffle(others)
            cookies = [_signed_in(f"bench-{place}-{number}", here) for number in range(ACCOUNTS)]
            found.append(Client(cookies, _cases(chance.sample(own, OWN)), others))
    return found


def _cases(rows: Iterable[int]) -> list[Case]:
    people = Citizen.objects.filter(pk__in=list(rows)).prefetch_related(*RELATED)
    return [Case(citizen.iin, _headline(citizen)) for citizen in people]


def _headline(citizen: Citizen) -> str:
    """By ``decide``, which the card does not call: it is made of the full answer."""
    law, today = law_module.load(), timezone.localdate()
    facts = facts_of(person_of(citizen, today), law, today)
    return str(headline_of(decide(facts, law, today.toordinal()).status))


def _signed_in(username: str, polyclinic: int) -> str:
    """The cookies of a new account in a session that has passed both factors."""
    account = Account(username=username, full_name=username, role=Role.REGISTRAR, polyclinic_id=polyclinic)
    account.set_unusable_password()
    account.save()
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    sessions.begin(session, account, timezone.now())
    session.save()
    cookies = {
        settings.SESSION_COOKIE_NAME: session.session_key,
        settings.CSRF_COOKIE_NAME: CSRF,
        settings.LANGUAGE_COOKIE_NAME: LANGUAGE,
    }
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
