"""The published cases, and ours beside them: every file of tests/cases, read by tests/cases/README.md."""

import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eligibility.rules import law as law_module
from eligibility.rules.answer import as_json
from eligibility.rules.assess import assess
from eligibility.rules.facts_json import parse_request
from eligibility.rules.json_values import FactsError

Table = dict[str, Any]
Problems = Iterator[str]

FOLDER = Path(__file__).resolve().parent.parent / "cases"
LAW = law_module.load()

# Every published case about a status, a payer, money, a disease, a service or a way to cover.
PUBLISHED = [
    *("A1", "A3", "A4", "A7", "A8"),
    *("B3", "B5", "B11", "B17", "B19", "B23", "B25", "B27", "B29", "B30", "B32", "B34"),
    *("C8", "C9", "C10", "C12", "C13"),
    *("D1", "D9", "D11", "D12", "D13", "D14", "D15", "D20", "D21", "D22"),
    *("D26", "D27", "D28", "D30", "D31", "D32", "D33"),
    *("E6", "E10"),
    *("F2", "F10", "F11", "F14", "F25", "F28", "F31", "F32", "F33", "F34", "F35"),
    *("G6", "G7", "G8", "G9", "G16"),
]

REQUIRED = {"id", "title", "source_keys", "kind", "certainty", "on", "person", "expect"}
KINDS = {"published", "applied"}
CERTAINTIES = {"sure", "likely", "conflict", "unclear"}


def plain(value: Any) -> Any:
    """A value of TOML as JSON has it: dates as text, "none" as null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "none" else value


def read() -> list[Table]:
    return [
        case for path in sorted(FOLDER.glob("[a-g]_*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def name(case: Table) -> str:
    return "-".join(filter(None, [case.get("id"), case.get("variant")]))


CASES = read()
SOURCES = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))


def answer(case: Table) -> Table:
    """The answer to the case, or its error, after a trip through JSON text."""
    request = json.loads(json.dumps({"on": plain(case["on"]), "person": plain(case["person"])}))
    try:
        day, facts = parse_request(request, LAW.rubrics, None, 0)
        given: Table = json.loads(json.dumps(as_json(assess(facts, LAW, day))))
    except FactsError as error:
        return {"error": {"path": error.path, "message": error.message}}
    except law_module.LawRangeError as error:
        return {"error": {"path": "on", "message": str(error)}}
    return given


# --- What may be expected, and how it is compared ---


def differs(what: str, expected: Any, got: Any) -> Problems:
    if expected != got or isinstance(expected, bool) != isinstance(got, bool):
        yield f"{what}: expected {expected!r}, got {got!r}"


def parts(what: str, expected: Table, got: Any, known: set[str]) -> Problems:
    """Only the keys that are expected are compared."""
    for key, value in expected.items():
        if key not in known:
            yield f"{what}.{key} is not a known expectation; known: {', '.join(sorted(known))}"
        elif not isinstance(got, dict):
            yield f"{what}.{key}: expected {value!r}, got no {what} at all ({got!r})"
        else:
            yield from differs(f"{what}.{key}", value, got.get(key))


def scalar(key: str) -> Callable[[Any, Table], Problems]:
    return lambda expected, got: differs(key, expected, got[key])


def grounds(expected: Table, got: Table) -> Problems:
    found = {item["code"]: item["outcome"] for item in got["grounds"]}
    for code, outcome in expected.items():
        yield from known_code("ground", code, "grounds")
        yield from differs(f"ground.{code}", outcome, found.get(code, "absent"))


def contribution(expected: Table, got: Table) -> Problems:
    found = got["contribution"]
    due = {item["who"]: item["amount"] for item in found["monthly"]}
    for key, value in expected.items():
        what = f"contribution.{key}"
        if key == "monthly":
            if len(due) != len(found["monthly"]):
                yield f"{what}: somebody pays twice, which this table cannot compare: {found['monthly']}"
            for who, amount in value.items():
                yield from differs(f"{what}.{who}", amount, due.get(who, "nothing"))
        elif key == "nothing_due":
            yield from differs(what, value, not found["monthly"])
        elif key == "arrears":
            yield from parts(what, value, found["arrears"], {"months", "amount"})
        elif key == "advance":
            known = {"months", "amount", "insured_from", "amount_from_this_month"}
            yield from parts(what, value, found["advance"], known)
        elif key == "state":
            yield from parts(what, value, found["state"], {"rate", "amount"})
        else:
            yield f"{what} is not a known expectation"


def diagnoses(expected: list[Table], got: Table) -> Problems:
    found = got["diagnoses"]
    yield from differs("number of diagnoses", len(expected), len(found))
    known = {"icd10", "group", "package", "covered", "until"}
    for index, (wanted, item) in enumerate(zip(expected, found, strict=False)):
        label = item["icd10"] or item["group"]
        yield from parts(f"diagnoses[{index}] ({label})", wanted, item, known)


def services(expected: Table, got: Table) -> Problems:
    found = {item["code"]: item for item in got["services"]}
    for code, wanted in expected.items():
        yield from known_code("services", code, "services")
        wanted = {"covered": wanted} if isinstance(wanted, str) else wanted
        yield from parts(f"services.{code}", wanted, found.get(code), {"package", "covered"})


def changes(expected: list[Table], got: Table) -> Problems:
    known = {"on", "status", "payer", "because", "icd10", "group", "package"}
    for wanted in expected:
        for key in wanted.keys() - known:
            yield f"changes: {key} is not a known expectation; known: {', '.join(sorted(known))}"
        if not any(wanted.items() <= {**item}.items() for item in got["changes"]):
            yield f"changes: expected one with {wanted}, got {got['changes']}"


def missing(expected: list[str], got: Table) -> Problems:
    for fact in expected:
        if fact not in got["missing"]:
            yield f"missing: expected {fact!r}, got {got['missing']}"


def codes(key: str) -> Callable[[list[str], Table], Problems]:
    def check(expected: list[str], got: Table) -> Problems:
        found = [item["code"] for item in got[key]]
        for code in expected:
            yield from known_code(key, code, key)
            if code not in found:
                yield f"{key}: expected {code!r}, got {found}"

    return check


def routes_absent(expected: list[str], got: Table) -> Problems:
    found = [item["code"] for item in got["routes"]]
    for code in expected:
        yield from known_code("routes_absent", code, "routes")
        if code in found:
            yield f"routes: expected no {code!r}, got {found}"


def routes_in_order(expected: list[str], got: Table) -> Problems:
    found = [item["code"] for item in got["routes"]]
    if [code for code in found if code in expected] != expected:
        yield f"routes: expected {expected} in this order, got {found}"


def known_code(what: str, code: str, table: str) -> Problems:
    if not isinstance(LAW.tables[table].get(code), dict):
        yield f"{what}: {code!r} is no code of the law files"


CHECKS: dict[str, Callable[[Any, Table], Problems]] = {
    "status": scalar("status"),
    "payer": scalar("payer"),
    "until": scalar("until"),
    "ground": grounds,
    "contribution": contribution,
    "diagnoses": diagnoses,
    "services": services,
    "changes": changes,
    "missing": missing,
    "notes": codes("notes"),
    "routes": codes("routes"),
    "routes_absent": routes_absent,
    "routes_in_order": routes_in_order,
}


def refusal(expected: Table, got: Table) -> Problems:
    """The case must be refused."""
    if "error" not in got:
        yield f"error: expected a refusal at {expected.get('path')!r}, got the status {got['status']!r}"
        return
    for key, value in expected.items():
        if key == "path":
            yield from differs("error.path", value, got["error"]["path"])
        elif key == "says":
            for word in value:
                if word not in got["error"]["message"]:
                    yield f"error.message: expected it to say {word!r}, got {got['error']['message']!r}"
        else:
            yield f"error.{key} is not a known expectation; known: path, says"


def problems(expected: Table, got: Table) -> list[str]:
    """Everything in which the answer is not what the case expects, and every expectation that nobody checks."""
    unknown = sorted(expected.keys() - CHECKS.keys() - {"error"})
    found = [f"{key} is not a known expectation; known: {', '.join(CHECKS)}, error" for key in unknown]
    if not expected:
        return ["nothing is expected"]
    if "error" in expected:
        return [*found, *refusal(expected["error"], got)]
    if "error" in got:
        return [*found, f"refused at {got['error']['path']!r}: {got['error']['message']}"]
    for key, wanted in expected.items():
        if key in CHECKS:
            found += CHECKS[key](wanted, got)
    return found


@pytest.mark.parametrize("case", [pytest.param(case, id=name(case)) for case in CASES])
def test_case(case: Table) -> None:
    found = problems(plain(case["expect"]), answer(case))
    if found:
        lines = [f"{name(case)} on {case['on']}: {case['title']}", *found]
        pytest.fail("\n  - ".join(lines), pytrace=False)


# --- The files themselves ---


def test_every_published_case_is_here() -> None:
    here = {case["id"] for case in CASES}
    assert sorted(set(PUBLISHED) - here) == []
    assert sorted(code for code in here - set(PUBLISHED) if not code.startswith("K")) == []


def test_names_are_given_once() -> None:
    names = [name(case) for case in CASES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("case", [pytest.param(case, id=name(case)) for case in CASES])
def test_a_case_is_complete(case: Table) -> None:
    assert REQUIRED <= case.keys() <= REQUIRED | {"variant"}
    assert case["kind"] in KINDS
    assert case["certainty"] in CERTAINTIES
    assert type(case["on"]) is date
    assert case["title"].endswith(".")
    assert case["source_keys"]
    assert set(case["source_keys"]) <= SOURCES.keys()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name(case)) for case in CASES if case["certainty"] == "unclear"]
)
def test_an_open_point_is_never_settled(case: Table) -> None:
    """Where the sources leave a point open the answer says so: by "unclear" or by a note."""
    assert case["expect"].get("notes") or "unclear" in json.dumps(plain(case["expect"]))


def test_every_source_is_used() -> None:
    assert SOURCES.keys() - {key for case in CASES for key in case["source_keys"]} == set()


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"statuss": "insured"},
        {"ground": {"childhood": "yes"}},
        {"contribution": {"yearly": 1}},
        {"contribution": {"arrears": {"sum": 1}}},
        {"contribution": {"monthly": {"employee": 1}}},
        {"diagnoses": [{"codes": "G80"}]},
        {"diagnoses": []},
        {"services": {"dentist": "yes"}},
        {"services": {"ambulance": {"open": "yes"}}},
        {"changes": [{"day": "2026-01-01"}]},
        {"missing": ["shoe_size"]},
        {"notes": ["all_is_well"]},
        {"routes": ["go_home"]},
        {"routes_absent": ["go_home"]},
        {"routes_absent": ["pay_arrears"]},
        {"routes_in_order": ["pay_arrears", "seek_care"]},
        {"status": "insured"},
        {"until": "2026-03-15"},
        {"error": {"path": "on"}},
    ],
    ids=str,
)
def test_a_wrong_expectation_is_noticed(expected: Table) -> None:
    person = {"unmentioned": "no", "birth_date": "1990-06-10", "diagnoses": [{"icd10": "G80"}]}
    assert problems(expected, answer({"on": date(2026, 3, 16), "person": person}))


@pytest.mark.parametrize("expected", [{"status": "insured"}, {"error": {"path": "person"}}, {"error": {"line": 1}}])
def test_a_wrong_expectation_of_a_refusal_is_noticed(expected: Table) -> None:
    assert problems(expected, answer({"on": date(2023, 3, 16), "person": {}}))
