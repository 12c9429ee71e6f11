"""The graph of questions and grounds laid out as a picture: boxes left and right, lines between them."""

from dataclasses import dataclass
from textwrap import wrap

from ..questions import QUESTIONS
from ..texts import ground_name
from .graph import Edge, edges, looks

WIDTH = 736
BOX = 264
LETTERS = 28
LINE = 18
PADDING = 7
GAP = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A question or a ground; all lengths in units of the picture."""

    code: str
    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Curve:
    edge: Edge
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    box: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def draw(day: int) -> Picture:
    """The picture for the grounds in force on the day, in the reader's language."""
    grounds = {item.ground: ground_name(item.ground) for item in looks(day)}
    questions = _questions(day, list(grounds))
    height = max(_height(questions), _height(grounds))
    left, right = _column(questions, 0, height), _column(grounds, WIDTH - BOX, height)
    curves = tuple(Curve(edge, _path(left[edge.question], right[edge.ground])) for edge in edges(day))
    return Picture(WIDTH, height, BOX, (*left.values(), *right.values()), curves)


def _questions(day: int, grounds: list[str]) -> dict[str, str]:
    """Each question about as high as the grounds that ask for it, so that few lines cross."""
    places: dict[str, list[int]] = {}
    for edge in sorted(edges(day), key=lambda edge: not edge.direct):
        if edge.direct or edge.question not in places:
            places.setdefault(edge.question, []).append(grounds.index(edge.ground))
    middles = {slug: sum(found) / len(found) for slug, found in places.items()}
    in_order = sorted(QUESTIONS, key=lambda question: middles.get(question.slug, len(grounds)))
    return {question.slug: str(question.title("self")) for question in in_order}


def _box_height(name: str) -> int:
    return len(wrap(name, LETTERS)) * LINE + 2 * PADDING


def _height(names: dict[str, str]) -> int:
    return sum(_box_height(name) + GAP for name in names.values())


def _column(names: dict[str, str], x: int, height: int) -> dict[str, Box]:
    """The boxes one beneath the other, spread over the height."""
    spare = (height - _height(names)) / len(names)
    boxes: dict[str, Box] = {}
    y = spare / 2
    for code, name in names.items():
        tall = _box_height(name)
        first = int(y) + PADDING + LINE - 5
        lines = tuple((first + index * LINE, text) for index, text in enumerate(wrap(name, LETTERS)))
        boxes[code] = Box(code, x, int(y), tall, lines)
        y += tall + GAP + spare
    return boxes


def _path(start: Box, end: Box) -> str:
    left, right = start.x + BOX, end.x
    bend = (left + right) // 2
    return f"M{left} {start.middle}C{bend} {start.middle} {bend} {end.middle} {right} {end.middle}"
