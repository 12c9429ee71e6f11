"""What a browser sends of the one page: answers of the questionnaire as they are typed and ticked there."""

import re
from datetime import date
from typing import Any

from django.http import QueryDict
from django.test import Client

from eligibility.forms.base import UNKNOWN
from eligibility.questions import BY_SLUG
from registry.assisted.taking import ASKED, WITHOUT_UNKNOWN, form_of
from tests.registry.world import TODAY

Data = dict[str, list[str]]


def typed(given: dict[str, Any], slugs: list[str], on: date) -> Data:
    """The boxes of these questions, filled as the answers have it; those without an answer stay blank."""
    data: Data = {ASKED: slugs}
    for slug in slugs:
        if slug in given:
            data |= _boxes(slug, given[slug], given, on)
    return data


def sent(data: Data) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in data.items():
        found.setlist(name, values)
    return found


def _boxes(slug: str, answer: Any, given: dict[str, Any], on: date) -> Data:
    if answer is None and slug in WITHOUT_UNKNOWN:
        return {f"{slug}-{UNKNOWN}": ["on"]}
    form = form_of(BY_SLUG[slug], given, on)
    found: Data = {}
    for name, value in form.initial_of(answer).items():
        if name not in form.fields or value is None:
            continue
        box = f"{slug}-{name}"
        if getattr(form.fields[name], "kind", "") == "day":
            year, month, day = value.split("-")
            found |= {f"{box}_day": [day], f"{box}_month": [month], f"{box}_year": [year]}
        else:
            found[box] = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    return found


PERSON = re.compile(r'name="person" value="([\w-]+)"')
HIDDEN = re.compile(r'name="(form|seen)" value="([\w-]+)"')
"""Of the form of the application."""
ASKED_NOW = re.compile(r'name="asked" value="([\w-]+)"')


def fill(client: Client, given: dict[str, Any], **more: str) -> Any:
    """Answer these questions on the page and send it; what stands there besides stays as it is."""
    html = client.get("/desk/assisted/").content.decode()
    return client.post("/desk/assisted/", page_of(html, given) | more)


def page_of(html: str, given: dict[str, Any]) -> dict[str, Any]:
    """The page as it would be sent with these answers."""
    person = PERSON.search(html)
    assert person
    kept = {"subject": "self", **given}
    return {"person": person[1], **typed(kept, ASKED_NOW.findall(html), TODAY)}
