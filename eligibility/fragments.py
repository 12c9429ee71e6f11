"""Pieces of the result page that are the same for many people, rendered once a language and kept in memory.

They are keyed by codes of the law and by the status; nothing that a person typed, no date of a person gets in.
"""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .rules.care import services as services_of
from .rules.decide import Status
from .rules.law import Rules, Service
from .texts import entry, ground_name, source, term, words


def ground(code: str, outcome: str, reasons: tuple[str, ...], missing: tuple[str, ...]) -> SafeString:
    """A ground that does not hold: its name, what came of it, why, and what is not known."""
    return _ground(get_language(), code, outcome, reasons, missing)


def holding_ground(code: str, reasons: tuple[str, ...], span: str, payer: str) -> SafeString:
    """A ground that holds, with its dates; these are a person's own, so it is not kept."""
    return _render_ground(code, "yes", reasons, (), span, payer)


def route(code: str, first: bool) -> SafeString:
    """A way to act; the first one is unfolded."""
    return _route(get_language(), code, first)


def note(code: str) -> SafeString:
    """An open point or a remark, with whom to ask."""
    return _note(get_language(), code)


def services(rules: Rules, status: Status, residence: str | None) -> SafeString:
    """What is free in any case and what only with insurance."""
    return _services(get_language(), rules.services, status, residence)


@lru_cache(maxsize=4096)
def _ground(
    language: str | None, code: str, outcome: str, reasons: tuple[str, ...], missing: tuple[str, ...]
) -> SafeString:
    return _render_ground(code, outcome, reasons, missing, "", "")


def _render_ground(
    code: str, outcome: str, reasons: tuple[str, ...], missing: tuple[str, ...], span: str, payer: str
) -> SafeString:
    page = {
        "code": code,
        "name": ground_name(code),
        "outcome": outcome,
        "outcome_text": term("outcomes", outcome),
        "span": span,
        "payer": term("payers", payer) if payer else "",
        "reasons": [(*reason(code), code) for code in reasons if code != "not_known"],
        "missing": [term("facts", code) for code in missing],
    }
    return render_to_string("eligibility/ground.html", {"ground": page})


def reason(code: str) -> tuple[str, str]:
    """The sentence of a reason and the act and article it rests on."""
    found = entry("reasons", code)
    return words(found["text"]), source(found["act"], found["article"])


def channels(route: str) -> list[dict[str, str]]:
    """Where the route leads: the name of each channel, its link where it has one, and what to look for there."""
    found = []
    for item in entry("routes", route)["channels"]:
        channel = entry("channels", item["channel"])
        link = channel.get("link", "")
        found.append({"name": words(channel["name"]), "link": link, "words": words(item["words"])})
    return found


def route_texts(code: str) -> dict[str, Any]:
    """Everything that the law files say of a route, in the reader's language; the same for everybody."""
    return _route_texts(get_language(), code)


@lru_cache(maxsize=256)
def _route_texts(language: str | None, code: str) -> dict[str, Any]:
    texts = entry("routes", code)
    period = texts["periods"][-1]
    page = {name: words(texts[name]) for name in ("name", "why", "steps", "papers", "time")}
    page |= {"code": code, "channels": channels(code)}
    page["source"] = source(period["act"], period["article"])
    return page


@lru_cache(maxsize=256)
def _route(language: str | None, code: str, first: bool) -> SafeString:
    return render_to_string("eligibility/route.html", {"route": route_texts(code), "first": first})


@lru_cache(maxsize=512)
def _note(language: str | None, code: str) -> SafeString:
    found = entry("notes", code)
    page = {"text": words(found["text"]), "ask": [term("offices", office) for office in found["ask"]]}
    return render_to_string("eligibility/note.html", page)


@lru_cache(maxsize=512)
def _services(language: str | None, known: tuple[Service, ...], status: Status, residence: str | None) -> SafeString:
    lists: dict[str, list[dict[str, str]]] = {"gobmp": [], "osms": []}
    for item in services_of(known, status, residence):
        texts = entry("services", item.code)
        line = {"title": words(texts["name"]), "text": words(texts["about"]), "mark": item.covered}
        lists[item.package].append(line)
    page = {"free": lists["gobmp"], "insured_only": lists["osms"], "status": status}
    return render_to_string("eligibility/services.html", page)
