"""Applications for a ground to be confirmed, and what is decided on them. States change in registry/decisions/."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eligibility.rules.codes import GROUNDS

from .. import iin as number
from .organisations import District, EmploymentOffice, Region
from .people import Citizen

NAME = 100


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    IN_REVIEW = "in_review", _("in review")
    PAPERS_WANTED = "papers_wanted", _("waiting for papers")
    REFUSAL_PROPOSED = "refusal_proposed", _("refusal proposed")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


FINAL = (State.CONFIRMED, State.REFUSED, State.WITHDRAWN)
OPEN = tuple(state for state in State if state not in FINAL)
TIMED = tuple(state for state in OPEN if state != State.PAPERS_WANTED)
"""States in which the time to decide runs; it stands still while papers are awaited."""


class Application(models.Model):
    """One person's request. Who he says he is stands here as he typed it; ``citizen`` is the row of that number, if
    there is one: the number alone proves nothing, so nothing of that row is shown to the applicant until an officer
    has confirmed the identity."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    secret_digest = models.CharField(max_length=64)
    token = models.UUIDField(unique=True)
    """Of the form that was sent: the same form makes one application however often it arrives."""
    ground = models.CharField(_("ground"), max_length=40, choices=[(code, code) for code in GROUNDS])
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=0)
    """Grows with every change; a page that was opened at another version is stale."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    iin = models.CharField(_("IIN"), max_length=number.LENGTH, db_index=True)
    surname = models.CharField(_("surname"), max_length=NAME)
    given_name = models.CharField(_("given name"), max_length=NAME)
    patronymic = models.CharField(_("patronymic"), max_length=NAME, blank=True)
    birth_date = models.DateField(_("birth date"))
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="applications", verbose_name=_("region"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("district"))
    office = models.ForeignKey(
        EmploymentOffice, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("employment office")
    )

    person = models.JSONField()
    """The declared facts: the engine's ``person`` object made of the answers, without the illnesses."""
    asked_on = models.DateField()
    purpose = models.CharField(max_length=40)
    purpose_version = models.PositiveIntegerField()
    consented_at = models.DateTimeField()

    assisted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assisted_applications"
    )
    """Who filled it in for the person, at the counter or on the line, and heard him consent."""
    submitted_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("to be decided by"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("officer"),
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    """What the officer before told the next one when he handed the case over."""
    identity_confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [
            models.Index(fields=["region", "state", "due_on"], name="application_queue"),
            models.Index(fields=["officer", "state", "due_on"], name="application_of_officer"),
        ]
        constraints = [
            models.CheckConstraint(name="application_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="application_under_review_has_an_officer",
                condition=~Q(state__in=[State.IN_REVIEW, State.PAPERS_WANTED, State.REFUSAL_PROPOSED])
                | Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="application_is_closed_exactly_when_final",
                condition=Q(state__in=FINAL, closed_at__isnull=False)
                | (~Q(state__in=FINAL) & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        """The reference alone: this text gets into lists and messages."""
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL


class Document(models.Model):
    """An electronic document of an application. Its content lies under ``key`` outside the web root."""

    class Scan(models.TextChoices):
        PENDING = "pending", _("not checked yet")
        CLEAN = "clean", _("checked")
        INFECTED = "infected", _("refused by the virus check")
        FAILED = "failed", _("the virus check failed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    """The content type, found out from the content."""
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of what is stored."""
    pages = models.PositiveIntegerField(null=True, blank=True)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.PENDING)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["application", "digest"], name="a_document_once_an_application"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class PaperRequest(models.Model):
    """What an officer still wants from the applicant, and his answer."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="paper_requests")
    wanted = models.JSONField(default=list)
    """Codes of registry/reasons.toml."""
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at__isnull=True), name="one_open_paper_request"
            ),
        ]

    def __str__(self) -> str:
        return f"paper request {self.pk}"


class Decision(models.Model):
    """The final decision on an application: exactly one, by the database."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField(default=list)
    """Codes: the engine's reasons of the law files, or those of registry/reasons.toml."""
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_decisions"
    )
    decided_at = models.DateTimeField()
    law_digest = models.CharField(max_length=80)
    facts_digest = models.CharField(max_length=80)
    verdict = models.JSONField()
    """What the engine said of the ground on the facts of that moment: outcome, reasons, missing."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_refusal_has_two_people",
                condition=~Q(outcome="refused") | (Q(proposed_by__isnull=False) & ~Q(proposed_by=F("decided_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
