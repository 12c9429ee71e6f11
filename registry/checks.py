"""What `manage.py check --deploy` says about the registry."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from .documents import clamd, scanning


@register(Tags.security, deploy=True)
def documents_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    """A real installation has a real scanner, and one that can be found."""
    try:
        found = scanning.scanner()
        if isinstance(found, clamd.Clamd):
            clamd.address(settings.CLAMD_ADDRESS)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="registry.E001")]
    if isinstance(found, scanning.TestVirusOnly):
        hint = "Set DOCUMENT_SCANNER to clamd and CLAMD_ADDRESS to its socket."
        return [Error("DOCUMENT_SCANNER is none: documents would not be scanned.", hint=hint, id="registry.E002")]
    return []


@register(Tags.security, deploy=True)
def documents_are_not_served(**kwargs: Any) -> list[CheckMessage]:
    """What lies among the static files could be fetched by anybody."""
    folders = (settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS)
    served = [Path(str(folder)) for folder in folders if folder]
    if any(Path(settings.DOCUMENTS_ROOT).resolve().is_relative_to(folder.resolve()) for folder in served):
        return [Error("DOCUMENTS_ROOT lies inside a folder that is served.", id="registry.E003")]
    return []
