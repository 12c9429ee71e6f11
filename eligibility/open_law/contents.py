"""The pages of the open law: their addresses, headings and the law files whose entries they list."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Page:
    """``lead`` says in a sentence what stands on the page; ``file``: the law file whose entries it lists."""

    slug: str
    title: Promise
    lead: Promise
    file: str = ""


PAGES: Mapping[str, Page] = {
    page.slug: page
    for page in (
        Page("grounds", _("Grounds of insurance"), _("Who is insured, and who pays."), "grounds"),
        Page("diseases", _("Illnesses"), _("Which package pays for the treatment of which illness."), "diagnoses"),
        Page("services", _("Kinds of care"), _("What is free for everybody and what needs the insurance."), "services"),
        Page("rates", _("Rates and other numbers"), _("Contributions, limits, terms and ages."), "parameters"),
        Page("ways", _("Ways to the insurance"), _("What to do, with papers, places and official times."), "routes"),
        Page(
            "attachment",
            _("Attachment to a polyclinic"),
            _("On what basis you apply, who may apply in person, and when the answer comes."),
            "attachment",
        ),
        Page("reasons", _("Reasons"), _("Every reason that an answer may give, with what it rests on."), "reasons"),
        Page("changes", _("What changes on which day"), _("Old and new side by side, computed from the entries.")),
        Page("open", _("Open questions"), _("What the sources leave open, and whom to ask.")),
        Page("acts", _("Acts and sources"), _("Laws, orders and explanations that all of this rests on.")),
    )
}
PAGE_OF: Mapping[str, str] = {page.file: page.slug for page in PAGES.values() if page.file}
