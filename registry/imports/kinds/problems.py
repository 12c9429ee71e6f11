"""What is wrong with a row, in words for whoever brought it: what it is, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Mapping[str, str | Promise] = {
    "empty": _("Nothing stands here, and without it the row cannot be taken in."),
    "iin": _("An IIN has 12 digits, and the last one must fit the others. Check it against the document."),
    "iin_short": _("Digits are missing, most likely zeros at the beginning: make the column a text column."),
    "day": _("This is not a date. Write it as 2026-03-16 or 16.03.2026."),
    "day_outside": _("This day is too far away: %(first)s to %(last)s can be taken in."),
    "month": _("This is not a month. Write it as 2026-03 or 03.2026."),
    "month_outside": _("This month is too far away: %(first)s to %(last)s can be taken in."),
    "choice": _("This value is not known here. Possible are: %(choices)s."),
    "too_long": _("This is longer than %(most)s characters."),
    "name": _("A name needs at least one letter."),
    "phone": _("A telephone number has 7 to 15 digits."),
    "email": _("This is not an e-mail address."),
    "number": _("This is not a whole number."),
    "control_character": _("There is a character in it that cannot be shown. Type the text anew."),
    "order": _("The end lies before the beginning."),
    "twice": _("The same stands in line %(line)s already. Delete one of the two."),
    "unknown_person": _("Nobody with this IIN is in the registry. Bring the list of people first."),
    "other_region": _("This person is registered in another region. Its akimat has to bring the row."),
    "blocked": _("This record is blocked at the request of the person. Nobody works on it."),
    "unknown_district": _("There is no district with this code."),
    "district_of_other_region": _("This district belongs to another region."),
    "unknown_region": _("There is no region with this code."),
    "no_region": _("Write the district: without it nobody knows to which region the person belongs."),
    "unknown_polyclinic": _("There is no polyclinic with this number in the region. Look it up in the list."),
    "born_later": _("The person was born after this day."),
    "overlaps": _("For some of these days the same is already in the registry: %(first)s – %(last)s."),
    "decided": _("An officer has decided on this ground for some of these days. Only a decision changes that."),
    "not_paid": _("For this month nothing was paid, so nothing can be returned."),
    "attached_later": _("The person was attached elsewhere on a later day: %(day)s."),
    "unknown_number": _("There is none with this number."),
    "same_name": _("There are several of this name in the region. Write the number, too."),
    "formula": _("There is a formula here. Replace it with its value."),
    "cell_error": _("The table program shows an error here. Mend it first."),
    "cell_too_long": _("There is far too much text in this cell."),
    "columns": _("The row has more cells than the heading."),
}
