"""What may not be in a production that starts."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from ..models import Account


def has_demo_accounts() -> bool:
    """False also where the database or its tables are not there (yet): then nobody can sign in either."""
    try:
        return Account.objects.filter(demo=True).exists()
    except DatabaseError:
        return False


def refuse_demo_accounts() -> None:
    """Called by config/wsgi.py and config/asgi.py. Raises ImproperlyConfigured outside development."""
    if not settings.DEBUG and has_demo_accounts():
        raise ImproperlyConfigured(
            "There are demo accounts in this database, whose passwords are published. Use a database without the demo."
        )
