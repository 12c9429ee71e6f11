"""One form a question: what was typed becomes one domain value, or "I don't know"."""

from .base import QuestionForm
from .illness import IllnessForm
from .payments import (
    CareForm,
    ContributionsForm,
    FiveYearsForm,
    IncomeForm,
    PastForm,
    PensionContributionForm,
)
from .person import (
    FAMILY,
    STATUS,
    BirthDateForm,
    CustodyForm,
    DateForm,
    FamilyForm,
    PolyclinicForm,
    ResidenceForm,
    StatusForm,
    SubjectForm,
    WellbeingForm,
    WorkForm,
)

__all__ = [
    "FAMILY",
    "STATUS",
    "BirthDateForm",
    "CareForm",
    "ContributionsForm",
    "CustodyForm",
    "DateForm",
    "FamilyForm",
    "FiveYearsForm",
    "IllnessForm",
    "IncomeForm",
    "PastForm",
    "PensionContributionForm",
    "PolyclinicForm",
    "QuestionForm",
    "ResidenceForm",
    "StatusForm",
    "SubjectForm",
    "WellbeingForm",
    "WorkForm",
]
