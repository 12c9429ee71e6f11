"""A case as an officer has it before him: the application, who he is, what day it is, and what the engine is asked."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from eligibility.presentation import short_date
from eligibility.rules import law as law_module
from eligibility.rules.json_values import FactsError
from eligibility.rules.law import Law, LawRangeError
from eligibility.texts import term

from ... import decisions, verdicts
from ...decisions import engine
from ...decisions.transitions import stranger_to
from ...facts import LEVEL_OF, RELATED, Person
from ...log import Who
from ...models import Account, Application, Citizen, Proposal
from ...refusals import TEXTS
from ...requests import account_of, who
from ...working_days import Calendar, day_of
from . import engine_words, reach


@dataclass
class Situation:
    application: Application
    account: Account
    who: Who

    @classmethod
    def of(cls, request: HttpRequest, pk: int) -> "Situation":
        """With the person's row as the registry has it today. Raises Http404 where the account does not reach the case,
        or the record is blocked."""
        application = reach.find_case(request, pk)
        engine.link(application)
        reach.refuse_blocked(request, application)
        return cls(application, account_of(request), who(request))

    def because(self, purpose: str) -> Who:
        """Who does it, with the code of why or how for the log."""
        return replace(self.who, purpose=purpose)

    @property
    def today(self) -> date:
        return day_of(self.who.now)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar.load()

    @cached_property
    def law(self) -> Law:
        return law_module.load()

    @cached_property
    def linked(self) -> Application:
        """The application with everything that the facts of its person are made of."""
        citizen = self.application.citizen
        if citizen is not None:
            self.application.citizen = Citizen.objects.prefetch_related(*RELATED).get(pk=citizen.pk)
        return self.application

    @cached_property
    def person(self) -> Person:
        """The facts of today that a confirmation rests on."""
        return engine.person_of(self.linked, self.today)

    @cached_property
    def allowed(self) -> frozenset[str]:
        return decisions.allowed(self.application, self.account)

    @cached_property
    def hindrance(self) -> str:
        """Why the officer may do nothing at all with the case, in words; empty where he may."""
        row = self.application
        code = stranger_to(self.account, row)
        return str(TEXTS[code]) if code else ""

    @cached_property
    def proposal(self) -> Proposal | None:
        """The refusal that waits for a second person."""
        found = self.application.proposals.filter(outcome=Proposal.Outcome.OPEN)
        return found.select_related("proposed_by").first()

    def word(self, starts: date, ends: date | None) -> engine_words.Word | None:
        """What the verbs would be told for these days; None where the law is not known for them, or they cannot be."""
        row, day = self.linked, max(starts, min(self.today, ends or date.max))
        person, child = engine.person_of(row, day), engine.child_birth_date(row)
        try:
            found = verdicts.confirmation(person, row.ground, starts, ends, self.law, self.today, child)
            return engine_words.word(found, row.ground, self._card())
        except (LawRangeError, FactsError):
            return None

    def _card(self) -> str:
        """What the family card says, where a level is applied for. It confirms nothing."""
        if self.application.ground not in LEVEL_OF:
            return ""
        citizen = self.application.citizen
        if citizen is None or not citizen.wellbeing_level:
            return _("The registry does not know the level of the family card. Look into the card.")
        level, since = term("wellbeing_levels", citizen.wellbeing_level), citizen.wellbeing_level_since
        told = f"{level}, {_('since %(since)s') % {'since': short_date(since)}}" if since else level
        return _("The family card: %(level)s.") % {"level": told}
