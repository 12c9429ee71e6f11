"""The files of a register: what a table program makes of them, and what they say when they break."""

import csv
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from registry.ledger.exports import content, csv_file, pdf_file, xlsx_file
from registry.ledger.exports.content import Head, Row
from registry.models import Register
from registry.sheets import safe
from tests.registry.world import NOW

from .world import Ledger, end

PAYLOADS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%0A=1", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "\xa0=1", "\u200b=1"),
    *(
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "｜calc",
        "％1",
        "﹢1",
        "﹣1",
        "﹦1",
        "−1",
        "\ufeff=1",
        "\u202e=1",
        "\u3000=1",
    ),
    *('=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", '";=1+1;"', "#DIV/0!", "\x1b[2J=1", "-2+3+cmd|' /C calc'!A0"),
)
FORMULA = set("=+-@|%−")


def is_harmless(text: object) -> bool:
    shown = unicodedata.normalize("NFKC", str(text))
    return not shown[:1].strip() or (shown[0] not in FORMULA and unicodedata.category(shown[0])[0] not in "CZ")


def head(register: Register, ledger: Ledger, lines: int | None = None) -> Head:
    return Head(register, register.entries.count() if lines is None else lines, ledger.finance, NOW, "compare")


def read_csv(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """As the recipient reads it: remarks, then the lines under their columns."""
    assert text.startswith("\ufeff")
    table = list(csv.reader(StringIO(text[1:], newline=""), delimiter=";"))
    remarks = [row for row in table if row[0] == "#"]
    return remarks, [row for row in table if row[0] != "#"]


def read_xlsx(made: Any) -> dict[str, list[list[Any]]]:
    with made:
        book = load_workbook(made)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}  # no formula, no error
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_there_are_thirty_payloads():
    assert len(set(PAYLOADS)) >= 30


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_begins_like_a_formula(payload: str):
    assert is_harmless(safe(payload))


def test_plain_names_stay_as_they_are():
    for name in ("Әбенова Айгүл", "О'Нил", "Smith-Jones", "", "Қ = Ғ"):
        assert safe(name) == name


@pytest.fixture
def register(ledger: Ledger) -> Register:
    """Of people with every payload in every part of their names, charged and reversed."""
    ledger.wage()
    for payload in PAYLOADS:
        name = payload.replace("\0", "")  # PostgreSQL keeps none
        ledger.owes(ledger.citizen(name, name, patronymic=name, district=ledger.district))
    row = ledger.paid()
    assert row.people == len(PAYLOADS)
    return row


def test_every_cell_of_the_csv_is_harmless_and_adds_up(ledger: Ledger, register: Register):
    for payload in PAYLOADS:
        ledger.finance.full_name = payload
        remarks, (columns, *lines) = read_csv("".join(csv_file.stream(head(register, ledger), content.rows(register))))
        assert all(is_harmless(cell) for row in remarks for cell in row)
    assert tuple(columns) == csv_file.COLUMNS
    rows = [dict(zip(columns, line, strict=True)) for line in lines]
    numbers = {"tiyn", "tenge"}
    assert all(is_harmless(value) for row in rows for key, value in row.items() if key not in numbers)
    assert sum(int(row["tiyn"]) for row in rows) == register.total
    text = "".join(
        f"{row['person']};{row['month'][:4]}-{row['month'][4:]};{row['number']};{row['kind']};{row['tiyn']}\n"
        for row in rows
    )
    assert sha256(text.encode()).hexdigest() == register.control_sum
    assert ["#", "control_sum", register.control_sum] in remarks
    assert remarks[-1] == ["#", "end", str(len(rows))]
    assert {row["iin"] for row in rows} == set(register.entries.values_list("citizen__iin", flat=True))


def test_every_cell_of_the_xlsx_is_text_or_a_number(ledger: Ledger, register: Register):
    ledger.finance.full_name = "=1+1"
    first, (_titles, *lines) = read_xlsx(xlsx_file.write(head(register, ledger), content.rows(register))).values()
    texts = [value for row in (*first, *lines) for value in row if isinstance(value, str)]
    assert all(map(is_harmless, texts))
    assert sum(round(row[7] * 100) for row in lines) == register.total
    assert all(isinstance(row[2], str) and len(row[2]) == 12 for row in lines)  # no zero is lost at its beginning


def test_a_reversal_is_a_number_below_zero_and_not_a_formula(ledger: Ledger):
    ledger.wage()
    obligation = ledger.owes()
    ledger.paid()
    end(obligation)
    row = ledger.paid()
    _remarks, (columns, line) = read_csv("".join(csv_file.stream(head(row, ledger), content.rows(row))))
    found = dict(zip(columns, line, strict=True))
    assert (found["tiyn"], found["tenge"], found["remark"]) == ("-928000", "-9280,00", "obligation_ended")


def broken(rows: Iterator[Row]) -> Iterator[Row]:
    yield next(rows)
    raise OSError("the database is gone")


def test_a_file_that_breaks_says_so(ledger: Ledger, register: Register):
    said, _lines = read_csv("".join(csv_file.stream(head(register, ledger), broken(content.rows(register)))))
    assert said[-1] == ["#", "INCOMPLETE", "1"]
    sheets = read_xlsx(xlsx_file.write(head(register, ledger), broken(content.rows(register))))
    assert list(sheets)[-1] == "INCOMPLETE"


def test_a_file_with_too_few_lines_says_so(ledger: Ledger, register: Register):
    wanted = head(register, ledger, lines=register.entries.count() + 1)
    said, _lines = read_csv("".join(csv_file.stream(wanted, content.rows(register))))
    assert said[-1][1] == "INCOMPLETE"
    assert "INCOMPLETE" in read_xlsx(xlsx_file.write(wanted, content.rows(register)))


def test_the_csv_is_made_while_it_is_read(ledger: Ledger, register: Register):
    taken: list[Row] = []

    def watched() -> Iterator[Row]:
        for row in content.rows(register):
            taken.append(row)
            yield row

    lines = csv_file.stream(head(register, ledger), watched())
    for _ in range(4):
        next(lines)
    assert len(taken) == 2


def test_whose_record_is_blocked_is_not_named(ledger: Ledger):
    ledger.wage()
    person = ledger.owes(ledger.citizen("Бұғатталған", blocked=True)).citizen
    row = ledger.approved()
    text = "".join(csv_file.stream(head(row, ledger), content.rows(row)))
    sheets = str(read_xlsx(xlsx_file.write(head(row, ledger), content.rows(row))))
    assert person.iin not in text + sheets
    assert "Бұғатталған" not in text + sheets
    _remarks, (columns, line) = read_csv(text)
    found = dict(zip(columns, line, strict=True))
    assert (found["tiyn"], found["person"], found["remark"]) == ("928000", str(person.pk), "blocked")


def test_the_pdf_has_totals_and_nobody(ledger: Ledger, tmp_path: Any):
    ledger.wage()
    people = [ledger.owes().citizen for _ in range(3)]
    row = ledger.paid()
    made = tmp_path / "register.pdf"
    made.write_bytes(pdf_file.write(head(row, ledger)))
    reader = PdfReader(made)
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert str(row) in text
    assert "27 840" in text.replace("\xa0", " ")
    assert ledger.district.name in text
    assert ledger.finance_approver.full_name in text
    assert not any(person.iin in text or person.surname in text for person in people)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
