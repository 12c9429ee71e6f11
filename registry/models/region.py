"""What is worked out for a whole region: who is about to lose cover, and how many people there are of each kind."""

from django.db import models
from django.db.models import Q

from .organisations import District, Region
from .people import Citizen


class CoverEnd(models.Model):
    """That a person's cover ends soon, as it was worked out last; one row a person."""

    citizen = models.OneToOneField(Citizen, on_delete=models.CASCADE, related_name="cover_end")
    last_day = models.DateField(db_index=True)
    kind = models.CharField(max_length=40)
    """Why: a code of registry/falling/kinds.toml."""
    ground = models.CharField(max_length=40)
    """The one that ends."""
    sure = models.BooleanField()
    """Or it is only not known, or not clear, whether the cover goes on."""
    routes = models.JSONField(default=list)
    """What would keep it: codes of the law's routes."""
    worked_out_on = models.DateField()

    class Meta:
        ordering = ("last_day", "pk")

    def __str__(self) -> str:
        return f"{self.last_day}"


class Tally(models.Model):
    """How many people of a region or district were of one kind on a day. Counted from what the engine wrote."""

    day = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="tallies")
    district = models.ForeignKey(District, on_delete=models.CASCADE, null=True, blank=True, related_name="tallies")
    """Empty: the whole region."""
    measure = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "day", "measure", "key", "district"], name="one_tally_of_a_district"
            ),
            models.UniqueConstraint(
                fields=["region", "day", "measure", "key"],
                condition=Q(district__isnull=True),
                name="one_tally_of_a_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.key}"
