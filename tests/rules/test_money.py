"""What is to be paid: a month, for the months missed, a year ahead, and by the state."""

from typing import Any

import pytest

from .people import Json, answer, having, months, person, spell, stranger, work


def monthly(who: Json, on: str) -> dict[str, Any]:
    """The dues of a month by who pays them."""
    return {item["who"]: item["amount"] for item in answer(who, on)["contribution"]["monthly"]}


def employed(*incomes: int | None) -> Json:
    return person(work=[work("employee", monthly_income=income) for income in incomes])


class TestEmployees:
    @pytest.mark.parametrize(
        ("on", "income", "employee", "employer"),
        [
            ("2026-03-15", 300_000, 6_000, 9_000),
            ("2026-03-15", 0, 0, 0),
            ("2026-03-15", 333, 6.66, 9.99),
            ("2025-12-31", 849_999, 16_999.98, 25_499.97),
            ("2025-12-31", 850_000, 17_000, 25_500),
            ("2025-12-31", 850_001, 17_000, 25_500),
            ("2026-01-01", 850_001, 17_000.02, 25_500.03),
            ("2026-01-01", 1_700_000, 34_000, 51_000),
            ("2026-01-01", 1_700_001, 34_000, 51_000.03),
            ("2026-01-01", 3_400_000, 34_000, 102_000),
            ("2026-01-01", 3_400_001, 34_000, 102_000),
            ("2024-01-01", 10**12, 17_000, 25_500),
        ],
    )
    def test_rates_and_caps(self, on: str, income: int, employee: float, employer: float):
        assert monthly(employed(income), on) == {"employee": employee, "employer": employer}

    def test_the_cap_of_the_employee_is_applied_once_over_all_jobs(self):
        assert monthly(employed(1_000_000, 1_000_000), "2026-03-15") == {"employee": 34_000, "employer": 60_000}

    def test_each_employer_has_a_cap_of_his_own(self):
        assert monthly(employed(4_000_000, 4_000_000), "2026-03-15")["employer"] == 204_000

    @pytest.mark.parametrize(
        ("incomes", "expected"),
        [
            ((None,), {"employee": None, "employer": None}),
            ((300_000, None), {"employee": None, "employer": None}),
            ((2_000_000, None), {"employee": 34_000, "employer": None}),
        ],
    )
    def test_an_income_that_is_not_known_is_not_zero(self, incomes: tuple[int | None, ...], expected: Json):
        assert monthly(employed(*incomes), "2026-03-15") == expected

    def test_a_job_that_is_over_costs_nothing(self):
        who = person(work=[work("employee", end="2026-03-14", monthly_income=300_000)])
        assert "employer" not in monthly(who, "2026-03-15")

    def test_the_state_pays_instead(self):
        who = having("disability", True, work=[work("entrepreneur")])
        assert monthly(who, "2026-03-15") == {}
        assert "exempt_from_contributions" in [note["code"] for note in answer(who, "2026-03-15")["notes"]]


class TestOtherWork:
    @pytest.mark.parametrize("on", ["2024-01-01", "2025-12-31", "2026-12-31"])
    @pytest.mark.parametrize("kind", ["entrepreneur", "private_practice"])
    def test_entrepreneurs_pay_of_1_4_minimum_wages(self, on: str, kind: str):
        assert monthly(person(work=[work(kind)]), on) == {"self": 5_950}

    @pytest.mark.parametrize(
        ("on", "income", "amount"),
        [
            ("2026-03-15", 100_000, 2_000),
            ("2025-12-31", 900_000, 17_000),
            ("2026-01-01", 1_700_001, 34_000),
            ("2026-03-15", None, None),
        ],
    )
    def test_the_customer_withholds(self, on: str, income: int | None, amount: float | None):
        assert monthly(person(work=[work("civil_contract", monthly_income=income)]), on) == {"customer": amount}

    def test_wages_and_contracts_have_one_cap_together(self):
        jobs = [work("employee", monthly_income=1_500_000), work("civil_contract", monthly_income=500_000)]
        found = monthly(person(work=jobs), "2026-03-15")
        assert (found["employee"], found["customer"]) == (30_000, 4_000)

    @pytest.mark.parametrize(
        ("income", "amount"), [(100_000, 1_000), (1_297_500, 12_975), (1_297_501, 12_975), (None, None)]
    )
    def test_self_employed_regime(self, income: int | None, amount: float | None):
        assert monthly(person(work=[work("self_employed_regime", monthly_income=income)]), "2026-03-15") == {
            "self": amount
        }

    def test_a_suspended_entrepreneur_would_pay_as_a_self_payer(self):
        assert monthly(person(work=[work("entrepreneur", suspended=True)]), "2026-03-15") == {"self": 4_250}

    def test_nobody_without_a_ground_pays_less_than_a_self_payer(self):
        assert monthly(person(), "2026-03-15") == {"self": 4_250}

    def test_work_not_known(self):
        assert monthly(stranger(), "2026-03-15") == {}


class TestIn2027:
    """The minimum wage of 2027 is not known: no amount is made up from that of 2026."""

    ON = "2027-03-15"

    @pytest.mark.parametrize(
        ("jobs", "expected"),
        [
            ([], {"self": None}),
            ([work("entrepreneur")], {"self": None}),
            ([work("private_practice")], {"self": None}),
            ([work("employee", monthly_income=300_000)], {"employee": 6_000, "employer": 9_000}),
            ([work("employee", monthly_income=1_700_000)], {"employee": 34_000, "employer": 51_000}),
            ([work("employee", monthly_income=1_700_001)], {"employee": None, "employer": 51_000.03}),
            ([work("employee", monthly_income=3_400_001)], {"employee": None, "employer": None}),
            ([work("self_employed_regime", monthly_income=100_000)], {"self": 1_000}),
            ([work("self_employed_regime", monthly_income=1_297_501)], {"self": None}),
        ],
        ids=str,
    )
    def test_monthly(self, jobs: list[Json], expected: Json):
        assert monthly(person(work=jobs), self.ON) == expected

    def test_arrears_and_advance_have_months_but_no_amount(self):
        money = answer(person(), self.ON)["contribution"]
        assert money["arrears"]["amount"] is None
        assert len(money["arrears"]["months"]) == 12
        assert (money["advance"]["amount"], money["advance"]["amount_from_this_month"]) == (None, None)

    def test_a_note_says_why(self):
        assert "figures_2027" in [note["code"] for note in answer(person(), self.ON)["notes"]]


def arrears(who: Json, on: str) -> tuple[list[str], float | None] | None:
    found = answer(who, on)["contribution"]["arrears"]
    return found and (found["months"], found["amount"])


def paid(*ends: tuple[str, str], **facts: Any) -> Json:
    return person(contributions=[months("employee", *part) for part in ends], **facts)


class TestArrears:
    def test_at_most_twelve_months(self):
        owed = arrears(person(), "2026-03-15")
        assert owed is not None
        assert (owed[0][0], owed[0][-1], len(owed[0]), owed[1]) == ("2025-03", "2026-02", 12, 51_000)

    def test_the_months_not_paid(self):
        assert arrears(paid(("2020-01", "2025-11")), "2026-02-15") == (["2025-12", "2026-01"], 8_500)

    def test_gaps(self):
        who = paid(("2025-03", "2025-06"), ("2025-09", "2025-10"))
        assert arrears(who, "2026-03-15") == (
            ["2025-07", "2025-08", "2025-11", "2025-12", "2026-01", "2026-02"],
            25_500,
        )

    @pytest.mark.parametrize("end", ["2025-11-01", "2025-11-30"])
    def test_a_month_of_which_the_state_covered_a_day_is_no_debt(self, end: str):
        who = having("full_time_study", spell("2020-09-01", end))
        assert arrears(who, "2026-03-15") == (["2025-12", "2026-01", "2026-02"], 12_750)

    def test_a_childs_months_are_no_debt(self):
        assert arrears(person(birth_date="2007-12-31"), "2026-03-15") == (["2026-01", "2026-02"], 8_500)

    def test_months_of_level_d_are_no_debt(self):
        who = person(wellbeing_level="D", polyclinic_attached=True, care_sought=["2026-10-05"])
        assert arrears(who, "2026-12-15") == ([], 0)

    def test_entrepreneurs_owe_their_own_amount(self):
        owed = arrears(person(work=[work("entrepreneur")]), "2026-03-15")
        assert owed is not None
        assert owed[1] == 71_400

    def test_both_prices(self):
        who = person(
            work=[work("entrepreneur", "2026-01-01")], contributions=[months("employee", "2025-03", "2025-11")]
        )
        assert arrears(who, "2026-03-15") == (["2025-12", "2026-01", "2026-02"], 4_250 + 2 * 5_950)

    @pytest.mark.parametrize(
        ("on", "amount"), [("2024-01-15", None), ("2024-12-15", None), ("2025-01-15", 51_000), ("2026-12-31", 51_000)]
    )
    def test_the_price_of_months_of_2023_is_not_settled(self, on: str, amount: int | None):
        owed = arrears(person(), on)
        assert owed is not None
        assert (len(owed[0]), owed[1]) == (12, amount)

    def test_a_price_is_known_where_no_month_of_2023_is_owed(self):
        assert arrears(paid(("2023-01", "2024-01")), "2024-07-15") == (
            ["2024-02", "2024-03", "2024-04", "2024-05", "2024-06"],
            21_250,
        )

    def test_the_insured_owe_nothing(self):
        assert arrears(having("pension", True), "2026-03-15") == ([], 0)

    def test_while_the_status_is_kept_the_months_stay_owed(self):
        assert arrears(paid(("2024-01", "2026-01")), "2026-04-15") == (["2026-02", "2026-03"], 8_500)

    def test_not_known(self):
        assert arrears(stranger(), "2026-03-15") is None
        assert arrears(paid(("2026-01", "2026-01"), contributions_known_from="2025-06"), "2026-03-15") is None


class TestAdvance:
    @pytest.mark.parametrize(
        ("on", "insured_from"),
        [
            ("2026-03-01", "2026-04-01"),
            ("2026-03-31", "2026-04-01"),
            ("2025-12-31", "2026-01-01"),
            ("2026-12-01", "2027-01-01"),
        ],
    )
    def test_from_the_next_month(self, on: str, insured_from: str):
        assert answer(person(), on)["contribution"]["advance"] == {
            "months": 12,
            "amount": 51_000,
            "insured_from": insured_from,
            "amount_from_this_month": 55_250,
        }

    def test_what_is_promised_comes_true(self):
        who = person(contributions=[months("self_payer", "2026-04", "2027-03")])
        assert answer(who, "2026-03-31")["status"] == "not_insured"
        assert answer(who, "2026-04-01")["status"] == "insured"

    def test_paying_the_arrears_comes_true(self):
        owed = arrears(person(), "2026-03-15")
        assert owed is not None
        who = person(contributions=[months("self_payer", month) for month in [*owed[0], "2026-03"]])
        assert answer(who, "2026-03-15")["status"] == "insured"


@pytest.mark.parametrize(
    ("name", "on", "rate", "amount"),
    [
        ("pension", "2024-12-31", 0.019, 5_852),
        ("pension", "2025-01-01", 0.02, 7_285.9),
        ("pension", "2026-01-01", 0.02, None),
        ("pension", "2027-01-01", 0.022, None),
        ("registered_unemployed", "2025-12-31", 0.02, 7_285.9),
        ("registered_unemployed", "2026-01-01", 0.02, None),
    ],
)
def test_what_the_state_pays(name: str, on: str, rate: float, amount: float | None):
    assert answer(having(name, True), on)["contribution"]["state"] == {"rate": rate, "amount": amount}


def test_the_state_pays_nothing_for_others():
    assert answer(person(), "2026-03-15")["contribution"]["state"] is None
