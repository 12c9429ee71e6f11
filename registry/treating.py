"""Whether a polyclinic has a ground to treat a person: by the rows of attachment and visits, and nothing else."""

from datetime import date

from .models import Attachment, Citizen, Visit
from .periods import holding


def treats(polyclinic: int | None, citizen: Citizen, on: date, since: date | None = None) -> bool:
    """Whether the person is attached to the polyclinic on the day, or came there on it; with ``since``, or on one
    of the days from that one on. Two queries at most."""
    here = {"citizen": citizen, "polyclinic": polyclinic}
    if Attachment.objects.filter(holding(on), **here).exists():
        return True
    return Visit.objects.filter(day__range=(since or on, on), struck_at=None, **here).exists()
