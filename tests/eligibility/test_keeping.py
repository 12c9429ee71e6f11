"""The code and the row behind it: what is derived, sealed and opened again, without any page."""

import math
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eligibility import keeping
from eligibility.models import KeptAnswers
from tests.eligibility.test_views import ANSWERED, TODAY


def kept(people: list[dict[str, Any]]) -> str:
    return keeping.keep(people, TODAY)[0]


# --- The code ---


def test_a_code_cannot_be_guessed_and_looks_like_nothing_else() -> None:
    assert len(set(keeping.ALPHABET)) == len(keeping.ALPHABET)
    assert math.log2(len(keeping.ALPHABET)) * keeping.CODE_LENGTH >= 80
    assert not set(keeping.ALPHABET) & set("ILOU")
    codes = {keeping.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(keeping.is_code(code) for code in codes)
    assert {character for code in codes for character in code} == set(keeping.ALPHABET)
    assert all(len({code[place] for code in codes}) > 20 for place in range(keeping.CODE_LENGTH))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("4T7KM-9WXQ2-HB3NE-6RZ8C", "4T7KM9WXQ2HB3NE6RZ8C"),
        (" 4t7km 9wxq2\u00a0hb3ne–6rz8c\n", "4T7KM9WXQ2HB3NE6RZ8C"),
        ("4.T.7.K.M", "4T7KM"),
        ("oOiIlL uU", "001111VV"),
        ("авсенкмортхуіүһө АВСЕНКМОРТХУІҮҺӨ З", "ABCEHKM0PTXY1YH0ABCEHKM0PTXY1YH03"),
        ("\uff14\uff34\u200b7", "4T7"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_is_written(typed: str, read: str) -> None:
    assert keeping.characters(typed) == read


def test_every_code_is_read_as_it_is_shown() -> None:
    for _ in range(200):
        code = keeping.new_code()
        shown = "-".join(keeping.groups(code))
        assert [len(group) for group in keeping.groups(code)] == [5, 5, 5, 5]
        for typed in (code, shown, shown.lower(), shown.replace("-", " "), shown.replace("0", "о").replace("1", "l")):
            assert keeping.characters(typed) == code


# --- The row ---


@pytest.mark.django_db
def test_two_keepings_of_the_same_answers_share_nothing() -> None:
    codes = [kept([ANSWERED]) for _ in range(2)]
    first, second = KeptAnswers.objects.all()
    assert codes[0] != codes[1]
    assert first.look_up != second.look_up
    one, two = bytes(first.sealed), bytes(second.sealed)
    assert len(one) == len(two)
    pieces = {one[start : start + 8] for start in range(len(one) - 7)}
    assert not [start for start in range(len(two) - 7) if two[start : start + 8] in pieces]
    nonces = {keeping.seal(codes[0], [ANSWERED])[: keeping.NONCE] for _ in range(100)}
    assert len(nonces) == 100


@pytest.mark.django_db
def test_the_key_of_a_row_does_not_decrypt_it() -> None:
    kept([ANSWERED])
    row = KeptAnswers.objects.get()
    sealed = bytes(row.sealed)
    with pytest.raises(InvalidTag):
        AESGCM(bytes.fromhex(row.look_up)).decrypt(
            sealed[: keeping.NONCE], sealed[keeping.NONCE :], row.look_up.encode()
        )


def test_the_length_tells_little() -> None:
    code = keeping.new_code()
    sittings: list[list[dict[str, Any]]] = [[{"subject": "self"}], [ANSWERED], [ANSWERED] * 4]
    assert {len(keeping.seal(code, people)) - keeping.NONCE - 16 for people in sittings} == {keeping.BLOCK}
    for count in range(1, 13):
        length = len(keeping.seal(code, [ANSWERED] * count)) - keeping.NONCE - 16
        assert length % keeping.BLOCK == 0


@pytest.mark.django_db
def test_a_row_of_one_code_does_not_open_with_another_row_s_key() -> None:
    """The key of the row is authenticated: contents exchanged between rows open nothing."""
    codes = [kept([ANSWERED]), kept([{"subject": "self"}])]
    first, second = (KeptAnswers.objects.get(pk=keeping.look_up(code.replace("-", ""))) for code in codes)
    first.sealed, second.sealed = second.sealed, first.sealed
    first.save()
    second.save()
    assert [keeping.find(code, TODAY) for code in codes] == [None, None]


@pytest.mark.django_db
def test_an_unknown_version_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    code = kept([ANSWERED])
    assert keeping.find(code, TODAY)
    monkeypatch.setattr(keeping, "VERSION", keeping.VERSION + 1)
    assert keeping.find(code, TODAY) is None


@pytest.mark.django_db
def test_no_bit_of_a_row_may_change() -> None:
    code = kept([ANSWERED])
    sealed = bytes(KeptAnswers.objects.get().sealed)
    assert keeping.unseal(code, sealed) == [ANSWERED]
    text, tag, end = 8 * keeping.NONCE, 8 * (len(sealed) - 16), 8 * len(sealed)
    for bit in (*range(text), *range(text, tag, 97), *range(tag, end)):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        assert keeping.unseal(code, bytes(changed)) is None, bit
    for length in (0, 1, keeping.NONCE, keeping.NONCE + 1, len(sealed) - 1):
        assert keeping.unseal(code, sealed[:length]) is None
