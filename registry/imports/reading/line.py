"""What every form of file is read into."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .heading import Heading

LONGEST_CELL: Final = 32_768
"""Characters; what a table program holds in a cell."""
LAST_LINE: Final = 2**31 - 1
"""The largest number of a line that is kept."""
NOTHING: Mapping[int, str] = {}


class Line(NamedTuple):
    """A line of the file. ``number``: from 1, the heading is one. ``faults``: place of a cell → code of what is wrong
    with it; place −1: with the line as a whole."""

    number: int
    cells: Sequence[str]
    faults: Mapping[int, str] = NOTHING


class Table(NamedTuple):
    """``form``: as the file was found to be. ``share``: how much of it is read, from 0 to 1."""

    form: str
    heading: Heading
    lines: Iterator[Line]
    share: Callable[[], float]
