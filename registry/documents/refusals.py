"""What a refusal says to the person: what is wrong, and what to do."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .outcomes import MAX_BYTES, MAX_PAGES, Code

NUMBERS: Final = {"megabytes": MAX_BYTES // (1024 * 1024), "pages": MAX_PAGES}

TEXTS: Final[dict[Code, str | Promise]] = {
    Code.EMPTY: _("The file is empty. Open it on your device; if you see it there, add it again."),
    Code.TOO_BIG: _(
        "The file is larger than %(megabytes)s MB. Scan it with a lower resolution, or send the pages one by one."
    ),
    Code.NAME: _("The name of the file looks like that of a program. Rename the file, for example “certificate.pdf”."),
    Code.ENDING: _("The name of the file must end in .pdf, .jpg or .png. Save it as one of these, then add it again."),
    Code.MISMATCH: _(
        "The file is not what the ending of its name says. Open it, save it as PDF, JPEG or PNG, then add it again."
    ),
    Code.HEIC: _(
        "This is an iPhone photo in the HEIC format, which cannot be accepted. "
        "Choose Settings – Camera – Formats – Most Compatible and take the photo again. Or send a screenshot of it."
    ),
    Code.OFFICE: _("Office files cannot be accepted. Save the file as PDF (File – Save as – PDF), then add the PDF."),
    Code.ARCHIVE: _("Archives cannot be accepted. Unpack it and add the documents one by one, as PDF, JPEG or PNG."),
    Code.PICTURE: _("Pictures of this kind cannot be accepted. Save the picture as JPEG or PNG, then add it again."),
    Code.UNKNOWN: _("The file is neither a PDF nor a JPEG or PNG picture. Add a scan or a photo of the document."),
    Code.DAMAGED: _(
        "The file cannot be read: it seems to be damaged. Scan or photograph the document again, then add the new file."
    ),
    Code.PIXELS: _(
        "The picture is too large in width and height. "
        "Take the photo with the usual camera setting, or scan at 300 dpi, then add it again."
    ),
    Code.PAGES: _("The PDF has more than %(pages)s pages. Send only the pages that matter, or several smaller files."),
    Code.ENCRYPTED: _(
        "The PDF is protected with a password or against changes. "
        "Open it, print it to a new PDF without protection, then add that file."
    ),
    Code.ACTIVE: _(
        "The PDF contains commands that run by themselves. Open it, print it to a new PDF, then add that file."
    ),
    Code.ATTACHED: _(
        "The PDF carries other files, sound or video inside. "
        "Print it to a new PDF and add that. Add the files inside one by one."
    ),
    Code.FORM: _("The PDF is a form for filling in. Open it, print the filled form to a new PDF, then add that file."),
    Code.TRAILING: _("There is something else behind the end of the PDF. Print it to a new PDF, then add that file."),
    Code.COMPLEX: _("The file is too complicated to check. Print it to a new PDF or photograph it and add that."),
    Code.HARMFUL: _(
        "A virus check raised an alarm about this file. "
        "Do not open it again; scan or photograph the document anew on another device."
    ),
    Code.UNAVAILABLE: _("Files cannot be checked at the moment. Your file was not kept. Try again in a few minutes."),
    Code.NOT_STORED: _("The file could not be stored: this is our fault. Your file was not kept. Try again later."),
}


def text(code: Code) -> str:
    """In the language of the person."""
    return str(TEXTS[code]) % NUMBERS
