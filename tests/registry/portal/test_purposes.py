import pytest

from registry.portal import purposes


def test_every_purpose_is_whole() -> None:
    for code, versions in purposes._purposes().items():
        assert [item.version for item in versions] == list(range(1, len(versions) + 1)), code
        for item in versions:
            for part in ("title", *purposes.PARTS):
                assert set(item.texts[part]) == {"kk", "ru", "en"}, (code, part)
                assert all(item.texts[part].values())


def test_what_was_agreed_to_is_found_again() -> None:
    newest = purposes.newest(purposes.CONFIRM_GROUND)
    assert purposes.agreed(newest.code, newest.version) == newest
    with pytest.raises(KeyError):
        purposes.agreed(newest.code, newest.version + 1)
