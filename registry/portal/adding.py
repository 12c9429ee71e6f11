"""Documents that are added to an application: each is examined by itself, the good ones stay, the others are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import applying
from ..documents import inspection, names, refusals
from ..log import Who
from ..models import Application
from ..refusals import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that was not taken: its name, what is wrong and what to do."""

    name: str
    text: str


def add(who: Who, application: Application, files: "Sequence[UploadedFile[Any]]") -> list[Fault]:
    """What was not taken; everything else belongs to the application now."""
    return [fault for file in files if (fault := _add(who, application, file))]


def _add(who: Who, application: Application, file: "UploadedFile[Any]") -> Fault | None:
    name = names.visible(file.name or "")[: names.LONGEST_TITLE] or "?"
    try:
        clean = inspection.inspect(file, file.name or "")
        applying.add_document(who, application, clean, clean.title)
    except inspection.Refused as refused:
        return Fault(name, refusals.text(refused.code))
    except Refused as refused:
        return Fault(name, refused.message)
    return None
