"""Sessions as Django keeps them: one that has expired or was deleted is none."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.utils import timezone

from registry.signin.store import SessionStore


@pytest.fixture
def kept(db: None) -> SessionStore:
    store = SessionStore()
    store["colour"] = "blue"
    store.save()
    return store


def test_what_is_kept_is_read_and_changed(kept: SessionStore):
    again = SessionStore(kept.session_key)
    assert again["colour"] == "blue"
    again["colour"] = "red"
    again.save()
    assert SessionStore(kept.session_key)["colour"] == "red"
    assert Session.objects.count() == 1


def test_an_expired_one_is_none(kept: SessionStore):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    again = SessionStore(kept.session_key)
    assert again.get("colour") is None
    assert again.session_key is None


def test_one_that_was_deleted_meanwhile_is_not_made_again(kept: SessionStore):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        kept.save()
    assert Session.objects.count() == 0
