"""The answer to whoever holds a certificate in his hands: valid, not valid or expired."""

from datetime import date
from typing import Literal

from django.db.models import prefetch_related_objects

from eligibility.rules import law as law_module

from .. import log
from ..facts import RELATED
from ..log import Verb, Who
from ..models import NOBODY, Certificate, Citizen
from . import references
from .statement import standing

Answer = Literal["valid", "not_valid", "expired"]


def check(who: Who, reference: str, on: date) -> Answer:
    """Whether the certificate holds on the day, by the facts as they are now, and write down that it was asked.

    Seven queries and one run of the engine, whatever the reference is and whatever has become of the certificate."""
    rows = Certificate.objects.select_related("citizen")
    found = rows.filter(reference_digest=references.digest(references.read(reference))).first()
    citizen = found.citizen if found else Citizen(pk=NOBODY)
    prefetch_related_objects([citizen], *RELATED)
    said = _answer(found, standing(citizen, on, law_module.load()), on)
    details = {"certificate": found.pk if found else None, "answer": said}
    log.write(who, Verb.CERTIFICATE_CHECKED, citizen=found.citizen if found else None, details=details)
    return said


def _answer(certificate: Certificate | None, stands: tuple[str, str], on: date) -> Answer:
    if certificate is None or certificate.withdrawn_at is not None or certificate.citizen.blocked:
        return "not_valid"
    if on > certificate.last_day:
        return "expired"
    same = (certificate.status, certificate.payer) == stands
    return "valid" if same and on >= certificate.day else "not_valid"
