"""What an akimat owes for people whom article 26-1 covers, and how it pays. Written by registry/ledger alone.

An obligation says for whom, for which months and why; a register gathers what is due in a month and is paid as a
whole; entries are what registers hold: they are never changed or deleted, a mistake is reversed by another entry.
Months are year × 12 + month − 1, both ends belong; money is whole tiyn (1 ₸ = 100 tiyn)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .care import Visit
from .grounds import ConfirmedGround
from .organisations import District, Region
from .people import Citizen


def _by(name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name=name
    )


class RegionalWage(models.Model):
    """The average monthly wage of a region from which contributions of a year are computed; ₸. A second person
    approves it; a later approval replaces it, and both stay."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        RETURNED = "returned"
        REPLACED = "replaced"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="wages")
    year = models.PositiveIntegerField()
    """Of the contributions, not of the statistics."""
    amount = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    """The publication, its date and number."""
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposed_wages")
    proposed_at = models.DateTimeField()
    closed_by = _by("closed_wages")
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("region", "year", "pk")
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], condition=Q(state="approved"), name="one_wage_a_year"),
            models.UniqueConstraint(
                fields=["region", "year"], condition=Q(state="proposed"), name="one_proposed_wage_a_year"
            ),
            models.CheckConstraint(name="wage_is_not_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="nobody_approves_his_own_wage",
                condition=~Q(state__in=["approved", "replaced"])
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}"


class Obligation(models.Model):
    """That an akimat owes the contributions of a person for these months, with the visit and the confirmed ground
    that it comes from. Ended: it is owed no more, from the beginning; another one may have taken its place."""

    class Kind(models.TextChoices):
        WELLBEING = "wellbeing"
        UNEMPLOYED = "unemployed"

    kind = models.CharField(max_length=10, choices=Kind)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="obligations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="obligations")
    """Who pays: the region of permanent registration on the day it arose."""
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveIntegerField()
    first_month = models.IntegerField()
    last_month = models.IntegerField()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    ground = models.ForeignKey(ConfirmedGround, on_delete=models.PROTECT, related_name="obligations")
    law_digest = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["region", "year", "kind"], name="obligation_of_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "year"],
                condition=Q(kind="wellbeing", ended_at__isnull=True),
                name="one_wellbeing_obligation_a_year",
            ),
            models.UniqueConstraint(
                fields=["ground", "first_month"],
                condition=Q(kind="unemployed", ended_at__isnull=True),
                name="one_unemployed_obligation_a_ground_and_month",
            ),
            models.CheckConstraint(name="obligation_months_in_order", condition=Q(last_month__gte=F("first_month"))),
            models.CheckConstraint(
                name="obligation_names_what_it_comes_from",
                condition=Q(kind="unemployed", visit__isnull=True) | Q(kind="wellbeing", visit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"obligation {self.pk}"


class Register(models.Model):
    """What a region pays for a month: drafted by one person, approved by another, sent, then paid or returned.

    ``total`` in tiyn, ``people`` and ``control_sum`` (of all lines) are those that were drafted; approving computes
    them anew and refuses where they differ. Entries arise with the approval."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        APPROVED = "approved"
        SENT = "sent"
        PAID = "paid"
        RETURNED = "returned"
        DROPPED = "dropped"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="registers")
    month = models.IntegerField()
    number = models.PositiveIntegerField()
    """In the region and month, from 1; a later one corrects."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    version = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField()
    people = models.PositiveIntegerField()
    control_sum = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafted_registers")
    drafted_at = models.DateTimeField()
    approved_by = _by("approved_registers")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was paid, returned or dropped."""
    payment = models.CharField(max_length=60, blank=True)
    """Number and date of the payment order."""
    answer = models.TextField(blank=True)
    """Why it was returned."""

    class Meta:
        ordering = ("-month", "-number")
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "number"], name="register_number_once"),
            models.UniqueConstraint(
                fields=["region", "month"], condition=Q(state="drafted"), name="one_draft_a_region_and_month"
            ),
            models.CheckConstraint(
                name="a_register_has_two_people",
                condition=Q(state__in=["drafted", "dropped"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("drafted_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id}-{self.month // 12}-{self.month % 12 + 1:02}-{self.number}"


class LedgerEntry(models.Model):
    """A line of a register; the database lets nobody change or delete one. ``number`` counts the charges of a person
    and month: the next one may come only after the one before was reversed."""

    class Kind(models.TextChoices):
        CHARGE = "charge"
        REVERSAL = "reversal"

    kind = models.CharField(max_length=10, choices=Kind)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="entries")
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="ledger_entries")
    month = models.IntegerField()
    number = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    wage = models.ForeignKey(RegionalWage, on_delete=models.PROTECT, related_name="entries")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")
    because = models.CharField(max_length=40, blank=True)
    """Of a reversal: its code."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "month", "number"], condition=Q(kind="charge"), name="one_charge_a_month_and_number"
            ),
            models.CheckConstraint(
                name="an_entry_charges_or_reverses",
                condition=Q(kind="charge", amount__gt=0, reverses__isnull=True)
                | Q(kind="reversal", amount__lt=0, reverses__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"
