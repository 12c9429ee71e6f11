"""The desk with many people in PostgreSQL: look-ups by fifty clients at once, beside an empty view and one query.

    python -m bench desk [PEOPLE]        100 000 by default, which takes some seconds to make; 1 000 000 take minutes

With DATABASE_URL that of an empty PostgreSQL database in which the role may switch off triggers, else on a server that
lives as long as the run and whose data need not reach the disk. A look-up is what a registrar does: a number is sent,
the card is read. Every answer is compared with the engine's. The clients run on the same machine as the server.
"""

import asyncio
import os
import statistics
import subprocess
import sys
from itertools import cycle
from time import process_time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.asking import Ask, Measured
    from bench.registrars import Client

PEOPLE, CLIENTS = 100_000, 50
ROUNDS, SECONDS, WARMING = 3, 6, 2
AT_RATE, SHARE = 20, 0.5
"""Seconds at a fixed rate, and that rate as a share of what was reached without one."""


def main() -> None:
    people = int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        run(people, os.environ["DATABASE_URL"])
        return
    # a process of its own, because the settings read the address once
    command = [sys.executable, "-m", "tests.pg", sys.executable, "-m", "bench", "desk", str(people)]
    subprocess.run(command, check=True)


def run(people: int, database: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "true"}
    django.setup()
    from django.core.management import call_command

    from bench.registrars import prepare
    from bench.serving import served

    call_command("migrate", verbosity=0)
    clients = prepare(people, CLIENTS)
    with served("bench.settings", database) as address:
        asyncio.run(report(address.removeprefix("http://"), clients, people))


async def report(address: str, clients: "list[Client]", people: int) -> None:
    from bench.asking import Desk, Measured, all_at_once, at_rate

    desks = [Desk(address, client, place) for place, client in enumerate(clients)]
    rows = cycle(range(1, people + 1, 7919))
    kinds: dict[str, Ask] = {
        "empty view": lambda desk, found: desk.page(found, "empty view", "/bench/empty/"),
        "one query": lambda desk, found: desk.page(found, "one query", f"/bench/row/{next(rows)}/"),
        "look-up with card": lambda desk, found: desk.look_up(found),
    }
    for ask in kinds.values():
        await all_at_once(desks, ask, Measured(), WARMING)  # connections, templates, the law
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    busy: dict[str, list[float]] = {kind: [] for kind in kinds}
    found = Measured()
    for _ in range(ROUNDS):
        for kind, ask in kinds.items():
            began = process_time()
            rates[kind].append(await all_at_once(desks, ask, found, SECONDS))
            busy[kind].append((process_time() - began) / SECONDS)
    print(f"{CLIENTS} clients at once, 2 workers, medians of {ROUNDS} interleaved rounds of {SECONDS} s")
    compare(rates, busy)
    found.tell()
    weigh(found)
    rate = SHARE * statistics.median(rates["look-up with card"])
    calm = Measured()
    await at_rate(desks, calm, rate, AT_RATE)
    print(f"At {rate:.0f} look-ups a second for {AT_RATE} s, {SHARE:.0%} of the above")
    calm.tell()


def compare(rates: dict[str, list[float]], busy: dict[str, list[float]]) -> None:
    """How many a second, and as a share of an empty view and of one indexed query; a look-up with its card is two
    requests. ``busy``: the share of a core that the clients themselves took meanwhile, which the server did not have:
    the most with the cheapest page."""
    medians = {kind: statistics.median(values) for kind, values in rates.items()}
    for kind, values in rates.items():
        of_empty, of_query = medians[kind] / medians["empty view"], medians[kind] / medians["one query"]
        spread = f"({min(values):.0f}-{max(values):.0f})"
        shares = f"{of_empty:8.3f} of empty{of_query:8.3f} of one query"
        print(f"{kind:20}{medians[kind]:8.0f}/s {spread:>12}{shares}, clients {statistics.median(busy[kind]):.0%}")
    each = 2 * medians["look-up with card"] / medians["empty view"]
    print(f"each request of a look-up with card: {each:.3f} of empty")


def weigh(found: "Measured") -> None:
    """The same by the processor time of the server's threads within Django: without gunicorn, PostgreSQL and the
    clients, and little disturbed by whatever else the machine does."""
    worked = {kind: statistics.median(time for _, time, _ in times) for kind, times in found.times.items()}
    shares = [f"{kind} {worked['empty view'] / worked[kind]:.3f}" for kind in ("POST look-up", "GET card", "both")]
    print(f"Processor time, an empty view's as a share of: {', '.join(shares)}")
