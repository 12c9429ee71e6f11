"""The pages to read, for those who came without a question; they are about everybody and need no session."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import keeping, reading
from ..rules import law as law_module
from .page import page

FALLBACK = "ru"
CHANGES = date(2026, 1, 1)
"""The day that the page at /changes-2026/ is about."""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the insurance and the free package are."""
    return _read(request, "about", reading.about(law_module.load(), timezone.localdate()))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed on 1 January 2026, and for whom."""
    return _read(request, "changes", reading.changes(law_module.load(), CHANGES))


@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """Levels D and E."""
    return _read(request, "levels", reading.levels(law_module.load(), timezone.localdate()))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done for people with disabilities, and what is known to be weak."""
    return _read(request, "accessibility", {"contact": settings.SECURITY_CONTACT})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and what is not."""
    hour = 60 * 60
    context = {
        "answer_hours": settings.SESSION_COOKIE_AGE // hour,
        "form_hours": settings.CSRF_COOKIE_AGE // hour,
        "language_days": settings.LANGUAGE_COOKIE_AGE // (24 * hour),
        "kept_days": keeping.KEPT_DAYS,
        "contact": settings.SECURITY_CONTACT,
    }
    return _read(request, "privacy", context)


def _read(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Long texts have a template for each language; a test holds the three to the same structure."""
    return page(request, f"eligibility/pages/{name}.{get_language() or FALLBACK}.html", context)
