"""Words of Django's admin that staff meet on our pages and that Django's own Kazakh catalog lacks, or says badly.

They stand here only so that ``makemessages`` collects them into our catalogs: there they have a Kazakh translation,
and our catalogs come before Django's. Without it Kazakh pages would show them in Russian.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

WORDS = (
    gettext_noop("Add %s"),
    gettext_noop("Breadcrumbs"),
    gettext_noop("By %(filter_title)s"),
    gettext_noop("Change %s"),
    gettext_noop("Clear all filters"),
    gettext_noop("Close"),
    gettext_noop("Empty"),
    gettext_noop("Filter"),
    gettext_noop("Hide counts"),
    gettext_noop("Not empty"),
    gettext_noop("Remove from sorting"),
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
    gettext_noop("Select %s to view"),
    gettext_noop("Show counts"),
    gettext_noop("Skip to main content"),
    gettext_noop("Sorting priority: %(priority_number)s"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("Toggle sorting"),
    gettext_noop("View %s"),
    gettext_noop("You may edit it again below."),
)
COUNTED = (ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 1),)
