"""Is this certificate valid? For whoever is shown one: a guard, a doctor, a relative. One word is the answer.

A certificate's square holds the address of its answer, so that a phone's camera is enough. The code in the address
tells nothing of a person, and the answer is in no address.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.addresses import client_address
from eligibility.limits import Limit, TooMany
from eligibility.views.errors import too_many
from eligibility.views.page import page

from ... import proof, working_days
from ...log import Who
from ...proof.forms import CheckForm

CHECKS = Limit("certificate checks", most=200, window=timedelta(hours=1), alarm=10_000)
"""Each check writes to the log; a whole hospital may share one address."""
WRONG_CHECKS = Limit("wrong certificate codes", most=10, window=timedelta(minutes=15), alarm=1_000)

WORDS: Final[Mapping[str, tuple[str, str | Promise, str | Promise]]] = {
    "valid": (
        "yes",
        _("The certificate is valid"),
        _("Compare the name on it with the identity document."),
    ),
    "not_valid": (
        "no",
        _("The certificate is not valid"),
        _("Compare the code with the paper, letter by letter. Ask 1414 for the status itself."),
    ),
    "expired": (
        "unknown",
        _("The certificate has expired"),
        _("The person can get a new one. Ask 1414 for the status itself."),
    ),
}
"""Answer → mark, what is said in large words, what to do."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code, where nothing can be scanned."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("certificate-checked", code=form.cleaned_data["code"])
    shown = {"form": form, "faults": form.faults() if form.is_bound else []}
    status = 422 if form.is_bound else 200
    return _unlisted(page(request, "registry/portal/check_certificate.html", shown, status=status))


@require_safe
def checked(request: HttpRequest, code: str) -> HttpResponse:
    """The answer, at once. Whatever makes a certificate not valid, the page is the same."""
    if request.method == "HEAD":  # a program that looks at a link: nobody reads an answer
        return _unlisted(HttpResponse())
    now, address = timezone.now(), client_address(request)
    try:
        CHECKS.take(address, now)
        WRONG_CHECKS.take(address, now)
    except TooMany as refused:
        return too_many(request, refused.seconds)
    answer = proof.check(Who(now=now, address=address), code, working_days.day_of(now))
    if answer != "not_valid":
        WRONG_CHECKS.give_back(address, now)
    mark, headline, hint = WORDS[answer]
    shown = {"mark": mark, "headline": headline, "hint": hint}
    return _unlisted(page(request, "registry/portal/certificate_checked.html", shown))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """In no search engine. What else keeps the code to itself holds for every page: no-store, referrers to nobody
    outside (and not fewer: without them the browser would send no origin with a form, which is then refused)."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
