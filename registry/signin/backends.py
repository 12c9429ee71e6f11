"""Passwords as Django checks them; the account that is signed in, with less work."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from ..by_value import row
from ..models import Account


class StaffBackend(ModelBackend):
    def get_user(self, user_id: Any) -> Account | None:
        """None of an account that is not there any more, or not active."""
        found = row(Account, "id", user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
