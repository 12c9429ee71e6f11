"""The ledger's codes in words."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Obligation, RegionalWage, Register
from .lines import AMOUNT_CHANGED, CHARGE, OBLIGATION_ENDED, REGISTER_RETURNED, REVERSAL

Words = Mapping[str, str | Promise]

KINDS: Words = {CHARGE: _("Contribution"), REVERSAL: _("Reversal")}
OBLIGATIONS: Words = {
    Obligation.Kind.WELLBEING: _("Level D or E"),
    Obligation.Kind.UNEMPLOYED: _("Registered unemployed"),
}
REASONS: Words = {
    OBLIGATION_ENDED: _("The obligation has ended"),
    AMOUNT_CHANGED: _("The average wage was replaced"),
    REGISTER_RETURNED: _("The register was returned"),
}
STATES: Words = {
    Register.State.DRAFTED: _("drafted"),
    Register.State.APPROVED: _("approved"),
    Register.State.SENT: _("sent"),
    Register.State.PAID: _("paid"),
    Register.State.RETURNED: _("returned"),
    Register.State.DROPPED: _("dropped"),
}
WAGE_STATES: Words = {
    RegionalWage.State.PROPOSED: _("proposed"),
    RegionalWage.State.APPROVED: _("approved"),
    RegionalWage.State.RETURNED: _("returned"),
    RegionalWage.State.REPLACED: _("replaced"),
}


class Purpose(TextChoices):
    """Why a register is exported."""

    SEND = "send_to_fund", _("To pass it to the Fund or the treasury")
    COMPARE = "compare", _("To compare it with payments")
    AUDIT = "audit", _("For an audit or a written request of an authority")


def kind(code: str) -> str:
    return str(KINDS.get(code, code))


def because(code: str) -> str:
    return str(REASONS.get(code, code))
