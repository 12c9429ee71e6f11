"""Reference data: regions, districts, offices, polyclinics, days that are not as the week says. All staff read them,
the administrator writes them."""

from typing import Any

from django.contrib.admin import display, register
from django.db.models import DateField
from django.forms import DateInput
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eligibility.presentation import short_date

from .. import access
from ..log import Verb
from ..models import Account, CalendarDay, District, EmploymentOffice, Polyclinic, Region
from .base import ScopedAdmin
from .site import Entry, site


class ReferenceAdmin(ScopedAdmin):
    changes = Verb.REFERENCE_CHANGED
    pages = ("changelist", "add", "change")
    formfield_overrides = {DateField: {"widget": DateInput(attrs={"placeholder": "31.12.2026"})}}

    @display(description=_("name"))
    def called(self, row: Any) -> str:
        return str(getattr(row, f"name_{(get_language() or 'ru')[:2]}"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A code is given once: other rows and the log name it."""
        return [self.opts.pk.name] if obj is not None and not self.opts.pk.auto_created else []


@register(Region, site=site)
class RegionAdmin(ReferenceAdmin):
    list_display = ("code", "called")


@register(District, site=site)
class DistrictAdmin(ReferenceAdmin):
    list_display = ("code", "called", "region")
    list_select_related = ("region",)
    list_filter = ("region",)
    filters = ("region__code__exact",)


@register(EmploymentOffice, site=site)
class EmploymentOfficeAdmin(ReferenceAdmin):
    list_display = ("called", "region", "district")
    list_select_related = ("region", "district")
    list_filter = ("region",)
    filters = ("region__code__exact",)


@register(Polyclinic, site=site)
class PolyclinicAdmin(ReferenceAdmin):
    list_display = ("called", "region", "district")
    list_select_related = ("region", "district")
    list_filter = ("region",)
    filters = ("region__code__exact",)


@register(CalendarDay, site=site)
class CalendarDayAdmin(ReferenceAdmin):
    list_display = ("on", "called", "working")
    list_filter = ("working",)
    filters = ("working__exact",)

    @display(description=_("day"), ordering="day")
    def on(self, row: CalendarDay) -> str:
        return short_date(row.day)


def _everybody(account: Account) -> bool:
    return access.may(account, "reference")


def _writers(account: Account) -> bool:
    return access.may(account, "reference", access.Action.WRITE)


site.add_to_menu(
    Entry(71, _("Regions"), "admin:registry_region_changelist", _writers),
    Entry(72, _("Districts"), "admin:registry_district_changelist", _writers),
    Entry(73, _("Employment offices"), "admin:registry_employmentoffice_changelist", _writers),
    Entry(74, _("Polyclinics"), "admin:registry_polyclinic_changelist", _writers),
    Entry(75, _("Calendar"), "admin:registry_calendarday_changelist", _everybody),
)
