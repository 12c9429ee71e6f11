"""The person's own answers in words, as a counter may ask for them. Nothing here is confirmed by anybody."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .. import answers
from ..forms.base import DONT_KNOW
from ..presentation import long_date
from ..questions import BY_SLUG


@dataclass(frozen=True, slots=True)
class Declared:
    """One person's answers and the day that they are about."""

    given: answers.Answers
    day: date

    def asked(self, slug: str) -> bool:
        return slug in self.given

    def answer(self, slug: str) -> str:
        """The answer to a question, in one line."""
        if not self.asked(slug):
            return _("Kepil did not ask this.")
        form = BY_SLUG[slug].form(on=self.day, person=answers.person(self.given, self.day))
        return "; ".join(form.summary(self.given[slug]))

    def ticked(self, slug: str, code: str) -> str:
        """Whether one of several circumstances was ticked, with what was entered beneath it."""
        if not self.asked(slug):
            return _("Kepil did not ask this.")
        answer = self.given[slug]
        if code in answer["yes"]:
            form = BY_SLUG[slug].form(on=self.day, person={})
            return f"{_('Yes')}. {form.with_details(code, answer)}"
        return _("No") if answer["rest"] == "no" else str(DONT_KNOW)

    def day_of_care(self) -> str:
        care = self.given.get("care")
        return long_date(date.fromisoformat(care["visit"])) if isinstance(care, dict) else self.answer("care")
