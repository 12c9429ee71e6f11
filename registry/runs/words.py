"""The words of runs."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eligibility.rules import law as law_module
from eligibility.texts import ground_name, term

from ..models import Run
from .transitions import INSURED, Place

State, Scope = Run.State, Run.Scope
STATES: Mapping[str, str | Promise] = {
    State.PLANNING: gettext_lazy("the plan is being worked out"),
    State.PLANNED: gettext_lazy("planned"),
    State.APPLYING: gettext_lazy("being applied"),
    State.STOPPED: gettext_lazy("stopped by the guard"),
    State.APPLIED: gettext_lazy("applied"),
    State.CANCELLED: gettext_lazy("put aside"),
}
SCOPES: Mapping[str, str | Promise] = {
    Scope.CHANGED: gettext_lazy("people of whom something may have changed"),
    Scope.ALL: gettext_lazy("everybody"),
}


def place(where: Place) -> str:
    """A status with its ground, where it has one."""
    status, ground = where
    if not status:
        return _("Not determined yet")
    if ground and ground in law_module.load().tables["grounds"]:
        name = ground_name(ground)
        return name if status == INSURED else f"{term('statuses', status)}: {name}"
    return term("statuses", status)
