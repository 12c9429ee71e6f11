"""The one way from a template to a page: rendered, its abbreviations opened for the reader."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from ..abbreviations import opened


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """As django.shortcuts.render; every view that shows a page uses this instead."""
    html = render_to_string(template, dict(context or {}), request)
    return HttpResponse(opened(html, get_language() or ""), status=status)
