"""What notices say: in three languages, short enough, and nothing about the person."""

import tomllib
from datetime import UTC, date, datetime
from string import ascii_letters, digits

import pytest

from config.notices import LONGEST_PORTAL
from registry.models import Notice
from registry.notices import outbox
from registry.notices.texts import EMAIL, FILE, SMS, Message, message
from tests.registry.world import NOW, World

PORTAL = "https://" + "k" * (LONGEST_PORTAL - len("https://"))
REFERENCE = "WMWM-WMWM"
VALUES = {"reference": REFERENCE, "until": "2026-10-27", "ends": "2026-12-31"}
LANGUAGES = ("kk", "ru", "en")
GSM = set(ascii_letters + digits + " \n@£$¥_!\"#%&'()*+,-./:;<=>?")
"""Without the letters that take two places."""
SEGMENT, SEGMENT_CYRILLIC = 153, 67


def values_of(kind: str) -> dict[str, str]:
    last = {"ends": "2026-12-31"}
    return {"cover_ends": last, "care_changes": last, "revoked_without_application": {}}.get(kind, VALUES)


def texts(channel: str) -> list[tuple[str, str, Message]]:
    kinds = [*outbox.KINDS, "revoked_without_application"]
    return [
        (kind, language, message(kind, channel, language, values_of(kind), PORTAL))
        for kind in kinds
        for language in LANGUAGES
    ]


def segments(text: str) -> int:
    """As networks count a text that does not fit into one message."""
    plain = set(text) <= GSM
    size = len(text) if plain else len(text.encode("utf-16-be")) // 2
    return -(-size // (SEGMENT if plain else SEGMENT_CYRILLIC))


def test_the_files_of_texts_are_complete():
    with FILE.open("rb") as opened:
        tables = tomllib.load(opened)
    assert set(tables) == {"frame", "where", "short", "subject", *outbox.KINDS, "revoked_without_application"}
    for kind in (*outbox.KINDS, "revoked_without_application"):
        assert set(tables[kind]) == {"where", *LANGUAGES}
    for entry in (tables["subject"], tables["frame"]["letter"], *tables["where"].values(), *tables["short"].values()):
        assert set(entry) == set(LANGUAGES)
    assert set(tables["where"]) == set(tables["short"])


@pytest.mark.parametrize(("kind", "language", "text"), texts(SMS))
def test_a_text_message_takes_two_segments_at_most(kind: str, language: str, text: Message):
    assert text.subject == ""
    assert segments(text.body) <= 2, f"{len(text.body)}: {text.body}"
    assert text.body.endswith(PORTAL)
    assert "{" not in text.body
    if language == "en":
        assert set(text.body) <= GSM


def test_segments_are_counted_as_networks_do():
    assert [segments("a" * 153), segments("a" * 154), segments("ә" * 67), segments("ә" * 68)] == [1, 2, 1, 2]
    assert segments("😀" * 34) == 2


@pytest.mark.parametrize(("kind", "language", "text"), texts(EMAIL))
def test_a_letter_says_where_to_look_and_its_subject_nothing(kind: str, language: str, text: Message):
    assert PORTAL in text.body
    assert REFERENCE not in text.subject
    assert not any(character.isdigit() for character in text.subject)
    assert (REFERENCE in text.body) == (kind not in ("cover_ends", "care_changes", "revoked_without_application"))
    assert "{" not in text.body + text.subject


def test_all_letters_of_a_language_have_one_subject():
    assert len({(language, text.subject) for _, language, text in texts(EMAIL)}) == len(LANGUAGES)


def test_the_terms_are_told():
    assert "27.10.2026" in message("received", SMS, "kk", VALUES, PORTAL).body
    assert "27.10.2026" in message("papers_wanted", EMAIL, "en", VALUES, PORTAL).body
    assert "31.12.2026" in message("cover_ends", SMS, "ru", {"ends": "2026-12-31"}, PORTAL).body


def test_an_unknown_language_is_russian():
    assert message("decided", SMS, "de", VALUES, PORTAL) == message("decided", SMS, "ru", VALUES, PORTAL)


def test_a_missing_value_is_a_fault():
    with pytest.raises(KeyError):
        message("received", SMS, "ru", {"reference": REFERENCE}, PORTAL)


class TestPutting:
    def test_every_kind_of_an_application_can_be_written_from_what_was_put_in(self, world: World):
        application = world.application(reference="ABCD-EFGH", email="a@example.org")
        application.paper_requests.create(
            wanted=[], asked_by=world.officer, asked_at=NOW, due_on=date(2026, 4, 1), answered_at=NOW
        )
        for kind in ("received", "papers_wanted", "decided", "withdrawn", "revoked"):
            outbox.put(NOW, kind, kind, application=application)
        made = list(Notice.objects.order_by("pk"))
        written = [message(row.kind, row.channel, row.language, row.values, PORTAL).body for row in made]
        assert len(written) == 5
        assert all("ABCD-EFGH" in text for text in written)
        assert "27.03.2026" in written[0]
        assert "01.04.2026" in written[1]
        assert {row.to for row in made} == {"+77010000000"}
        assert not any(word in "".join(written) for word in (application.surname, application.iin, application.ground))

    def test_without_an_application_the_office_is_named(self, world: World):
        outbox.put(NOW, "revoked", "revoked:1", citizen=world.citizen(email="a@example.org", language="kk"))
        row = Notice.objects.get()
        assert (row.channel, row.to, row.language) == (EMAIL, "a@example.org", "kk")
        assert "жұмыспен қамту бөлімі" in message(row.kind, row.channel, "kk", row.values, PORTAL).body

    def test_the_same_key_is_put_in_once_and_stays_as_it_was(self, world: World):
        one, other = world.application(phone="+77010000001"), world.application(phone="+77010000002")
        outbox.put(NOW, "decided", "decided:1", application=one)
        outbox.put(datetime(2026, 4, 1, tzinfo=UTC), "decided", "decided:1", application=other)
        assert [(row.to, row.created_at) for row in Notice.objects.all()] == [("+77010000001", NOW)]

    def test_who_cannot_be_reached_is_told_nothing(self, world: World):
        outbox.put(NOW, "decided", "decided:1", application=world.application(phone=""))
        assert not Notice.objects.exists()

    def test_a_kind_that_nobody_wrote_is_a_fault(self, world: World):
        with pytest.raises(ValueError, match="kind"):
            outbox.put(NOW, "lottery", "lottery:1", application=world.application())
