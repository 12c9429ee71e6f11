"""Why a file as a whole cannot be read or taken in: what is wrong, where, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Mapping[str, str | Promise] = {
    "empty": _("The file is empty. Choose the one with the rows."),
    "too_large": _("The file is larger than %(megabytes)s MB. Split it, or save it as CSV."),
    "utf_16": _("The file is in the encoding UTF-16. Save it as “CSV UTF-8” or as XLSX."),
    "old_excel": _("This is an old Excel file (XLS) or one with a password. Save it as XLSX without a password."),
    "not_a_table": _("This is neither a CSV nor an XLSX file. Take the template and put the rows into it."),
    "broken": _("The XLSX file is damaged and cannot be read to its end. Open it, save it anew and bring it again."),
    "swollen": _("Unpacked, the XLSX file is too large to be read. Save it as CSV, or split it."),
    "no_heading": _("The first line has none of the columns. It has to name them: take the template."),
    "columns_missing": _("Columns are missing in the first line: %(columns)s. Add them, or take the template."),
    "columns_twice": _("Columns stand in the first line twice: %(columns)s. Delete one of each."),
    "no_rows": _("There is a heading in the file, but no rows below it."),
    "too_many_rows": _("The file has more than %(most)s rows. Split it."),
    "gone": _("The file is no longer here. Bring it again."),
    "not_stored": _("The file could not be stored. Try again in a minute."),
    "failed": _(
        "The work broke off and left nothing behind. Try once more; if it breaks off again, tell the administrator."
    ),
    "bad_since": _("Rows have become bad since the preview, so nothing was changed. Look at them again."),
    "rights": _("The account that began it may not do this any more. Nothing was changed."),
}


class Unreadable(Exception):
    """``code``: a key of TEXTS; ``values`` fill in its text. ``columns`` among them are names of columns."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values
