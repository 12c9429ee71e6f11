"""The question about illnesses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..fields import DayField, IcdField
from ..rules import law as law_module
from ..texts import entry, words
from .base import ChecksForm

ILLNESSES = (
    "diabetes",
    "cerebral_palsy",
    "rheumatism",
    "connective_tissue",
    "cancer",
    "tuberculosis",
    "hiv",
    "hepatitis_cirrhosis",
    "mental",
    "orphan",
    "neurodegenerative",
    "demyelinating",
    "epilepsy",
    "myocardial_infarction",
    "stroke",
)
"""The groups of the law; those that moved to the insurance in 2026 first, because most people come for them."""


class IllnessForm(ChecksForm):
    infarction_since = DayField(
        label=_("When did the infarction happen?"),
        required=False,
        hint=_("Leave empty if you do not know it"),
    )
    stroke_since = DayField(
        label=_("When did the stroke happen?"), required=False, hint=_("Leave empty if you do not know it")
    )
    icd10 = IcdField(label=_("Code of the illness (ICD-10)"), required=False)
    none_label = _("No, or I do not want to say")
    nothing_ticked = _("Tick the illness, or “No, or I do not want to say”.")
    unsure = False
    details = {
        "myocardial_infarction": ("infarction_since",),
        "stroke": ("stroke_since",),
        "other": ("icd10",),
    }

    def prepare(self) -> None:
        for name in ("infarction_since", "stroke_since"):
            field = self.fields[name]
            assert isinstance(field, DayField)
            field.latest = self.on
        super().prepare()

    def choices(self) -> list[tuple[str, Any]]:
        groups = [(code, words(entry("diagnoses", code)["name"])) for code in (*ILLNESSES, "other")]
        return [*groups, ("suspected", _("The illness is not confirmed yet, only suspected"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code = cleaned.get("icd10")
        if code and not law_module.load().rubrics.exists(code):
            self.add_error(
                "icd10",
                ValidationError(_("There is no such code in ICD-10. It looks like G80 or E11.9."), code="icd10"),
            )
        if self.chosen() == {"suspected"}:
            self.add_error(self.main, ValidationError(_("Tick the illness that is suspected."), code="suspected"))
        return cleaned
