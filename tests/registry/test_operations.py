"""The page for whoever runs the portal names every setting and only commands that there are."""

import re

from django.conf import settings
from django.core.management import get_commands

from config import settings as real

PAGE = (settings.BASE / "docs" / "operations.md").read_text("utf-8")


def test_every_setting_is_named():
    variables = re.findall(r"^([A-Z][A-Z_]+) ", real.__doc__ or "", re.MULTILINE)
    assert len(variables) > 15
    assert [name for name in variables if f"`{name}`" not in PAGE] == []


def test_every_command_exists():
    named = set(re.findall(r"manage\.py (\w+)", PAGE))
    assert {"seal_log", "verify_log", "breach", "expire", "delete_expired"} <= named <= set(get_commands())
