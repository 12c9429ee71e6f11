"""What is sent is about the person whom its page was opened for, or it is not done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from .. import in_hand
from .said import said

View = Callable[..., HttpResponseBase]


def same_person(view: View) -> View:
    """409 where somebody else was taken in hand since, in another window."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and in_hand.is_another(request):
            return said(
                request,
                409,
                _("Nothing was saved: this page was about another person"),
                _("Somebody else has been looked up since it was opened."),
                _("Look the person up again, then repeat the step."),
            )
        return view(request, *args, **kwargs)

    return handle
