"""People as the registry knows them. An empty field means "not known", never "none"."""

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Mod, Substr
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from eligibility.rules.facts import NEVER

from .. import iin as number
from ..kazakh import COLLATION, PLAIN, fold
from .organisations import District, Region


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


RESIDENCES = [
    (code, code) for code in ("citizen", "kandas", "refugee", "permanent_resident", "eaeu_worker", "foreigner")
]


def _rest(weights: tuple[int, ...]) -> Combinable:
    """The weighted sum of the first eleven digits modulo 11, computed by the database."""
    total: Combinable = Value(0)
    for place, weight in enumerate(weights, start=1):
        total = total + Cast(Substr("iin", place, 1), IntegerField()) * Value(weight)
    return Mod(total, Value(number.MODULUS))


CONTROL_DIGIT_HOLDS = Exact(
    Cast(Substr("iin", number.LENGTH, 1), IntegerField()),
    Case(
        When(Exact(_rest(number.FIRST_WEIGHTS), Value(10)), then=_rest(number.SECOND_WEIGHTS)),
        default=_rest(number.FIRST_WEIGHTS),
        output_field=IntegerField(),
    ),
)


NOBODY = 0
"""A row number that no person has: the same questions are asked of it, and nothing is found."""


class Household(models.Model):
    """People who live together: whoever belongs to it decides nothing about the others."""

    def __str__(self) -> str:
        return f"household {self.pk}"


class Citizen(models.Model):
    """A person. Birth date and sex are recorded, never derived from the number."""

    iin = models.CharField(_("IIN"), max_length=number.LENGTH, unique=True)
    surname = models.CharField(_("surname"), max_length=100, db_collation=COLLATION)
    given_name = models.CharField(_("given name"), max_length=100, db_collation=COLLATION)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    name_key = models.CharField(max_length=320, editable=False, db_collation=PLAIN)
    """The folded name, for searching; see registry/kazakh.py."""
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    residence = models.CharField(_("residence"), max_length=20, choices=RESIDENCES, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="citizens", verbose_name=_("region of permanent registration")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="citizens", verbose_name=_("district")
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="kk")
    wellbeing_level = models.CharField(_("level of the family card"), max_length=1, blank=True)
    """A–E as the Digital Family Card holds it; a confirmed D or E is a ConfirmedGround."""
    wellbeing_level_since = models.DateField(null=True, blank=True)
    last_pension_month = models.IntegerField(null=True, blank=True)
    """Year × 12 + month − 1 of the last pension contribution; −1 where none was ever paid; null: not known."""
    complete_from = models.DateField(null=True, blank=True)
    """Work and circumstances are completely known from this day on: what is not in the registry is not so."""
    contributions_complete_from = models.IntegerField(null=True, blank=True)
    """Year × 12 + month − 1, from which on the paid months are completely known."""
    blocked = models.BooleanField(_("blocked at the person's request"), default=False)

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="citizen_name"),
            models.Index(fields=["region", "name_key"], name="citizen_region_name"),
        ]
        constraints = [
            # PostgreSQL checks in the order of the names: the digits before what is computed from them
            # \Z and not $, after which SQLite, that is Python, lets a line break follow
            models.CheckConstraint(name="iin_digits_are_twelve", condition=Q(iin__regex=r"^[0-9]{12}\Z")),
            models.CheckConstraint(name="iin_has_its_control_digit", condition=CONTROL_DIGIT_HOLDS),
            models.CheckConstraint(name="sex_is_known_or_empty", condition=Q(sex__in=["", *Sex.values])),
            models.CheckConstraint(name="wellbeing_level_is_a_level", condition=Q(wellbeing_level__in=["", *"ABCDE"])),
            models.CheckConstraint(name="last_pension_month_is_a_month", condition=Q(last_pension_month__gte=NEVER)),
        ]

    def __str__(self) -> str:
        """Without the number: this text gets into lists, messages and titles."""
        return " ".join(filter(None, [self.surname, self.given_name, self.patronymic]))

    def save(self, *args: object, **kwargs: object) -> None:
        self.fold_name()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fold_name(self) -> None:
        """To be called before many are written at once; ``save`` does it by itself."""
        self.name_key = fold(str(self))
