"""What every page shows around its content, rendered once a language and kept in memory."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict[str, SafeString]:
    """Context processor: links of the head, the brand and the footer."""
    return _frame(get_language())


@lru_cache(maxsize=8)
def _frame(language: str | None) -> dict[str, SafeString]:
    parts = ("head", "brand", "footer")
    return {f"frame_{part}": render_to_string(f"eligibility/frame/{part}.html") for part in parts}
