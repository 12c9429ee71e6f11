"""One sitting: the people whose answers were given in this browser, kept in the session for a day.

Most sittings are about one person. A family is several people one after the other, each with answers of his own;
one of them is in hand, and the questions and the result are about him.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

PEOPLE = "people"
IN_HAND = "in_hand"
SUPPOSED = "what_if"
LEFT_OUT = "left_out"
MOST_PEOPLE = 12
"""A large family; the session has to stay small."""

Person = dict[str, Any]


def load(session: SessionBase) -> dict[str, Any]:
    """All answers given so far about the person in hand, by question."""
    return dict(_person(session)["answers"])


def save(session: SessionBase, slug: str, answer: Any) -> None:
    """Keep one answer; what was typed but not sent for this question is dropped, and so is the last "what if"."""
    person = {name: kept for name, kept in _person(session).items() if name != SUPPOSED}
    drafts = {name: typed for name, typed in person["drafts"].items() if name != slug}
    _put(session, {**person, "answers": {**person["answers"], slug: answer}, "drafts": drafts})


def clear(session: SessionBase) -> None:
    """Forget everything about everybody."""
    session.flush()


def forget_expired(session: SessionBase) -> None:
    """Delete the answers of everybody whose day is over; done whenever somebody begins."""
    session.clear_expired()


def keep_draft(session: SessionBase, slug: str, typed: Mapping[str, list[str]]) -> None:
    """Keep what stands in the boxes of a page, unchecked, while the language is changed."""
    kept = {name: values for name, values in typed.items() if name not in ("csrfmiddlewaretoken", "language", "back")}
    person = _person(session)
    _put(session, {**person, "drafts": {**person["drafts"], slug: kept}})


def draft(session: SessionBase, slug: str) -> dict[str, list[str]] | None:
    """What was typed on the page before the language was changed."""
    found: dict[str, list[str]] | None = _person(session)["drafts"].get(slug)
    return found


def leave_out(session: SessionBase, routes: list[str]) -> None:
    """Keep which ways the person in hand does not want in the plan."""
    _put(session, {**_person(session), LEFT_OUT: routes})


def left_out(session: SessionBase, place: int | None = None) -> list[str]:
    """The ways that the person at the place, else the one in hand, does not want in the plan."""
    person = _person(session) if place is None else session[PEOPLE][place]
    found: list[str] = person.get(LEFT_OUT, [])
    return found


def suppose(session: SessionBase, hypothesis: Mapping[str, Any]) -> None:
    """Keep what the person in hand asks "what if" about. It is dropped with the next answer that is saved."""
    _put(session, {**_person(session), SUPPOSED: dict(hypothesis)})


def supposed(session: SessionBase) -> dict[str, Any]:
    """What was kept of the last "what if"; empty where there was none."""
    return dict(_person(session).get(SUPPOSED) or {})


def everybody(session: SessionBase) -> list[dict[str, Any]]:
    """The answers about each person of the sitting, in the order in which they were begun."""
    return [dict(person["answers"]) for person in session.get(PEOPLE) or []]


def begun(session: SessionBase) -> bool:
    """Whether anything was answered about anybody."""
    return any(everybody(session))


def in_hand(session: SessionBase) -> int:
    """Place of the person whom the questions are about now."""
    place: int = session.get(IN_HAND, 0)
    return place


def add(session: SessionBase) -> bool:
    """Begin with another person; False where there are as many as a sitting holds."""
    people = session.get(PEOPLE) or []
    if len(people) >= MOST_PEOPLE:
        return False
    session[PEOPLE] = [*people, {"answers": {}, "drafts": {}}]
    session[IN_HAND] = len(people)
    return True


def take(session: SessionBase, place: int) -> None:
    """Go on with the person at the place. Raises IndexError where there is none."""
    if not 0 <= place < len(session.get(PEOPLE) or []):
        raise IndexError(place)
    session[IN_HAND] = place


def remove(session: SessionBase, place: int) -> None:
    """Forget one person; the first of those who stay is then in hand. Raises IndexError where there is none."""
    people = session.get(PEOPLE) or []
    if not 0 <= place < len(people):
        raise IndexError(place)
    session[PEOPLE] = people[:place] + people[place + 1 :]
    session[IN_HAND] = 0


def bring(session: SessionBase, people: list[dict[str, Any]]) -> None:
    """Put people who were kept elsewhere in place of this sitting; the first one is in hand."""
    session[PEOPLE] = [{"answers": answers, "drafts": {}} for answers in people[:MOST_PEOPLE]]
    session[IN_HAND] = 0


def _person(session: SessionBase) -> Person:
    people = session.get(PEOPLE) or [{"answers": {}, "drafts": {}}]
    person: Person = people[in_hand(session)]
    return person


def _put(session: SessionBase, person: Person) -> None:
    people = list(session.get(PEOPLE) or [{}])
    people[in_hand(session)] = person
    session[PEOPLE] = people
