"""Where a person belongs, who decides there and who treats him."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..kazakh import COLLATION

NAME = 200


class Named(models.Model):
    """Something with an official name in three languages."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=NAME, db_collation=COLLATION)
    name_ru = models.CharField(_("name in Russian"), max_length=NAME)
    name_en = models.CharField(_("name in English"), max_length=NAME)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return str(getattr(self, f"name_{(get_language() or 'ru')[:2]}", self.name_ru))


class Region(Named):
    """An oblast or a city of republican significance; the code is the first two digits of KATO."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("code",)


class District(Named):
    """A district or a city of a region; the code is the nine digits of KATO."""

    code = models.CharField(_("code"), max_length=9, primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="districts", verbose_name=_("region"))

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ("code",)


class EmploymentOffice(Named):
    """An akimat's office of employment and social programmes, which confirms levels and categories."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="employment_offices", verbose_name=_("region")
    )
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district"))
    address = models.CharField(_("address"), max_length=NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("employment office")
        verbose_name_plural = _("employment offices")


class Polyclinic(Named):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="polyclinics", verbose_name=_("region"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district"))
    address = models.CharField(_("address"), max_length=NAME, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("polyclinic")
        verbose_name_plural = _("polyclinics")


class CalendarDay(models.Model):
    """A day on which the calendar departs from Monday–Friday: a holiday, or a Saturday that is worked."""

    day = models.DateField(_("day"), primary_key=True)
    working = models.BooleanField(_("a working day"))
    name_kk = models.CharField(_("name in Kazakh"), max_length=NAME)
    name_ru = models.CharField(_("name in Russian"), max_length=NAME)
    name_en = models.CharField(_("name in English"), max_length=NAME)
    source = models.CharField(_("act or decree"), max_length=NAME)
    """The act or decree that says so."""

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day}"
