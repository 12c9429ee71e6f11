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
        "This is a photo in the HEIC format of iPhones, which cannot be accepted. "
        "In the camera settings choose the compatible format (JPEG) and take the photo again. "
        "Or add a screenshot of the photo."
    ),
    Code.OFFICE: _(
        "Files of Word, Excel and similar programs cannot be accepted. "
        "Save the file as PDF (File – Save as – PDF), then add the PDF."
    ),
    Code.ARCHIVE: _(
        "Archives (ZIP, RAR) cannot be accepted. Unpack the archive and add the documents one by one: PDF, JPEG or PNG."
    ),
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
        "Open it, choose Print – Save as PDF, and add the new file."
    ),
    Code.ACTIVE: _(
        "The PDF contains commands that run by themselves. Open it, choose Print – Save as PDF, and add the new file."
    ),
    Code.ATTACHED: _(
        "The PDF carries other files, sound or video inside. "
        "Open it, choose Print – Save as PDF, and add the new file. Add the files inside one by one."
    ),
    Code.FORM: _(
        "The PDF is a form for filling in. Open it, choose Print – Save as PDF, and add the new file with your answers."
    ),
    Code.TRAILING: _(
        "There is something else behind the end of the PDF. Open it, choose Print – Save as PDF, and add the new file."
    ),
    Code.COMPLEX: _(
        "The file is too complicated to check. "
        "Open it, choose Print – Save as PDF, and add the new file, or photograph the document."
    ),
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
