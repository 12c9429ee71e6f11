"""A list as a file: a head with the mark of whoever made it, then a line a person. No whole number stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from ..models import Account
from ..sheets import BYTE_ORDER_MARK, REMARK, line, new_sheet, safe, text_cell
from .people import Shown

WIDTHS = (40, 16, 26, 22, 44, 44, 70)


@dataclass(frozen=True, slots=True)
class File:
    """``people``: on the whole list, of whom the first ``lines`` stand here."""

    title: str
    by: Account
    at: datetime
    purpose: str
    place: str
    people: int
    lines: Sequence[Shown]

    @property
    def head(self) -> list[tuple[str, str]]:
        return [
            (_("List"), self.title),
            (_("Region or polyclinic"), self.place),
            (_("Lines"), _("%(lines)s of %(people)s") % {"lines": len(self.lines), "people": self.people}),
            (_("This file was made by"), f"{self.by.full_name} ({self.by.username}), {self.at:%Y-%m-%d %H:%M %z}"),
            (_("Purpose"), self.purpose),
        ]

    @property
    def columns(self) -> tuple[str, ...]:
        return (
            *(_("Full name"), _("IIN, masked"), _("District"), _("Last day of cover"), _("Why"), _("Ground")),
            _("What would help"),
        )


def csv(file: File) -> bytes:
    rows = [(REMARK, *pair) for pair in file.head] + [file.columns] + [_cells(row) for row in file.lines]
    return "".join([BYTE_ORDER_MARK, *(line([safe(cell) for cell in row]) for row in rows)]).encode()


def xlsx(file: File) -> bytes:
    book = Workbook(write_only=True)
    sheet = new_sheet(book, _("List"), WIDTHS)
    for label, value in file.head:
        sheet.append([text_cell(sheet, label, bold=True), text_cell(sheet, value)])
    sheet.append([text_cell(sheet, title, bold=True) for title in file.columns])
    for row in file.lines:
        sheet.append([text_cell(sheet, cell) for cell in _cells(row)])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _cells(row: Shown) -> tuple[str, ...]:
    day = f"{row.day}{'' if row.sure else ' – ' + _('perhaps')}" if row.day else ""
    ways = "; ".join(f"{name} ({due})" if due else name for name, due, _late in row.ways)
    return row.name, row.number, row.district, day, "; ".join(row.why), row.ground, ways
