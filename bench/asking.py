"""Clients that ask again and again, and what they measured."""

import asyncio
import random
import re
import statistics
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter

from bench.browsers import Answer, Browser
from bench.registrars import CSRF, Client

KNOWN = 0.8
"""Of the look-ups: people who are attached to the polyclinic."""
HEADLINE = re.compile(rb'<h1 id="answer"[^>]*>([^<]*)</h1>')


@dataclass(slots=True)
class Measured:
    """Milliseconds of every request by its kind: in the server, of its processor, end to end; and what went wrong."""

    times: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)
    queries: dict[str, Counter[int]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    done: int = 0

    def add(self, kind: str, server: float, worked: float, whole: float, queries: int) -> None:
        self.times.setdefault(kind, []).append((server, worked, whole))
        self.queries.setdefault(kind, Counter())[queries] += 1

    def tell(self) -> None:
        centiles = f"{'p50':>8}{'p95':>8}{'p99':>8}  "
        print(f"{'milliseconds':18}{'in the server':>24}  {'of its processor':>24}  {'end to end':>24}")
        print(f"{'':18}{centiles * 3}queries")
        for kind, times in self.times.items():
            queries = ", ".join(map(str, sorted(self.queries[kind])))
            print(f"{kind:18}{'  '.join(map(_centiles, zip(*times, strict=True)))}  {queries}")
        print(f"{self.done} answers, errors: {dict(self.errors) or 0}, wrong answers: {self.wrong}")


Ask = Callable[["Desk", Measured], Awaitable[None]]


class Desk:
    """A client before the server."""

    def __init__(self, address: str, client: Client, place: int) -> None:
        self.browser = Browser(address)
        self.cookies, self.own, self.others = cycle(client.cookies), cycle(client.own), cycle(client.others)
        self.chance = random.Random(place)  # noqa: S311 – nothing here is a secret

    async def look_up(self, found: Measured, due: float | None = None) -> None:
        """Send a number, read the card. ``due``: when that should have begun; waiting for a free place counts, too."""
        case = next(self.own if self.chance.random() < KNOWN else self.others)
        self.browser.cookie = next(self.cookies)
        start = due or perf_counter()
        form = {"csrfmiddlewaretoken": CSRF, "purpose": "visit", "iin": case.number}
        sent = await self._answered("POST look-up", 302, found, "/desk/", form)
        card = await self._answered("GET card", 200, found, "/desk/card/") if sent else None
        if sent is None or card is None:
            return
        whole = (perf_counter() - start) * 1000
        found.add("both", sent.server + card.server, sent.worked + card.worked, whole, sent.queries + card.queries)
        headline = HEADLINE.search(card.body)
        found.wrong += headline is None or headline[1].decode() != case.headline
        found.done += 1

    async def page(self, found: Measured, kind: str, path: str) -> None:
        self.browser.cookie = ""
        if await self._answered(kind, 200, found, path) is not None:
            found.done += 1

    async def _answered(
        self, kind: str, status: int, found: Measured, path: str, form: dict[str, str] | None = None
    ) -> Answer | None:
        answer = await self.browser.ask(path, form)
        if answer.status != status:
            found.errors[f"{kind}: {answer.status}"] += 1
            return None
        found.add(kind, answer.server, answer.worked, answer.whole, answer.queries)
        return answer


async def all_at_once(desks: Sequence[Desk], ask: Ask, found: Measured, seconds: float) -> float:
    """Every client asks again as soon as it is answered; how many were answered a second."""
    start, before = perf_counter(), found.done

    async def work(desk: Desk) -> None:
        while perf_counter() - start < seconds:
            await ask(desk, found)

    await asyncio.gather(*(work(desk) for desk in desks))
    return (found.done - before) / (perf_counter() - start)


async def at_rate(desks: Sequence[Desk], found: Measured, rate: float, seconds: float) -> None:
    """Look-ups begin at their times, whether those before are answered or not; a free client takes each."""
    free: asyncio.Queue[Desk] = asyncio.Queue()
    for desk in desks:
        free.put_nowait(desk)

    async def one(due: float) -> None:
        desk = await free.get()
        try:
            await desk.look_up(found, due)
        finally:
            free.put_nowait(desk)

    start, tasks = perf_counter(), []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - perf_counter()))
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)


def _centiles(values: tuple[float, ...]) -> str:
    if len(values) < 100:
        return f"{'too few':>24}"
    cuts = statistics.quantiles(values, n=100)
    return "".join(f"{cuts[place - 1]:8.1f}" for place in (50, 95, 99))
