"""No more than so many messages a second: a gateway has its limits, and so has the portal that people then open."""

import time
from collections.abc import Callable


class Pace:
    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = 1 / per_second
        self.clock, self.sleep = clock, sleep
        self.next = clock()

    def __call__(self) -> None:
        """Returns when the next message may go."""
        wait = self.next - self.clock()
        if wait > 0:
            self.sleep(wait)
        self.next = max(self.next, self.clock()) + self.interval
