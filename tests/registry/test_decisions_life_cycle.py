"""The life of applications as a state machine, beside a model that knows nothing of the product's table.

Whatever a handful of people try in whatever order: exactly what the model allows happens, each act leaves one entry in
the log, a case is decided once, and a refusal has two people.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from registry import applying, decisions
from registry.decisions import NotAllowed, Stale, engine
from registry.models import (
    Account,
    Application,
    ConfirmedGround,
    Decision,
    LogEntry,
    Notice,
    PaperRequest,
    Proposal,
    Role,
)

from .test_decisions_table import YES, clean
from .world import NOW, TODAY, World, who

LIVES = int(os.environ.get("LIVES", "10"))
"""LIVES=31 for the whole proof: ten thousand steps."""
STEPS = 400
STAFF = ("officer", "colleague", "approver", "second", "relative", "foreigner", "auditor")
APPROVERS = ("approver", "second")
OFFICERS = ("officer", "colleague", *APPROVERS)
CASES = 3
COUNTED: Counter[str] = Counter()

VERBS = (
    "take",
    "hand_over",
    "ask_papers",
    "stop_waiting",
    "confirm_identity",
    "confirm",
    "propose_refusal",
    "answer_refusal",
    "withdraw",
    "give_papers",
    "add_document",
    "night_falls",
)
cases = st.integers(0, CASES - 1)
HOLDER = "whoever has it"
often = st.sampled_from((*[HOLDER] * 8, *STAFF))
ages = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 1, 3))
"""By how many versions the page is too old."""


@dataclass
class Model:
    """One application as it should be. ``versions`` grows by one with every act."""

    state: str = "received"
    holder: str | None = None
    version: int = 0
    identity: bool = False
    proposer: str | None = None
    decisions: list[tuple[str, str | None, str]] = field(default_factory=list)
    grounds: int = 0
    documents: int = 0
    acts: int = 0

    @property
    def open(self) -> bool:
        return self.state not in ("confirmed", "refused", "withdrawn")


class LifeCycle(RuleBasedStateMachine):
    world: World

    @initialize()
    def begin(self) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = NOW
        self.accounts = {name: Account.objects.get(username=f"life-{name}") for name in STAFF}
        self.rows = [self.application(number) for number in range(CASES)]
        self.proposals: dict[int, Proposal] = {}
        self.models = [Model() for _ in range(CASES)]
        self.drawn = self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    @rule(verb=st.sampled_from(VERBS), number=cases, name=often, age=ages, drawn=st.integers(0, 7))
    def somebody_acts(self, verb: str, number: int, name: str, age: int, drawn: int) -> None:
        """One rule for all: of several, hypothesis would leave some out of each life, and then it gets nowhere."""
        act = getattr(self, verb)
        if verb in ("withdraw", "give_papers"):
            act(number)
        elif verb == "add_document":
            act(number, b"%d" % (drawn % 2))
        elif verb == "answer_refusal":
            act(number, name, drawn % 2 == 0)
        elif verb == "hand_over":
            act(number, name, age, (None, *STAFF)[drawn])
        elif verb == "night_falls":
            act()
        else:
            act(number, name, age)

    # ---- what people do ----

    def take(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "received")
        name = self.who(number, name)
        model = self.models[number]
        if self.act(number, name, age, decisions.take, may=model.state == "received" and self.is_officer(number, name)):
            model.state, model.holder = "in_review", name

    def hand_over(self, number: int, name: str, age: int, to: str | None) -> None:
        number = self.likely(number, "in_review", "papers_wanted")
        name = self.who(number, name)
        model = self.models[number]
        states = ("in_review",) if to is None else ("in_review", "papers_wanted")
        may = model.state in states and self.holds(model, name, approver=True)
        may = may and (to is None or (self.is_officer(number, to) and to != model.holder))
        account = self.accounts[to] if to else None
        if self.act(number, name, age, lambda who, row, seen: decisions.hand_over(who, row, seen, account), may=may):
            model.state = model.state if to else "received"
            model.holder = to

    def ask_papers(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "in_review")
        name = self.who(number, name)
        model = self.models[number]
        may = model.state == "in_review" and self.holds(model, name)
        if self.act(
            number, name, age, lambda who, row, seen: decisions.ask_papers(who, row, seen, ["work_statement"]), may=may
        ):
            model.state = "papers_wanted"

    def stop_waiting(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "papers_wanted")
        name = self.who(number, name)
        model = self.models[number]
        may = model.state == "papers_wanted" and self.holds(model, name)
        if self.act(number, name, age, decisions.stop_waiting, may=may):
            model.state = "in_review"

    def confirm_identity(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "in_review")
        name = self.who(number, name)
        model = self.models[number]
        may = model.state in ("in_review", "papers_wanted") and self.holds(model, name)
        if self.act(number, name, age, decisions.confirm_identity, may=may):
            model.identity = True

    def confirm(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "in_review")
        name = self.who(number, name)
        model = self.models[number]
        may = model.state == "in_review" and self.holds(model, name) and model.identity
        ends = date(2026, 12, 31)
        if self.act(number, name, age, lambda who, row, seen: decisions.confirm(who, row, seen, TODAY, ends), may=may):
            model.state = "confirmed"
            model.decisions.append(("confirmed", None, name))
            model.grounds += 1

    def propose_refusal(self, number: int, name: str, age: int) -> None:
        number = self.likely(number, "in_review")
        name = self.who(number, name)
        model = self.models[number]
        may = model.state == "in_review" and self.holds(model, name)
        made = self.act(
            number,
            name,
            age,
            lambda who, row, seen: decisions.propose_refusal(who, row, seen, ["identity_not_proven"]),
            may=may,
        )
        if made:
            model.state, model.proposer = "refusal_proposed", name
            self.proposals[number] = made

    def answer_refusal(self, number: int, name: str, approve: bool) -> None:
        """On the last proposal that there was, open or not."""
        number = self.likely(number, "refusal_proposed")
        name = self.who(number, name)
        proposal = self.proposals.get(number)
        if proposal is None:
            return
        model = self.models[number]
        may = model.state == "refusal_proposed" and name in APPROVERS and name != model.proposer
        verb = decisions.approve_refusal if approve else decisions.return_refusal
        if self.act(number, name, 0, lambda who, *_: verb(who, proposal, "Жауап"), may=may, page=False):
            model.state = "refused" if approve else "in_review"
            if approve:
                model.decisions.append(("refused", model.proposer, name))

    def withdraw(self, number: int) -> None:
        model = self.models[number]
        if model.version % 3:  # so that not every life ends at once
            return
        if self.act(number, None, 0, lambda who, row, _: applying.withdraw(who, row), may=model.open):
            model.state = "withdrawn"

    def give_papers(self, number: int) -> None:
        number = self.likely(number, "papers_wanted")
        model = self.models[number]
        may = model.state == "papers_wanted"
        if self.act(number, None, 0, lambda who, row, _: applying.give_papers(who, row, "Міне"), may=may):
            model.state = "in_review"

    def add_document(self, number: int, content: bytes) -> None:
        model = self.models[number]
        self.act(
            number,
            None,
            0,
            lambda who, row, _: applying.add_document(who, row, clean(content), "Анықтама"),
            may=model.open,
        )

    def night_falls(self) -> None:
        """Closed cases are put away and others come in, so that a long life has many cases."""
        self.now += timedelta(days=1)
        for number, model in enumerate(self.models):
            if not model.open:
                self.rows[number] = self.application(number)
                self.models[number] = Model()
                self.proposals.pop(number, None)

    # ---- how it is judged ----

    def application(self, number: int) -> Application:
        """The first case is always of somebody who lives with ``relative``."""
        own = self.accounts["relative"].citizen
        household = own.household if own and number == 0 else None
        return self.world.application(self.world.known_citizen(household=household))

    def is_officer(self, number: int, name: str | None) -> bool:
        return name in OFFICERS or (name == "relative" and number > 0)

    def likely(self, number: int, *states: str) -> int:
        """Mostly a case in which it can be done; every fourth time the one that was drawn."""
        self.drawn += 1
        fitting = [place for place, model in enumerate(self.models) if model.state in states]
        return fitting[number % len(fitting)] if fitting and self.drawn % 4 else number

    def who(self, number: int, name: str) -> str:
        """Whoever has the case, or else anybody."""
        return (self.models[number].holder or "officer") if name == HOLDER else name

    def holds(self, model: Model, name: str, *, approver: bool = False) -> bool:
        return name == model.holder or (approver and name in APPROVERS)

    def act(
        self, number: int, name: str | None, age: int, verb: Callable[..., Any], *, may: bool, page: bool = True
    ) -> Any:
        """Does it and looks whether exactly what may happen has happened; None where it was refused."""
        model, row = self.models[number], self.rows[number]
        actor = who(self.accounts[name], now=self.now) if name else who(applicant=True, now=self.now)
        fresh = age == 0 or model.version < age
        seen = model.version if fresh else model.version - age
        COUNTED["steps"] += 1
        self.steps += 1
        try:
            done, refused = verb(actor, row, seen) or True, None
        except (NotAllowed, Stale) as raised:
            done, refused = None, raised
        assert (refused is None) == (may and fresh), refused
        if refused is None:
            model.version += 1
            model.acts += 1
        if isinstance(refused, Stale):
            assert not (fresh and page)
            assert refused.state == model.state
        COUNTED["done" if done else "refused"] += 1
        return done

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:
        if not hasattr(self, "models") or self.steps % 8:
            return
        rows = Application.objects.in_bulk([row.pk for row in self.rows])
        for row, model in zip(self.rows, self.models, strict=True):
            now = rows[row.pk]
            assert (now.state, now.version) == (model.state, model.version)
            assert now.officer_id == (self.accounts[model.holder].pk if model.holder else None)
            assert (now.closed_at is None) == model.open

    @invariant()
    def every_act_has_its_entry_and_every_refusal_two_people(self) -> None:
        if not hasattr(self, "models") or self.steps % 60:
            return
        acts = LogEntry.objects.filter(application__in=[row.pk for row in self.rows])
        assert acts.exclude(verb="rejected_attempt").count() == sum(model.acts for model in self.models)
        for row, model in zip(self.rows, self.models, strict=True):
            found = Decision.objects.filter(application=row).select_related("decided_by", "proposed_by")
            assert [self._kept(item) for item in found] == model.decisions
            assert len(model.decisions) <= 1
            assert ConfirmedGround.objects.filter(decision__application=row).count() == model.grounds
            assert row.proposals.filter(outcome="open").count() == (model.state == "refusal_proposed")
            waiting = PaperRequest.objects.filter(application=row, answered_at=None).count()
            assert waiting == (model.state == "papers_wanted")
            told = Notice.objects.filter(application=row, kind__in=("decided", "withdrawn")).count()
            assert told == (not model.open)

    def _kept(self, decision: Decision) -> tuple[str, str | None, str]:
        names = {account.pk: name for name, account in self.accounts.items()}
        proposer = names[decision.proposed_by_id] if decision.proposed_by_id else None
        if decision.outcome == "refused":
            assert proposer not in (None, names[decision.decided_by_id])
        return decision.outcome, proposer, names[decision.decided_by_id]


@pytest.fixture
def machine(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> type[LifeCycle]:
    settings.DOCUMENTS_ROOT = tmp_path
    monkeypatch.setattr(engine, "judge", lambda *_: YES)
    monkeypatch.setattr(engine, "determine", lambda *_: None)
    own = world.citizen("Ерлан")
    world.household(own)
    for name in STAFF:
        role = {"approver": Role.APPROVER, "second": Role.APPROVER, "auditor": Role.AUDITOR}.get(name, Role.OFFICER)
        fields: dict[str, Any] = {"region": world.abroad} if name == "foreigner" else {}
        world.staff(f"life-{name}", role, **fields)
    Account.objects.filter(username="life-relative").update(citizen=own)
    COUNTED.clear()
    LifeCycle.world = world
    return LifeCycle


def test_thousands_of_steps_and_no_illegal_one(machine: type[LifeCycle]):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LIVES if connection.vendor == "sqlite" else max(1, LIVES // 3),
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    if connection.vendor == "sqlite":  # on PostgreSQL, where each step takes longer, fewer lives
        assert COUNTED["steps"] >= LIVES * STEPS * 3 / 4
    assert COUNTED["done"] > COUNTED["steps"] / 10
    assert COUNTED["refused"] > COUNTED["steps"] / 10
