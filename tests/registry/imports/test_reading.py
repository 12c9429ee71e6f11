"""Whatever the form, the encoding and the separator, the same rows come out; what is spoilt spoils its own row."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from registry import iin
from registry.imports.faults import TEXTS, Unreadable
from registry.imports.reading import opened
from registry.imports.rows import Row, row_of
from registry.imports.words import PROBLEMS

from .files import CARD, xlsx_of

NUMBERS = iin.synthetic()
A, B, C = (next(NUMBERS) for _ in range(3))
PLAIN = f"iin;level;since\n{A};D;2026-01-15\n{B};E;\n"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def rows(content: bytes) -> list[Row]:
        file = tmp_path / "file"
        file.write_bytes(content)
        with opened(file, CARD) as table:
            return [row for line in table.lines if (row := row_of(CARD, table.heading, line))]

    return rows


def meant(rows: list[Row]) -> list[tuple[int, dict[str, Any]]]:
    return [(row.line, row.values) for row in rows]


def wrong(rows: list[Row]) -> dict[int, list[tuple[str, str]]]:
    return {row.line: [(problem.column, problem.code) for problem in row.problems] for row in rows if row.problems}


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace(";", ",").encode(),
        PLAIN.replace(";", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("level", "Деңгей").replace("since", "КҮНІ ").encode("kz1048"),
        PLAIN.replace("iin;level;since", "ИИН;Уровень благосостояния;дата").encode("cp1251"),
        PLAIN.replace("iin;level;since", "iin;Level  of well-being;“Since”").encode(),
        f"sep=;\n{PLAIN}".encode(),
        f'iin;level;since\n"{A}";"D";"15.01.2026"\n="{B}";E;\n;;\n'.encode(),
        f"since,level,something else,iin\n2026-01-15,D,x,{A}\n,E,y,{B}\n".encode(),
        xlsx_of([["iin", "level", "since"], [A, "D", date(2026, 1, 15)], [int(B), "E", None], []]),
    ],
    ids=["utf-8", "bom", "comma", "tab", "crlf", "kk", "ru", "forgiving", "sep", "quoted", "order", "xlsx"],
)
def test_the_same_rows(read: Any, content: bytes):
    first = 3 if content.startswith(b"sep") else 2
    rows = read(content)
    assert meant(rows) == [
        (first, {"iin": A, "level": "D", "since": "2026-01-15"}),
        (first + 1, {"iin": B, "level": "E"}),
    ]
    assert [row.key for row in rows] == [A, B]


@pytest.mark.parametrize(
    ("content", "code", "values"),
    [
        (b"", "empty", {}),
        (b"  \n", "empty", {}),
        (PLAIN.encode("utf-16"), "utf_16", {}),
        (PLAIN.encode("utf-16-le"), "utf_16", {}),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_excel", {}),
        (b"\x89PNG" + bytes(600), "not_a_table", {}),
        (b"%PDF-1.7\n" + PLAIN.encode(), "not_a_table", {}),
        (b"\xef\xbb\xbf\r\n<html><table><tr><td>iin", "not_a_table", {}),
        (f"{A};D;2026-01-15\n".encode(), "no_heading", {}),
        (b"iin;since\n", "columns_missing", {"columns": ["level"]}),
        ("ЖСН;iin;level\n".encode(), "columns_twice", {"columns": ["iin"]}),
        (xlsx_of([]), "no_heading", {}),
        (xlsx_of([["iin", "level"], [A, "D"]])[:-300], "broken", {}),
        (b"PK\x03\x04" + bytes(500), "broken", {}),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read: Any, content: bytes, code: str, values: dict[str, Any]):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_bad_bytes_spoil_their_own_row_and_no_other_language(read: Any):
    """A Kazakh file in UTF-8 stays one."""
    content = f"iin;level;аты\n{A};D;Әсем\n".encode() + b"\xff\xfe;E;x\n" + f"{B};E\0;Ұлы\n{C};D;Қуат\n".encode()
    rows = read(content)
    assert wrong(rows) == {3: [("iin", "encoding")], 4: [("level", "control_character")]}
    assert "\0" not in str([row.texts for row in rows])


@pytest.mark.parametrize("long", [40_000, 3_000_000])
def test_a_cell_without_end_spoils_its_own_row(read: Any, long: int):
    content = f"iin;level\n{A};{'я' * long}\n{B};D\n".encode()
    rows = read(content)
    assert wrong(rows) == {2: [("level", "cell_too_long")]}
    assert len(rows[0].texts["level"]) <= 200
    assert rows[1].values["iin"] == B
    rows = read(xlsx_of([["iin", "level"], [A, "я" * 32_000], [B, "D"]]))
    assert wrong(rows) == {2: [("level", "choice")]}


def test_a_long_text_of_an_xlsx_is_never_whole_in_memory(read: Any, tmp_path: Path):
    """As only a program other than a table program would write it."""
    text = ("&amp;" + "я" * 999) * 2_000
    rows = read(rewritten(tmp_path, [["iin", "level"], [A, "LONG"], [B, "D"]], "LONG", text))
    assert wrong(rows) == {2: [("level", "cell_too_long")]}
    assert rows[1].values == {"iin": B, "level": "D"}


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        (f'{B};"E\n{C};D\n', {3: [("", "quotes")]}),
        (f'{B};"E" x\n{C};D\n', {3: [("", "quotes")]}),
        (f"{B};E;;;\n{C};D\n", {}),
        (f"{B};E;;x\n{C};D\n", {3: [("", "columns")]}),
        (f"{B}\n{C};D\n", {3: [("level", "empty")]}),
        (f"{B};=1+1\n{C};D\n", {3: [("level", "formula")]}),
        (f"{';' * 120_000}\n{C};D\n", {3: [("", "line_too_long")]}),
        (f'{B};"E\n"\n{C};D\n', {}),
    ],
)
def test_a_broken_line_is_followed_by_whole_ones(read: Any, rest: str, found: Any):
    rows = read(f"iin;level;since\n{A};D;\n{rest}".encode())
    assert wrong(rows) == found
    assert (rows[0].values["iin"], rows[-1].values["iin"]) == (A, C)


def test_what_table_programs_do_to_cells(read: Any):
    short = next(
        number for number in [f"0{place}" + A[2:11] for place in range(10)] if iin.control_digit(number) is not None
    )
    short += str(iin.control_digit(short))
    rows = read(
        xlsx_of(
            [
                ["iin", "level", "since"],
                [A, "=1+1", None],
                [B, "#N/A", None],
                [int(short), "D", None],
                [C, "D", 46000.5],
                [C, True, None],
                [A, "D", date(2026, 1, 1), "beyond"],
            ]
        )
    )
    assert wrong(rows) == {
        2: [("level", "formula")],
        3: [("level", "cell_error")],
        4: [("iin", "iin_short")],
        5: [("since", "day")],
        6: [("level", "choice")],
        7: [("", "columns")],
    }


def rewritten(folder: Path, rows: list[list[str]], old: str, new: str, more: dict[str, bytes] | None = None) -> bytes:
    """An XLSX in whose sheets and texts something stands instead of something else, or with further parts."""
    first, second = folder / "a.xlsx", folder / "b.xlsx"
    first.write_bytes(xlsx_of(rows))
    with ZipFile(first) as source, ZipFile(second, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            text = source.read(part)
            target.writestr(part, text.replace(old.encode(), new.encode()) if old else text)
        for name, content in (more or {}).items():
            target.writestr(name, content)
    return second.read_bytes()


@pytest.mark.parametrize(
    ("new", "more"),
    [
        (f"{' ' * 9_000_000}", {}),
        (f"{'<v/>' * 250_000}", {}),
        ("x", {"xl/theme/big.xml": bytes(42 * 1024 * 1024)}),
    ],
    ids=["bomb", "row of parts", "large part"],
)
def test_a_file_that_would_fill_the_memory_is_refused(read: Any, tmp_path: Path, new: str, more: dict[str, bytes]):
    with pytest.raises(Unreadable) as refused:
        read(rewritten(tmp_path, [["iin", "level"], [A, "LONG"]], "LONG", f"{new}", more))
    assert refused.value.code == "swollen"


def test_a_row_far_below_costs_nothing(read: Any, tmp_path: Path):
    rows = read(rewritten(tmp_path, [["iin", "level"], [A, "D"]], '<row r="2"', '<row r="1000000000"'))
    assert meant(rows)[0][1] == {"iin": A, "level": "D"}


def test_every_code_has_its_text():
    """Codes are written where they are found; a text that is missing would be seen by nobody but the user."""
    folder = Path(__file__).parents[3] / "registry" / "imports"
    sources = "".join(file.read_text("utf-8") for file in folder.glob("**/*.py"))
    used = set(re.findall(r'Problem\(\s*"(\w+)"', sources))
    assert used - PROBLEMS.keys() == set()
    assert set(re.findall(r'Unreadable\("(\w+)"', sources)) - TEXTS.keys() == set()


def test_the_template_can_be_read(read: Any, tmp_path: Path):
    from registry.imports.templates import csv_text, xlsx_file

    [row] = read(csv_text(CARD).encode())
    assert (row.problems, row.values["level"]) == ([], "D")
    with xlsx_file(CARD) as file:
        content = file.read()
    assert meant(read(content)) == [(2, row.values)]
    (tmp_path / "template.xlsx").write_bytes(content)
    book = load_workbook(tmp_path / "template.xlsx")
    assert len(book.sheetnames) == 4
    assert book.worksheets[0]["A2"].number_format == "@"
