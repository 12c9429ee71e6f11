"""Records of a range of people, in the order of their row numbers, in a fixed number of queries and flat memory."""

from collections.abc import Collection, Iterator

from .records import Record


def records(first: int, last: int, only: Collection[int] | None = None) -> Iterator[Record]:
    """Everybody with a row number from ``first`` to ``last`` (closed), or those among them that ``only`` names."""
    raise NotImplementedError
