"""Files from outside: received, read into rows beside the registry, looked at, and then applied as a whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .organisations import Region


class Import(models.Model):
    """A file and how far it has come. Changed by registry/imports/ alone."""

    class State(models.TextChoices):
        STAGING = "staging"
        STAGED = "staged"
        APPLYING = "applying"
        APPLIED = "applied"
        UNREADABLE = "unreadable"
        """The file as a whole cannot be read: ``fault`` says why."""
        CANCELLED = "cancelled"

    class Mode(models.TextChoices):
        STRICT = "strict"
        """Nothing while one row is bad."""
        PARTIAL = "partial"
        """The rest."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.STAGING)
    mode = models.CharField(max_length=7, choices=Mode, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    """Of whoever brought it; empty: the country."""
    key = models.CharField(max_length=40, blank=True)
    """Of the file in the store; empty when it is deleted."""
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=80)
    form = models.CharField(max_length=40, blank=True)
    """As it was found: csv or xlsx, and of a CSV the encoding and the separator."""
    columns = models.JSONField(default=list)
    """The columns of the file, in their order."""
    fault = models.CharField(max_length=40, blank=True)
    fault_values = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    """Known when the file is read to its end; before it, guessed from its size where it can be."""
    rows_applied = models.PositiveIntegerField(default=0)
    """Progress of applying; what it says counts only when the import is applied."""
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was applied, cancelled or found unreadable."""

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportRow(models.Model):
    """A row of a file as it was read. ``difference``: what it would change, as of the preview."""

    class Difference(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        SAME = "same"
        BAD = "bad"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    """In the file, from 1; the header is one."""
    key = models.CharField(max_length=200, blank=True)
    """What may stand in the file only once."""
    values = models.JSONField(default=dict)
    """Column → value as it was read; of a bad row the text as it stood in the file, cut."""
    difference = models.CharField(max_length=7, choices=Difference, blank=True)
    problems = models.JSONField(default=list)
    """Of a bad row: [{column, code, values}]."""
    changes = models.JSONField(default=list)
    """[{column, before, after}], for the preview."""

    class Meta:
        ordering = ("line",)
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="a_line_is_read_once")]
        indexes = [
            models.Index(fields=["of", "difference", "line"], name="import_rows_by_difference"),
            models.Index(fields=["of", "key"], condition=~Q(key=""), name="import_rows_by_key"),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"
