"""What comments, stamps and filled-in fields show becomes a part of the page (ISO 32000-1, 12.5.5)."""

from typing import Any, Final

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from .outcomes import Code, Refused

HIDDEN: Final = 0b10
NO_VIEW: Final = 0b100000
SHOWS_SOMETHING: Final = ("/FreeText", "/Stamp", "/Ink")
CORNERS: Final = ((0, 1), (0, 3), (2, 1), (2, 3))


def draw(writer: PdfWriter, page: PageObject, annotations: list[DictionaryObject]) -> None:
    """Raises Refused(FORM) for something filled in that only the program which made it could show."""
    commands = []
    for annotation in annotations:
        if int(annotation.get("/F", 0)) & (HIDDEN | NO_VIEW):
            continue
        appearance = _appearance(annotation)
        if appearance is not None:
            commands.append(_command(writer, page, annotation, appearance))
        elif _would_be_lost(annotation):
            raise Refused(Code.FORM)
    if commands:
        _append(writer, page, "\n".join(commands))


def _appearance(annotation: DictionaryObject) -> StreamObject | None:
    appearances = annotation.get("/AP")
    normal: Any = appearances.get_object().get("/N") if appearances is not None else None
    normal = normal.get_object() if normal is not None else None
    if isinstance(normal, StreamObject):
        return normal
    if isinstance(normal, DictionaryObject):  # one for each state, such as ticked and not
        state = normal.get(annotation.get("/AS", "/Off"))
        chosen = state.get_object() if state is not None else None
        return chosen if isinstance(chosen, StreamObject) else DecodedStreamObject()
    return None


def _would_be_lost(annotation: DictionaryObject) -> bool:
    if annotation.get("/Subtype") in SHOWS_SOMETHING:
        return True
    parent = annotation.get("/Parent")
    value = annotation.get("/V") or (parent.get_object().get("/V") if parent is not None else None)
    return annotation.get("/Subtype") == "/Widget" and isinstance(value, str) and value not in ("", "/Off")


def _command(writer: PdfWriter, page: PageObject, annotation: DictionaryObject, appearance: StreamObject) -> str:
    """Maps the box of the appearance, turned by its own matrix, onto the rectangle of the annotation."""
    box = _numbers(appearance.get("/BBox"), 4)
    a, b, c, d, e, f = _numbers(appearance.get("/Matrix"), 6) or [1, 0, 0, 1, 0, 0]
    rectangle = _numbers(annotation.get("/Rect"), 4)
    if not box or not rectangle:
        return ""
    turned = [(a * box[x] + c * box[y] + e, b * box[x] + d * box[y] + f) for x, y in CORNERS]
    (left, right), (bottom, top) = ((min(values), max(values)) for values in zip(*turned, strict=True))
    if right == left or top == bottom:
        return ""
    across = abs(rectangle[2] - rectangle[0]) / (right - left)
    up = abs(rectangle[3] - rectangle[1]) / (top - bottom)
    x, y = min(rectangle[0::2]) - left * across, min(rectangle[1::2]) - bottom * up
    name = _named(writer, page, appearance)
    return f"q {across:.5f} 0 0 {up:.5f} {x:.5f} {y:.5f} cm {name} Do Q"


def _numbers(found: Any, count: int) -> list[float]:
    """Empty where there are not exactly so many."""
    found = found.get_object() if found is not None else None
    if not isinstance(found, ArrayObject) or len(found) != count:
        return []
    return [float(number.get_object()) for number in found]


def _named(writer: PdfWriter, page: PageObject, appearance: StreamObject) -> str:
    clone: Any = appearance.clone(writer)
    clone[NameObject("/Type")] = NameObject("/XObject")
    clone[NameObject("/Subtype")] = NameObject("/Form")
    resources = _inside(page, "/Resources")
    forms = _inside(resources, "/XObject")
    name = NameObject(f"/KepilShown{clone.indirect_reference.idnum}")
    forms[name] = clone.indirect_reference
    return name


def _inside(owner: DictionaryObject, key: str) -> DictionaryObject:
    if key not in owner:
        owner[NameObject(key)] = DictionaryObject()
    found = owner[key]
    assert isinstance(found, DictionaryObject)
    return found


def _append(writer: PdfWriter, page: PageObject, commands: str) -> None:
    """Behind the page's own content, whose changes of the graphics state are undone first."""
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(b"\nQ\n" + commands.encode("ascii"))
    own: Any = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    resolved = own.get_object()
    middle = list(resolved) if isinstance(resolved, ArrayObject) else [own]
    parts = [writer._add_object(before), *middle, writer._add_object(after)]
    page[NameObject("/Contents")] = ArrayObject(parts)
