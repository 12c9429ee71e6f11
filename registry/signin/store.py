"""Sessions in the database, as Django keeps them, read and written with less work: every page of the staff needs it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from ..by_value import row


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = row(self.model, "session_key", self.session_key or "")
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None

    def save(self, must_create: bool = False) -> None:
        """One statement in no transaction of its own where the session is there already."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        made = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]
        kept = {"session_data": made.session_data, "expire_date": made.expire_date}
        try:
            changed = self.model.objects.filter(pk=made.pk).update(**kept)
        except IntegrityError:
            raise
        except DatabaseError as error:
            raise UpdateError from error
        if not changed:
            raise UpdateError
