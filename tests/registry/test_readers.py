"""Nobody who saw the data is left out, not even by a list or a search among others."""

from datetime import timedelta

from registry import readers
from registry.log import Verb, write

from .world import NOW, World, who


def test_entries_and_lists_of_an_application(world: World):
    application, other = world.application(), world.application()
    officer = who(world.officer)
    write(officer, Verb.READ_APPLICATION, details={"rows": [other.pk, application.pk]})
    write(officer, Verb.READ_APPLICATION, application=application)
    write(officer, Verb.READ_APPLICATION, details={"rows": [other.pk]})
    write(officer, Verb.READ_APPLICATION, application=other)
    write(officer, Verb.SEARCHED, details={"rows": [application.pk]})  # a citizen of the same number
    write(officer, Verb.READ_APPLICATION, details={"rows": [application.pk * 10, application.pk + 1000]})
    assert [entry.verb for entry in readers.who_read(application)] == [Verb.READ_APPLICATION] * 2
    assert readers.listings(application).count() == 1
    assert readers.listings(other).count() == 2


def test_entries_and_searches_of_a_person(world: World):
    citizen, other = world.citizen(), world.citizen()
    write(who(world.officer), Verb.SEARCHED, details={"by": "name", "rows": [other.pk, citizen.pk]})
    write(who(world.officer, now=NOW + timedelta(hours=1)), Verb.READ_CITIZEN, citizen=citizen)
    write(who(world.officer), Verb.SEARCHED, details={"by": "name", "rows": [other.pk]})
    write(who(world.officer), Verb.LOOKED_UP, details={"found": 0})
    assert [entry.verb for entry in readers.who_read_citizen(citizen)] == [Verb.READ_CITIZEN, Verb.SEARCHED]
