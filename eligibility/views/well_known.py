"""Files that programs ask for: robots.txt and security.txt (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

INDEXED = ("about", "changes-2026", "levels", "accessibility", "privacy", "calculator", "law")
"""Pages that are the same for everybody. All others show what one person answered, or lead there."""
VALID_FOR = timedelta(days=180)
"""RFC 9116 advises less than a year. The file is made anew on each request, so it never expires while Kepil runs."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only the pages to read may be indexed; what is not named is not to be visited."""
    allowed = [f"Allow: {path}" for path in ["/$", "/static/", *map(reverse, INDEXED)]]
    return _text("\n".join(["User-agent: *", *allowed, "Disallow: /", ""]))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness; an installation that names nobody has no such file."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + VALID_FOR).astimezone(timezone.get_fixed_timezone(0)).replace(microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
        "",
    )
    return _text("\n".join(lines))


def _text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
