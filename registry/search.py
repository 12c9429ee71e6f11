"""Finding people: by the exact number, or by the name as ``registry.kazakh`` folds it."""

from django.db.models import QuerySet

from . import access, iin
from .kazakh import fold
from .models import Account, Citizen

MOST = 50
"""People that a search by name shows at most."""
SHORTEST = 2
"""Letters of the surname that have to be known."""
LAST = "\U0010ffff"
"""Comes after every letter in the order of code points."""


def by_number(account: Account, typed: str) -> "QuerySet[Citizen]":
    """The person with this number, where the account reaches him. No part of a number finds anybody."""
    number = iin.clean(typed)
    people = access.visible(account, Citizen.objects.all())
    return people.filter(iin=number) if iin.is_valid(number) else people.none()


def by_name(account: Account, typed: str) -> "QuerySet[Citizen]":
    """People of the account's reach whose surname begins with the first word and whose other names begin with the
    others, in the order of their names. Kazakh letters may be typed as on a Russian keyboard."""
    surname, *others = fold(typed).split() or [""]
    people = access.visible(account, Citizen.objects.all())
    if len(surname) < SHORTEST:
        return people.none()
    found = people.filter(name_key__gte=surname, name_key__lt=surname + LAST)
    for word in others:
        found = found.filter(name_key__contains=f" {word}")
    return found.order_by("name_key", "pk")
