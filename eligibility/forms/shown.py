"""How a bound field is laid out on the page: which template, which options, what stands beneath each of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BoundField

from ..fields import DayInput

if TYPE_CHECKING:
    from .base import QuestionForm

TEMPLATES = {
    "day": "eligibility/fields/day.html",
    "month": "eligibility/fields/select.html",
    "tenge": "eligibility/fields/text.html",
    "text": "eligibility/fields/text.html",
    "radio": "eligibility/fields/options.html",
    "checks": "eligibility/fields/options.html",
}
FIRST_INPUT = {"day": "_day", "radio": "_0", "checks": "_0"}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice; ``apart`` sets it off from the ones before it ("none of these", "I don't know")."""

    id: str
    value: str
    label: Any
    selected: bool
    apart: bool
    details: "tuple[ShownField, ...]" = ()


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    label: Any
    size: int
    value: Any


class ShownField:
    """A field with everything that its template prints."""

    def __init__(self, form: "QuestionForm", name: str) -> None:
        bound: BoundField = form[name]
        self.form, self.name = form, name
        self.field = form.fields[name]
        self.kind: str = getattr(self.field, "kind", "text")
        self.template: str = getattr(self.field, "template", "") or TEMPLATES[self.kind]
        self.auto_id, self.html_name = bound.auto_id, bound.html_name
        self.label, self.errors = bound.label, bound.errors
        self.hint = getattr(self.field, "hint", None)
        self.value = bound.value()
        self.is_main = name == form.main
        self.input_type = "radio" if self.kind == "radio" else "checkbox"
        self.inputmode = "numeric" if self.kind == "tenge" else ""
        self.first_id = self.auto_id + FIRST_INPUT.get(self.kind, "")

    @property
    def options(self) -> list[Option]:
        """The choices of a field that has some."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        selected = {str(value) for value in chosen if value is not None}
        details = self.form.details if self.is_main else {}
        found: list[Option] = []
        for index, (value, label) in enumerate(self.form.fields[self.name].choices):  # type: ignore[attr-defined]
            beneath = tuple(ShownField(self.form, name) for name in details.get(value, ()))
            apart = index > 0 and value in self.form.apart and not any(option.apart for option in found)
            found.append(Option(f"{self.auto_id}_{index}", value, label, str(value) in selected, apart, beneath))
        return found

    @property
    def parts(self) -> list[Part]:
        """The three boxes of a day."""
        values = self.value if isinstance(self.value, list) else DayInput().decompress(self.value)
        return [
            Part(name, label, size, "" if value is None else value)
            for (name, label, size), value in zip(DayInput.parts, values, strict=True)
        ]
