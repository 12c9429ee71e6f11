"""``manage.py redetermine``: determine everybody of a region, or of the country, for a day.

The output holds codes, numbers and row numbers, nothing of a person."""

import os
import subprocess
import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone, translation

from registry.log import Who
from registry.models import Region, Run
from registry.refusals import Refused
from registry.runs import guard, planning, report
from registry.runs.frame import UNDER_WAY
from registry.runs.work import work
from registry.working_days import day_of

from .send_notices import above_zero

State = Run.State
STOPPED = 3
HOW = """\
First a plan, which changes nothing, then its application:

  manage.py redetermine --on today                          plan the country; prints the table and the run's number
  manage.py redetermine --on today --region 43              plan one region
  manage.py redetermine --apply 17 --most-losing 120        apply plan 17; stops before more than 120 lose cover
  manage.py redetermine --resume 17                         go on after a crash, at whatever it was doing
  manage.py redetermine --resume 17 --most-losing 200       go on after the guard has stopped it
  manage.py redetermine --cancel 17                         put it aside; what was applied stays

Every night, by the scheduler, without anybody:

  manage.py redetermine --on today --and-apply --most-losing 500

plans, and applies the plan if it lets at most 500 people lose cover. Otherwise the plan stays, for somebody to look
at. Exit status: 0 done; 3 more would lose cover than --most-losing says; 1 any other refusal or mistake."""


class Command(BaseCommand):
    help = HOW

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--on", type=day, metavar="DAY", help="plan for this day: 2026-03-16, or today")
        what.add_argument("--apply", type=int, metavar="RUN", help="apply the plan with this number")
        what.add_argument("--resume", type=int, metavar="RUN", help="go on with it, wherever it stands")
        what.add_argument("--cancel", type=int, metavar="RUN", help="put it aside")
        parser.add_argument("--region", metavar="CODE", help="only this region; without it, the country")
        parser.add_argument(
            "--all", action="store_true", help="look at everybody, and not only at those of whom something changed"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--plan", action="store_true", help="stop after the plan; this is what --on does anyway")
        how.add_argument("--dry-run", action="store_true", help="put the plan aside when it is printed")
        how.add_argument("--and-apply", action="store_true", help="apply at once, within --most-losing")
        parser.add_argument(
            "--most-losing", type=number, metavar="N", help="how many people may lose cover, at most, in the whole run"
        )
        parser.add_argument(
            "--workers", type=above_zero(int), default=1, metavar="N", help="processes; of use on PostgreSQL alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.workers = 1 if connection.vendor == "sqlite" else options["workers"]
        self.options = options
        needed = options["apply"] is not None or options["and_apply"]
        if needed and options["most_losing"] is None:
            raise CommandError("Say with --most-losing N how many people may lose cover.")
        if options["on"] is None and (options["region"] or options["all"]):
            raise CommandError("--region and --all belong to a plan: use them with --on DAY.")
        with translation.override("en"):
            try:
                self.do(Who(timezone.now()))
            except Refused as refused:
                raise CommandError(f"{refused.message} ({refused.code})") from None

    def do(self, who: Who) -> None:
        if self.options["on"] is not None:
            self.plan(who)
        elif self.options["apply"] is not None:
            self.apply(who, found(self.options["apply"]))
        elif self.options["resume"] is not None:
            self.resume(who, found(self.options["resume"]))
        else:
            planning.cancel(who, found(self.options["cancel"]))

    def plan(self, who: Who) -> None:
        asked = self.options
        on = day_of(who.now) if asked["on"] == "today" else asked["on"]
        scope = Run.Scope.ALL if asked["all"] else None
        run = planning.begin(who, Run.Kind.REDETERMINATION, on, region(asked["region"]), scope)
        run = self.work(run)
        self.tell(report.of_plan(run))
        if asked["dry_run"]:
            planning.cancel(who, run)
        elif asked["and_apply"]:
            self.apply(Who(timezone.now()), run)

    def apply(self, who: Who, run: Run) -> None:
        most = self.options["most_losing"]
        if run.state == State.PLANNED and guard.planned(run)[0] > most:
            self.stopped(
                f"run {run.pk}: not applied, {guard.planned(run)[0]} people would lose cover, not {most} at most"
            )
        self.closed(self.work(guard.apply(who, run, most)))

    def resume(self, who: Who, run: Run) -> None:
        if run.state == State.STOPPED and self.options["most_losing"] is not None:
            run = guard.go_on(who, run, self.options["most_losing"])
        planning_only = run.state in (State.PLANNING, State.PLANNED)
        run = self.work(run)
        if planning_only:
            self.tell(report.of_plan(run))
        else:
            self.closed(run)

    def work(self, run: Run) -> Run:
        """With the processes that were asked for. In this one, if it is one."""
        if self.workers > 1:
            share(run, self.workers)
        else:
            work(run.pk, timezone.now())
        run.refresh_from_db()
        if run.state in UNDER_WAY and self.workers > 1:
            raise CommandError(f"A worker has failed. Go on with: redetermine --resume {run.pk}")
        return run

    def closed(self, run: Run) -> None:
        self.tell(report.of_application(run))
        if run.state == State.STOPPED:
            self.stopped(
                "Stopped: more would lose cover than was agreed to. Look at the plan anew; then go on with"
                f" redetermine --resume {run.pk} --most-losing N, or put it aside with --cancel {run.pk}."
            )

    def tell(self, lines: Iterable[str]) -> None:
        if self.options["verbosity"]:
            for line in lines:
                self.stdout.write(line)

    def stopped(self, line: str) -> NoReturn:
        self.stderr.write(line)
        sys.exit(STOPPED)


def share(run: Run, workers: int) -> None:
    """Each goes on with it until nothing is left."""
    command = [
        sys.executable,
        str(settings.BASE / "manage.py"),
        "redetermine",
        "--resume",
        str(run.pk),
        "--verbosity=0",
    ]
    connection.close()
    processes = [subprocess.Popen(command, env=os.environ, cwd=settings.BASE) for _ in range(workers)]  # noqa: S603 – our own
    for process in processes:
        process.wait()


def found(number: int) -> Run:
    run = Run.objects.filter(pk=number, kind=Run.Kind.REDETERMINATION).first()
    if run is None:
        raise CommandError(f"There is no re-determination with the number {number}.")
    return run


def region(code: str | None) -> Region | None:
    if code is None:
        return None
    row = Region.objects.filter(pk=code).first()
    if row is None:
        raise CommandError(f"There is no region with the code {code}.")
    return row


def day(text: str) -> date | str:
    """«today» is only known when the command begins."""
    if text == "today":
        return text
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 – a day, not a moment
    except ValueError:
        raise ArgumentTypeError("must be a day like 2026-03-16, or today") from None


def number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ArgumentTypeError("must be a whole number")
    return int(text)
