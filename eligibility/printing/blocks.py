"""What a printed document is made of. Each block becomes an object of the JSON that the Typst template reads;
``kind`` tells the template how to set it. All texts are plain: no markup is ever taken from them."""

from dataclasses import dataclass

from ..result import Line

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Lines:
    """Short statements, each with what stands beneath it."""

    lines: tuple[Line, ...]
    kind: str = "lines"


@dataclass(frozen=True, slots=True)
class Sums:
    """Statements whose text is an amount."""

    lines: tuple[Line, ...]
    kind: str = "sums"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]
    columns: int = 1
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Conditions, each with a box to tick by hand. ``finding``: what comes of them by the answers given."""

    title: str
    source: str
    finding: str
    items: tuple[str, ...]
    kind: str = "ticks"


@dataclass(frozen=True, slots=True)
class Table:
    """Questions to tick by hand, with the answer of the person beside each."""

    header: Row
    rows: tuple[Row, ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done; without steps it is only named, with its reason."""

    name: str
    why: str
    steps: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    source: str = ""
    kind: str = "way"


Block = Text | Lines | Sums | Bullets | Ticks | Table | Way


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer at one glance. ``mark``: yes, no, unknown or unclear."""

    mark: str
    headline: str
    span: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The whole document in one language. ``subject``: whom it is about, if not the person who asks; ``by_hand``:
    labels of the lines to fill in with a pen."""

    lang: str
    title: str
    subject: str
    header: str
    reader: str
    footer: str
    verdict: Verdict
    disclaimer: str
    by_hand: tuple[str, ...]
    by_hand_note: str
    sections: tuple[Section, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Document:
    """All parts, one after the other. ``title``: what a reader's window shows, in the first language."""

    title: str
    parts: tuple[Part, ...]
