"""How somebody consents whom another one helps: recorded with the version of the text, the time and who heard it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..models import Role


class How(TextChoices):
    SIGNED = "signed", _("Signed on paper at the counter")
    SPOKEN = "spoken", _("Said aloud at the counter")
    ON_THE_LINE = "on_the_line", _("Said aloud on the line")


class Whose(TextChoices):
    PERSON = "person", _("The person whom it is about")
    REPRESENTATIVE = "representative", _("A parent, guardian or other legal representative")


HEARD_BY: Final[Mapping[str, tuple[How, ...]]] = {
    Role.REGISTRAR: (How.SIGNED, How.SPOKEN),
    Role.OPERATOR: (How.ON_THE_LINE,),
}
"""Who can have heard or seen what."""


@dataclass(frozen=True, slots=True)
class Consent:
    how: str
    whose: str

    def can_be_of(self, role: str) -> bool:
        """Whether somebody with the role can have heard it."""
        return self.how in HEARD_BY.get(role, ()) and self.whose in Whose.values
