"""The questions in their order: which facts each one settles, its wording and its form. No conditions stand here –
whether a question is asked, the engine decides by naming the facts that it misses."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import forms

SUBJECTS: Mapping[str, Promise] = {
    "self": _("About myself"),
    "child": _("About my child"),
    "ward": _("About a person in my care"),
    "parent": _("About my parent"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One page. ``titles`` by subject; ``help`` says why it is asked or where to look the answer up;
    ``depends_on_person``: its fields follow from earlier answers."""

    slug: str
    facts: tuple[str, ...]
    form: type[forms.QuestionForm]
    titles: Mapping[str, Promise]
    help: Promise | None = None
    depends_on_person: bool = False

    def title(self, subject: str) -> Promise:
        return self.titles.get(subject, self.titles["self"])


def _circumstances(*names: str) -> tuple[str, ...]:
    return tuple(f"circumstances.{name}" for name in names)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "subject",
        (),
        forms.SubjectForm,
        {"self": _("Who do you want to check?")},
        _(
            "We do not ask for a name or an IIN. "
            "Your answers are kept for 24 hours after the last one and then deleted."
        ),
    ),
    Question(
        "birth-date",
        ("birth_date",),
        forms.BirthDateForm,
        {
            "self": _("When were you born?"),
            "child": _("When was your child born?"),
            "ward": _("When was the person in your care born?"),
            "parent": _("When was your parent born?"),
        },
        _("Children under 18 are insured by the state."),
    ),
    Question(
        "residence",
        ("residence", "circumstances.kandas_status"),
        forms.ResidenceForm,
        {
            "self": _("On what footing do you live in Kazakhstan?"),
            "child": _("On what footing does your child live in Kazakhstan?"),
            "ward": _("On what footing does the person in your care live in Kazakhstan?"),
            "parent": _("On what footing does your parent live in Kazakhstan?"),
        },
        _("Free care without insurance depends on it."),
    ),
    Question(
        "status",
        _circumstances(*forms.STATUS),
        forms.StatusForm,
        {
            "self": _("Which of these apply to you now?"),
            "child": _("Which of these apply to your child now?"),
            "ward": _("Which of these apply to the person in your care now?"),
            "parent": _("Which of these apply to your parent now?"),
        },
        _("Tick everything that is official on the day of the check."),
    ),
    Question(
        "work",
        ("work",),
        forms.WorkForm,
        {
            "self": _("How do you work now?"),
            "child": _("How does your child work now?"),
            "ward": _("How does the person in your care work now?"),
            "parent": _("How does your parent work now?"),
        },
        _(
            "Only official work counts: a contract, a registered business or a special regime. "
            "An open business without income counts as work."
        ),
    ),
    Question(
        "family",
        _circumstances(*forms.FAMILY),
        forms.FamilyForm,
        {
            "self": _("Which of these family circumstances apply to you now?"),
            "child": _("Which of these family circumstances apply to your child now?"),
            "ward": _("Which of these family circumstances apply to the person in your care now?"),
            "parent": _("Which of these family circumstances apply to your parent now?"),
        },
        _("In these cases the state may pay."),
    ),
    Question(
        "custody",
        _circumstances("imprisonment", "remand", "house_arrest"),
        forms.CustodyForm,
        {
            "self": _("Are you in custody or serving a sentence?"),
            "child": _("Is your child in custody or serving a sentence?"),
            "ward": _("Is the person in your care in custody or serving a sentence?"),
            "parent": _("Is your parent in custody or serving a sentence?"),
        },
        _("For many of these people the state pays. The answer is used for this check only."),
    ),
    Question(
        "wellbeing",
        ("wellbeing_level",),
        forms.WellbeingForm,
        {
            "self": _("What level of social well-being does your family have?"),
            "child": _("What level of social well-being does your child's family have?"),
            "ward": _("What level of social well-being does the person in your care have?"),
            "parent": _("What level of social well-being does your parent have?"),
        },
        _("The level is in the Digital Family Card. The employment office or the polyclinic can tell it."),
    ),
    Question(
        "polyclinic",
        ("polyclinic_attached",),
        forms.PolyclinicForm,
        {
            "self": _("Are you attached to a polyclinic?"),
            "child": _("Is your child attached to a polyclinic?"),
            "ward": _("Is the person in your care attached to a polyclinic?"),
            "parent": _("Is your parent attached to a polyclinic?"),
        },
        _("People with level D or E are insured only through the polyclinic to which they are attached."),
    ),
    Question(
        "care",
        ("care_sought",),
        forms.CareForm,
        {
            "self": _("Have you sought medical care this year?"),
            "child": _("Has your child sought medical care this year?"),
            "ward": _("Has the person in your care sought medical care this year?"),
            "parent": _("Has your parent sought medical care this year?"),
        },
        _("For levels D and E insurance begins on the day of seeking care and lasts until 31 December."),
    ),
    Question(
        "contributions",
        ("contributions",),
        forms.ContributionsForm,
        {
            "self": _("For which months were your insurance contributions paid?"),
            "child": _("For which months were your child's insurance contributions paid?"),
            "ward": _("For which months were the insurance contributions of the person in your care paid?"),
            "parent": _("For which months were your parent's insurance contributions paid?"),
        },
        _("eGov, the Telegram bot @SaqtandyryBot and banking apps list the paid months."),
    ),
    Question(
        "five-years",
        ("contributions.sixty_months",),
        forms.FiveYearsForm,
        {
            "self": _("Were contributions paid for you for 60 months without a gap before they stopped?"),
            "child": _("Were contributions paid for your child for 60 months without a gap before they stopped?"),
            "ward": _(
                "Were contributions paid for the person in your care for 60 months without a gap before they stopped?"
            ),
            "parent": _("Were contributions paid for your parent for 60 months without a gap before they stopped?"),
        },
        _(
            "Months paid by the state do not count. "
            "After 60 months in a row the insurance is kept for six months instead of three."
        ),
    ),
    Question(
        "past",
        ("past",),
        forms.PastForm,
        {
            "self": _("Which of these applied to you in the last 12 months and has ended?"),
            "child": _("Which of these applied to your child in the last 12 months and has ended?"),
            "ward": _("Which of these applied to the person in your care in the last 12 months and has ended?"),
            "parent": _("Which of these applied to your parent in the last 12 months and has ended?"),
        },
        _("Months that the state paid are no debt."),
    ),
    Question(
        "pension-contributions",
        ("last_pension_contribution",),
        forms.PensionContributionForm,
        {
            "self": _("For which month was your last pension contribution paid?"),
            "child": _("For which month was your child's last pension contribution paid?"),
            "ward": _("For which month was the last pension contribution of the person in your care paid?"),
            "parent": _("For which month was your parent's last pension contribution paid?"),
        },
        _("The account statement of the pension fund on eGov or enpf.kz shows it."),
    ),
    Question(
        "income",
        ("work.monthly_income",),
        forms.IncomeForm,
        {
            "self": _("What do you earn a month before deductions?"),
            "child": _("What does your child earn a month before deductions?"),
            "ward": _("What does the person in your care earn a month before deductions?"),
            "parent": _("What does your parent earn a month before deductions?"),
        },
        _("Only needed to work out the contribution. You may leave it empty."),
        depends_on_person=True,
    ),
    Question(
        "illness",
        ("diagnoses",),
        forms.IllnessForm,
        {
            "self": _("Is there an illness whose treatment you want to check?"),
            "child": _("Is there an illness of your child whose treatment you want to check?"),
            "ward": _("Is there an illness of the person in your care whose treatment you want to check?"),
            "parent": _("Is there an illness of your parent whose treatment you want to check?"),
        },
        _("You do not have to say. It shows who pays for the treatment: the free package or the insurance."),
    ),
    Question(
        "date",
        (),
        forms.DateForm,
        {"self": _("For which day do you want the answer?")},
        _("The law is known from 1 January 2024 to 31 December 2027."),
    ),
)

BY_SLUG: Mapping[str, Question] = {question.slug: question for question in QUESTIONS}
