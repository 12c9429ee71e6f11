"""The forms of an application that somebody fills in for another one."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eligibility.fields import OneOf
from eligibility.forms.base import QuestionForm
from registry.portal.fields import TypedField
from registry.portal.forms import PersonForm

from .consent import HEARD_BY, Consent, How, Whose


class HelpedPersonForm(PersonForm):
    """As on the citizen's page; the browser of a counter shall not remember anybody."""

    def prepare(self) -> None:
        super().prepare()
        for field in self.fields.values():
            if isinstance(field, TypedField):
                field.autocomplete = "off"


class HeardForm(QuestionForm):
    """In which language the person wants to be written to, and how he consented."""

    main = ""
    written = OneOf(
        error=_("Choose the language of the messages."), label=_("In which language does the person want the messages?")
    )
    how = OneOf(error=_("Choose how the person consented."), label=_("How did the person consent?"))
    whose = OneOf(error=_("Choose who consented."), label=_("Who consented?"))

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        self.heard = HEARD_BY.get(role, ())
        super().__init__(*args, person={}, **kwargs)

    def prepare(self) -> None:
        choices: dict[str, list[tuple[str, Any]]] = {
            "written": list(settings.LANGUAGES),
            "how": [(how.value, how.label) for how in How if how in self.heard],
            "whose": list(Whose.choices),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.choices = offered
        self.fields["written"].initial = get_language()

    def consent(self) -> Consent:
        return Consent(self.cleaned_data["how"], self.cleaned_data["whose"])
