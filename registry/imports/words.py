"""What the pages of imports say of codes: in the language of whoever reads them."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import iin
from ..models import Import, ImportRow
from . import faults
from .kinds import problems as of_kinds
from .kinds.base import Kind

PROBLEMS: Mapping[str, str | Promise] = {
    **of_kinds.TEXTS,
    "encoding": gettext_lazy("There are letters in it that cannot be read. Save the file as “CSV UTF-8”."),
    "quotes": gettext_lazy("A quotation mark is opened here and not closed, or stands in the middle of a cell."),
    "line_too_long": gettext_lazy("The line is far too long. Something is lacking at its end."),
}
STATES: Mapping[str, str | Promise] = {
    Import.State.STAGING: gettext_lazy("Being read"),
    Import.State.STAGED: gettext_lazy("Read, waiting for you"),
    Import.State.APPLYING: gettext_lazy("Being taken in"),
    Import.State.APPLIED: gettext_lazy("Taken in"),
    Import.State.UNREADABLE: gettext_lazy("Not readable"),
    Import.State.CANCELLED: gettext_lazy("Put aside"),
}
DIFFERENCES: Mapping[str, str | Promise] = {
    ImportRow.Difference.NEW: gettext_lazy("New"),
    ImportRow.Difference.CHANGED: gettext_lazy("Changed"),
    ImportRow.Difference.SAME: gettext_lazy("The same"),
    ImportRow.Difference.BAD: gettext_lazy("Bad"),
}
SEPARATORS: Mapping[str, str | Promise] = {
    "semicolon": gettext_lazy("semicolon"),
    "comma": gettext_lazy("comma"),
    "tab": gettext_lazy("tab"),
}
LONG_NUMBER: Final = re.compile(r"\d{8,}")
"""Among them every IIN, also one that lost some of its digits."""


def fault_text(kind: Kind, code: str, values: Mapping[str, Any]) -> str:
    """Of the file as a whole."""
    names = ", ".join(column_name(kind, name) for name in values.get("columns", ()))
    return str(faults.TEXTS[code]) % {**values, "columns": names}


def problem_text(code: str, values: Mapping[str, Any]) -> str:
    """Of a row."""
    return str(PROBLEMS[code]) % values


def column_name(kind: Kind, name: str) -> str:
    """As people call it, with what stands in the heading; for the empty name, the line as a whole."""
    if not name:
        return _("the whole line")
    column = next((column for column in kind.columns if column.name == name), None)
    return f"{column.label} ({name})" if column else name


def column_label(kind: Kind, name: str) -> str:
    column = next((column for column in kind.columns if column.name == name), None)
    return str(column.label) if column else name.removesuffix("_id")


def form_text(form: str) -> str:
    """ "csv UTF-8 semicolon" → CSV, UTF-8, semicolon."""
    parts = form.split()
    if not parts:
        return ""
    return ", ".join([parts[0].upper(), *(str(SEPARATORS.get(part, part)) for part in parts[1:])])


def without_numbers(text: str) -> str:
    """Officers see whole numbers of people only where they ask for one."""
    return LONG_NUMBER.sub(lambda found: iin.masked(found[0].rjust(iin.LENGTH, "•"))[-len(found[0]) :], text)
