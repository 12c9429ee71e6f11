"""What `manage.py check --deploy` says about the registry."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from .documents import clamd, scanning
from .signin import start


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


@register(Tags.security, deploy=True)
def demo_accounts(**_: Any) -> list[CheckMessage]:
    if not start.has_demo_accounts():
        return []
    return [
        Error("There are demo accounts in the database.", hint="Their passwords are published.", id="registry.E004")
    ]


@register(Tags.security, deploy=True)
def second_factor_key(**_: Any) -> list[CheckMessage]:
    if settings.SECOND_FACTOR_KEY and settings.SECOND_FACTOR_KEY != settings.SECRET_KEY:
        return []
    hint = "Whoever learns the key that signs cookies should not be able to read the keys of second factors."
    return [Error("SECOND_FACTOR_KEY is missing or the same as SECRET_KEY.", hint=hint, id="registry.E005")]


@register(Tags.security, deploy=True)
def log_key(**_: Any) -> list[CheckMessage]:
    others = (settings.SECRET_KEY, settings.SECOND_FACTOR_KEY)
    if settings.LOG_KEY and settings.LOG_KEY not in others:
        return []
    hint = "Whoever learns another key should not be able to seal a changed log."
    return [Error("LOG_KEY is missing or the same as another key.", hint=hint, id="registry.E007")]


@register(Tags.security, deploy=True)
def second_factor_middleware(**_: Any) -> list[CheckMessage]:
    needed = "registry.signin.middleware.second_factor_required"
    if needed in settings.MIDDLEWARE:
        return []
    return [Error(f"{needed} is not among MIDDLEWARE: a password alone would open the registry.", id="registry.E006")]
