"""From what was typed to the facts of the contract: every form, every option, and how forgiving the boxes are."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override

from eligibility import answers
from eligibility.fields import DayField, IcdField, TengeField
from eligibility.forms import QuestionForm
from eligibility.forms.illness import ILLNESSES
from eligibility.forms.payments import PAST
from eligibility.questions import BY_SLUG, QUESTIONS
from eligibility.rules import law as law_module
from eligibility.rules.facts import CONTRIBUTION_KINDS, RESIDENCES
from eligibility.rules.json_values import month

Json = dict[str, Any]

LAW = law_module.load()
ON = date(2026, 3, 16)
EMPTY: Json = {"circumstances": {}, "known_from": "2026-03-16"}
STATUS = answers.CIRCUMSTANCE_PAGES["status"]
FAMILY = answers.CIRCUMSTANCE_PAGES["family"]


def filled(slug: str, typed: Json, earlier: Json | None = None, on: date = ON) -> QuestionForm:
    """The form of a question with what a browser sends."""
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return BY_SLUG[slug].form(data, on=on, person=answers.person(earlier or {}, on))


def answered(slug: str, typed: Json, earlier: Json | None = None, on: date = ON) -> Json:
    """The earlier answers with this one, as the session keeps them."""
    form = filled(slug, typed, earlier, on)
    assert form.is_valid(), form.errors
    return {**(earlier or {}), slug: form.answer()}


def person(slug: str, typed: Json, earlier: Json | None = None, on: date = ON) -> Json:
    """What the answer adds to the person; whatever it is, the engine can read it."""
    given = answered(slug, typed, earlier, on)
    found = answers.person(given, on)
    answers.facts(given, LAW, on)
    return {key: value for key, value in found.items() if EMPTY.get(key) != value}


def errors(slug: str, typed: Json, earlier: Json | None = None) -> set[str]:
    """The fields that are wrong."""
    return set(filled(slug, typed, earlier).errors)


def day(name: str, text: str) -> Json:
    """``day("visit", "2 3 2026")`` as its three boxes."""
    return {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), text.split(" "), strict=True)}


# --- Every option and what it becomes ---


def test_without_answers_nothing_is_known() -> None:
    assert answers.person({}, ON) == EMPTY
    assert answers.person({"subject": "self", "date": "2026-03-16"}, ON) == EMPTY


@pytest.mark.parametrize("subject", ["self", "child", "ward", "parent"])
def test_of_whom_it_is_changes_no_fact(subject: str) -> None:
    assert person("subject", {"answer": subject}) == {}


def test_birth_date() -> None:
    assert person("birth-date", day("answer_day", "05 7 1990")) == {"birth_date": "1990-07-05"}


def test_residence() -> None:
    form = filled("residence", {"answer": "citizen"})
    offered = {code for code, _label in form.fields["answer"].choices}  # type: ignore[attr-defined]
    assert offered == {*RESIDENCES, "unknown"}
    for code in RESIDENCES:
        assert person("residence", {"answer": code}) == {"residence": code}
    assert person("residence", {"answer": "unknown"}) == {}


@pytest.mark.parametrize(("slug", "names"), [("status", STATUS), ("family", FAMILY)])
def test_circumstances(slug: str, names: tuple[str, ...]) -> None:
    """What is not ticked is known to be absent, unless the person is not sure: then it is left out."""
    plain = dict.fromkeys(names, False)
    extra = day("child_birth_date", "5 11 2024")
    held = {"raising_child_under_3": {"child_birth_date": "2024-11-05"}}
    assert person(slug, {"answer": "none"}) == {"circumstances": plain}
    assert person(slug, {"answer": "unknown"}) == {}
    for name in names:
        value = held.get(name, True)
        assert person(slug, {"answer": name, **extra}) == {"circumstances": {**plain, name: value}}
        assert person(slug, {"answer": [name, "unknown"], **extra}) == {"circumstances": {name: value}}


@pytest.mark.parametrize(("name", "box"), [("disability", "disability_until"), ("full_time_study", "study_until")])
def test_the_end_of_a_circumstance(name: str, box: str) -> None:
    found = person("status", {"answer": [name, "unknown"], **day(box, "30 6 2026")})
    assert found == {"circumstances": {name: {"to": "2026-06-30"}}}
    assert person("status", {"answer": ["pension", "unknown"], **day(box, "30 6 2026")}) == {
        "circumstances": {"pension": True}
    }


def test_the_questions_about_circumstances_ask_for_all_of_them() -> None:
    asked = {fact.removeprefix("circumstances.") for item in QUESTIONS for fact in item.facts}
    assert {*STATUS, *FAMILY, "imprisonment", "remand", "house_arrest"} <= asked
    assert set(PAST) <= {*STATUS, *FAMILY, "imprisonment", "remand"}


def test_work() -> None:
    assert person("work", {"answer": "none"}) == {"work": []}
    assert person("work", {"answer": "unknown"}) == {}
    kinds = ("employee", "civil_contract", "entrepreneur", "private_practice", "self_employed_regime")
    for kind in (*kinds, "subsidised_job", "serviceman"):
        assert person("work", {"answer": [kind, "unknown"]}) == {"work": [{"kind": kind, "monthly_income": None}]}
    assert person("work", {"answer": "suspended"}) == {"work": [{"kind": "entrepreneur", "suspended": True}]}
    both = person("work", {"answer": ["employee", "suspended"]})["work"]
    assert [item["kind"] for item in both] == ["employee", "entrepreneur"]


def test_custody() -> None:
    absent = {"imprisonment": False, "remand": False, "house_arrest": False}
    options: dict[str, Json] = {
        "none": {},
        "imprisonment": {"imprisonment": True},
        "minimum": {"imprisonment": {"security": "minimum"}},
        "remand": {"remand": True},
        "house_arrest": {"house_arrest": True},
    }
    for answer, found in options.items():
        assert person("custody", {"answer": answer}) == {"circumstances": {**absent, **found}}
    assert person("custody", {"answer": "unknown"}) == {}


def test_wellbeing() -> None:
    for level in "DEC":
        assert person("wellbeing", {"answer": level}) == {"wellbeing_level": level}
    assert person("wellbeing", {"answer": "none"}) == {"wellbeing_level": False}
    assert person("wellbeing", {"answer": "unknown"}) == {}


def test_polyclinic() -> None:
    assert person("polyclinic", {"answer": "yes"}) == {"polyclinic_attached": True}
    assert person("polyclinic", {"answer": "no"}) == {"polyclinic_attached": False}
    assert person("polyclinic", {"answer": "unknown"}) == {}


NO_WORK: Json = {"work": {"yes": [], "rest": "no"}}


def test_care() -> None:
    visit = day("visit", "2 3 2026")
    assert person("care", {"answer": "no"}) == {"care_sought": []}
    assert person("care", {"answer": "unknown"}) == {}
    assert person("care", {"answer": "yes", **visit}) == {"care_sought": ["2026-03-02"]}
    assert person("care", {"answer": "no", **visit}) == {"care_sought": []}


def test_work_on_the_day_of_care_is_one_day_of_work() -> None:
    worked = {"answer": "yes", **day("visit", "2 3 2026"), "worked": "yes"}
    that_day = {"kind": "employee", "from": "2026-03-02", "to": "2026-03-02"}
    assert person("care", worked, NO_WORK) == {"care_sought": ["2026-03-02"], "work": [that_day]}
    assert person("care", worked | {"worked": "no"}, NO_WORK) == {"care_sought": ["2026-03-02"], "work": []}


def test_contributions() -> None:
    none = person("contributions", {"answer": "none"})
    assert none == {"contributions": [], "contributions_known_from": "2025-03"}
    assert person("contributions", {"answer": "unknown"}) == {}
    some = person("contributions", {"answer": "some", "months": ["2026-02", "2025-12"], "payer_some": "self_payer"})
    assert some["contributions"] == [
        {"kind": "self_payer", "from": "2026-02", "to": "2026-02"},
        {"kind": "self_payer", "from": "2025-12", "to": "2025-12"},
    ]
    ahead = person("contributions", {"answer": "ahead", "first_ahead": "2025-12", "last_ahead": "2026-11"})
    assert ahead["contributions"] == [{"kind": "self_payer", "from": "2025-12", "to": "2026-11"}]


@pytest.mark.parametrize(
    ("kind", "work", "goes_on"),
    [
        ("employee", ["employee"], True),
        ("employee", ["subsidised_job"], True),
        ("employee", [], False),
        ("employee", ["entrepreneur"], False),
        ("entrepreneur", ["entrepreneur"], True),
        ("entrepreneur", ["private_practice"], True),
        ("entrepreneur", ["suspended"], False),
        ("self_employed_regime", ["self_employed_regime"], True),
        ("self_payer", [], False),
    ],
)
def test_payments_of_a_job_go_on_with_it(kind: str, work: list[str], goes_on: bool) -> None:
    earlier = {"work": {"yes": work, "rest": "no"}}
    paid = person("contributions", {"answer": "all", "payer_all": kind}, earlier)["contributions"]
    end = {} if goes_on else {"to": "2026-03"}
    assert paid == [{"kind": kind, "from": "2025-03", **end}]


@pytest.mark.parametrize("kind", CONTRIBUTION_KINDS)
def test_every_kind_of_payment_is_offered(kind: str) -> None:
    typed = {"answer": "some", "months": "2026-01", "payer_some": kind}
    assert person("contributions", typed)["contributions"] == [{"kind": kind, "from": "2026-01", "to": "2026-01"}]


@pytest.mark.parametrize(
    ("paid", "first", "last"),
    [
        ({"choice": "some", "payer": "employee", "months": ["2025-11", "2026-01"]}, "2021-02", "2026-01"),
        ({"choice": "all", "payer": "employee"}, "2021-04", "2026-03"),
        (
            {"choice": "ahead", "payer": "self_payer", "first_ahead": "2025-12", "last_ahead": "2026-11"},
            "2021-12",
            "2026-11",
        ),
    ],
)
def test_sixty_months(paid: Json, first: str, last: str) -> None:
    """ "Yes" is sixty months up to the newest one; "no" says that no more is to come; not known says neither."""
    earlier = {"contributions": paid}
    yes = person("five-years", {"answer": "yes"}, earlier)
    assert yes["contributions"][-1] == {"kind": paid["payer"], "from": first, "to": last}
    assert month(last, "") - month(first, "") == 59
    assert "contributions_known_from" not in yes
    no = person("five-years", {"answer": "no"}, earlier)
    assert no["contributions"] == yes["contributions"][:-1]
    assert "contributions_known_from" not in no
    unknown = person("five-years", {"answer": "unknown"}, earlier)
    assert unknown["contributions"] == no["contributions"]
    assert unknown["contributions_known_from"] == "2025-03"


def test_sixty_months_of_nobody_are_no_months() -> None:
    found = person("five-years", {"answer": "yes"}, {"contributions": "none"})
    assert found["contributions"] == []
    assert person("five-years", {"answer": "yes"}, {"contributions": None}) == {}


def test_pension_contribution() -> None:
    typed = {"answer": "month", "month": "2026-02"}
    assert person("pension-contributions", typed) == {"last_pension_contribution": "2026-02"}
    assert person("pension-contributions", {"answer": "none"}) == {"last_pension_contribution": False}
    assert person("pension-contributions", {"answer": "unknown"}) == {}


def test_income() -> None:
    earlier = {"work": {"yes": ["employee", "entrepreneur", "serviceman"], "rest": "no"}}
    form = filled("income", {}, earlier)
    assert "serviceman" not in form.fields
    found = person("income", {"employee": "180 000", "entrepreneur": ""}, earlier)
    assert [item["monthly_income"] for item in found["work"]] == [180000, None, None]
    zero = person("income", {"employee": "0"}, earlier)
    assert zero["work"][0]["monthly_income"] == 0
    empty = person("income", {"employee": "", "entrepreneur": " "}, earlier)
    assert [item["monthly_income"] for item in empty["work"]] == [None, None, None]


def test_income_of_a_job_that_is_gone_is_nobodys() -> None:
    given = answered("income", {"employee": "180000"}, {"work": {"yes": ["employee"], "rest": "no"}})
    given |= answered("work", {"answer": "civil_contract"})
    assert answers.person(given, ON)["work"] == [{"kind": "civil_contract", "monthly_income": None}]


def test_illness() -> None:
    assert person("illness", {"answer": "none"}) == {"diagnoses": []}
    for group in (*ILLNESSES, "other"):
        diagnosis = {"group": group, "since": None, "suspected": False}
        assert person("illness", {"answer": group}) == {"diagnoses": [diagnosis]}
        suspected = person("illness", {"answer": [group, "suspected"]})
        assert suspected == {"diagnoses": [{**diagnosis, "suspected": True}]}


def test_illness_with_its_beginning_and_its_code() -> None:
    days = {**day("infarction_since", "1 2 2026"), **day("stroke_since", "3 2 2026")}
    typed = {"answer": ["myocardial_infarction", "stroke", "other"], **days, "icd10": "е11,9"}
    assert person("illness", typed)["diagnoses"] == [
        {"group": "myocardial_infarction", "since": "2026-02-01", "suspected": False},
        {"group": "stroke", "since": "2026-02-03", "suspected": False},
        {"icd10": "E11.9", "since": None, "suspected": False},
    ]
    left = person("illness", {"answer": "diabetes", **days, "icd10": "not looked at"})["diagnoses"]
    assert left == [{"group": "diabetes", "since": None, "suspected": False}]


# --- What was in the last year ---


def test_what_ended_is_a_period() -> None:
    typed = {"answer": "full_time_study", "full_time_study_from": "2025-06", "full_time_study_to": "2025-12"}
    earlier = {"status": {"yes": [], "rest": "no"}}
    found = answers.person(answered("past", typed, earlier), ON)
    assert found["circumstances"]["full_time_study"] == [{"from": "2025-06-01", "to": "2025-12-31"}]
    assert found["circumstances"]["disability"] is False
    assert "known_from" not in found


def test_what_began_long_ago_begins_before_the_year() -> None:
    found = person("past", {"answer": "disability", "disability_to": "2025-12"})
    (spell,) = found["circumstances"]["disability"]
    assert date.fromisoformat(spell["from"]) < date(2025, 2, 1)
    assert spell["to"] == "2025-12-31"


def test_what_ended_this_month_ended_before_today() -> None:
    found = person("past", {"answer": "disability", "disability_to": "2026-03"})
    assert found["circumstances"]["disability"][0]["to"] == "2026-03-15"


def test_what_ended_and_is_here_again_is_two_periods() -> None:
    typed = {"answer": "disability", "disability_from": "2025-05", "disability_to": "2025-06"}
    earlier = answered("status", {"answer": "disability", **day("disability_until", "1 9 2027")})
    found = answers.person(answered("past", typed, earlier), ON)["circumstances"]["disability"]
    assert found == [{"from": "2025-05-01", "to": "2025-06-30"}, {"to": "2027-09-01"}]
    plain = answered("status", {"answer": "disability"})
    assert answers.person(answered("past", typed, plain), ON)["circumstances"]["disability"][1:] == [{}]


def test_the_past_is_known_only_when_it_was_said() -> None:
    assert answers.person({}, ON)["known_from"] == "2026-03-16"
    assert answers.person(answered("past", {"answer": "unknown"}), ON)["known_from"] == "2026-03-16"
    assert "known_from" not in answers.person(answered("past", {"answer": "none"}), ON)
    for code in PAST:
        found = answers.person(answered("past", {"answer": code, f"{code}_to": "2026-01"}), ON)
        assert list(found["circumstances"]) == [code]
        assert "known_from" not in found


@pytest.mark.parametrize("code", PAST)
@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 16), date(2024, 1, 1), date(2026, 12, 31)])
def test_every_month_of_the_list_can_be_read(code: str, on: date) -> None:
    """The first and the last of the list, on the first and the last day of a month."""
    form = filled("past", {}, on=on)
    months = [value for value, _label in form.fields[f"{code}_to"].choices if value]  # type: ignore[attr-defined]
    for first, last in ((months[0], months[0]), (months[-1], months[0]), (months[-1], months[-1]), ("", months[-1])):
        form = filled("past", {"answer": code, f"{code}_from": first, f"{code}_to": last}, on=on)
        if form.is_valid():
            answers.facts({"past": form.answer()}, LAW, on)


# --- The day of the check ---


def test_the_day_is_today_or_the_one_chosen() -> None:
    assert answers.day_asked({}, date(2026, 5, 4)) == date(2026, 5, 4)
    chosen = answered("date", day("answer_day", "1 1 2027"))
    assert answers.day_asked(chosen, date(2026, 5, 4)) == date(2027, 1, 1)


def test_the_day_lies_where_the_law_is_known() -> None:
    for text in ("31 12 2023", "1 1 2028"):
        assert errors("date", day("answer_day", text)) == {"answer_day"}
    for text in ("1 1 2024", "31 12 2027"):
        assert errors("date", day("answer_day", text)) == set()


# --- What is refused ---


@pytest.mark.parametrize(
    ("slug", "typed", "wrong"),
    [
        ("status", {"answer": ["pension", "none"]}, {"answer"}),
        ("status", {"answer": ["none", "unknown"]}, {"answer"}),
        ("status", {"answer": "disability", **day("disability_until", "15 3 2026")}, {"disability_until"}),
        ("status", {"answer": "pension", **day("disability_until", "1 1 x")}, set()),
        ("family", {"answer": "raising_child_under_3"}, {"child_birth_date"}),
        ("family", {"answer": "raising_child_under_3", **day("child_birth_date", "17 3 2026")}, {"child_birth_date"}),
        ("care", {"answer": "yes"}, {"visit"}),
        ("care", {"answer": "yes", **day("visit", "31 12 2025")}, {"visit"}),
        ("care", {"answer": "yes", **day("visit", "17 3 2026")}, {"visit"}),
        ("care", {"answer": "yes", **day("visit", "1 1 2026"), "worked": "perhaps"}, {"worked"}),
        ("contributions", {"answer": "all"}, {"payer_all"}),
        ("contributions", {"answer": "some"}, {"months", "payer_some"}),
        ("contributions", {"answer": "some", "months": "2025-02", "payer_some": "employee"}, {"months"}),
        ("contributions", {"answer": "ahead", "first_ahead": "2026-04", "last_ahead": "2027-04"}, {"last_ahead"}),
        ("past", {"answer": "pregnancy"}, {"pregnancy_to"}),
        ("past", {"answer": "pregnancy", "pregnancy_to": "2025-01"}, {"pregnancy_to"}),
        ("past", {"answer": "pregnancy", "pregnancy_from": "2026-02", "pregnancy_to": "2026-01"}, {"pregnancy_to"}),
        ("pension-contributions", {"answer": "month"}, {"month"}),
        ("illness", {"answer": "suspected"}, {"answer"}),
        ("illness", {"answer": "other", "icd10": "Z999.9"}, {"icd10"}),
        ("illness", {"answer": "stroke", **day("stroke_since", "17 3 2026")}, {"stroke_since"}),
        ("birth-date", day("answer_day", "17 3 2026"), {"answer_day"}),
        ("birth-date", day("answer_day", "31 12 1899"), {"answer_day"}),
        ("birth-date", day("answer_day", "16 3 2026"), set()),
        ("birth-date", day("answer_day", "1 1 1900"), set()),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(slug: str, typed: Json, wrong: set[str]) -> None:
    assert errors(slug, typed) == wrong


# --- Boxes ---


@pytest.mark.parametrize(
    "typed",
    [
        ["27", "3", "2008"],
        ["27", "03", "2008"],
        [" 27", "3 ", " 2008 "],
        ["2 7", "0 3", "20 08"],
        ["27\u00a0", "\t3", "2008\n"],
    ],
)
def test_a_day_is_read_forgivingly(typed: list[str]) -> None:
    assert DayField().clean(typed) == "2008-03-27"


@pytest.mark.parametrize(
    "typed",
    [
        ["29", "2", "2023"],
        ["31", "4", "2024"],
        ["0", "1", "2024"],
        ["1", "13", "2024"],
        ["1", "0", "2024"],
        ["1", "1", "0000"],
        ["1", "1", "24"],
        ["1", "1", "02024"],
        ["1", "1", ""],
        ["", "1", "2024"],
        ["one", "1", "2024"],
        ["-1", "1", "2024"],
        ["1.0", "1", "2024"],
        ["١", "1", "2024"],
        ["²", "1", "2024"],
        ["1", "1", "2O24"],
        ["9" * 30, "1", "2024"],
        ["1", "9" * 30, "2024"],
        ["9" * 5000, "1", "2024"],
    ],
)
def test_what_is_no_day_is_refused(typed: list[str]) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_a_leap_day_is_a_day() -> None:
    assert DayField().clean(["29", "2", "2024"]) == "2024-02-29"


@pytest.mark.parametrize("typed", [None, ["", "", ""], [" ", "\t", "\u00a0"]])
def test_an_empty_day(typed: list[str] | None) -> None:
    assert DayField(required=False).clean(typed) is None
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_the_limits_of_a_day_belong_to_it_and_are_named() -> None:
    field = DayField(earliest=date(2026, 1, 1), latest=date(2026, 3, 16))
    assert field.clean(["1", "1", "2026"]) == "2026-01-01"
    assert field.clean(["16", "3", "2026"]) == "2026-03-16"
    for typed, named in ((["31", "12", "2025"], "01.01.2026"), (["17", "3", "2026"], "16.03.2026")):
        for language in ("kk", "ru", "en"):
            with override(language), pytest.raises(ValidationError) as refused:
                field.clean(typed)
            with override(language):
                assert named in refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("180000", 180000),
        ("180 000", 180000),
        ("180\u00a0000", 180000),
        ("180\u202f000", 180000),
        ("180 000 ₸", 180000),
        ("₸180000", 180000),
        ("180 000 тг", 180000),
        ("180 000 тг.", 180000),
        ("180000 KZT", 180000),
        ("180'000", 180000),
        ("180000,50", 180000),
        ("180000.5", 180000),
        ("180 000,00 ₸", 180000),
        ("0", 0),
        ("000120", 120),
        ("999999999999", 999_999_999_999),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_an_amount_is_read_forgivingly(typed: str | None, amount: int | None) -> None:
    assert TengeField(required=False).clean(typed) == amount


@pytest.mark.parametrize(
    "typed", ["much", "-5", "+5", "1e6", "180.000.000", "180000,505", "9" * 13, "١٢", "²", "12a", "$5", "1_000", ",5"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TengeField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("G80", "G80"),
        ("g80.1", "G80.1"),
        (" g 80 . 1 ", "G80.1"),
        ("E11,9", "E11.9"),
        ("Е11.9", "E11.9"),  # Cyrillic Е
        ("е11,9", "E11.9"),
        ("С50", "C50"),
        ("А15", "A15"),
        ("В18", "B18"),
        ("К74", "K74"),
        ("М05", "M05"),
        ("Н40", "H40"),
        ("О14", "O14"),
        ("Р07", "P07"),
        ("Т45", "T45"),
        ("І10", "I10"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_code_is_read_forgivingly(typed: str | None, code: str | None) -> None:
    found = IcdField(required=False).clean(typed)
    assert found == code
    assert code is None or LAW.rubrics.exists(code)


def test_what_a_form_keeps_it_shows_again() -> None:
    """The answer of the session fills the form in, and the form gives the same answer back."""
    work: Json = {"work": {"yes": ["employee"], "rest": "no"}}
    kept: Json = {
        "subject": "ward",
        "birth-date": "1990-07-05",
        "residence": None,
        "status": {"yes": ["disability"], "rest": "unknown", "disability_until": "2027-01-31"},
        "work": {"yes": ["suspended"], "rest": "no"},
        "family": {"yes": ["raising_child_under_3"], "rest": "no", "child_birth_date": "2025-01-31"},
        "custody": "minimum",
        "wellbeing": "C",
        "polyclinic": None,
        "care": {"visit": "2026-02-28", "worked": None},
        "contributions": {"choice": "some", "payer": "self_payer", "months": ["2026-01", "2025-11"]},
        "five-years": "no",
        "past": {"yes": ["remand"], "rest": "unknown", "remand_from": "2025-11", "remand_to": "2026-01"},
        "pension-contributions": {"month": "2026-01"},
        "income": {"employee": 5},
        "illness": {"yes": ["other", "suspected"], "rest": "no", "icd10": "E11"},
        "date": "2026-05-06",
    }
    assert set(kept) == set(BY_SLUG)
    for slug, answer in kept.items():
        initial = BY_SLUG[slug].form.initial_of(answer)
        blank = filled(slug, {}, work)
        typed: Json = {}
        for name, value in initial.items():
            if isinstance(blank.fields.get(name), DayField):
                year, month, number = value.split("-")
                typed |= day(name, f"{number} {month} {year}")
            elif value is not None:
                typed[name] = value
        assert answered(slug, typed, work)[slug] == answer
