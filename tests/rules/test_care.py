"""Which package pays for a disease or a service, on which days, and to whom it is open."""

from typing import Any

import pytest

from .people import LAW, Json, answer, having, person, stranger

INSURED = having("pension", True)
NOT_INSURED = person()
UNKNOWN = stranger(residence="citizen")

GUARANTEED = [
    "ambulance",
    "emergency_inpatient",
    "primary_care",
    "vaccination",
    "pregnancy_follow_up",
    "palliative_care",
]
SCREENINGS = [service.code for service in LAW.at(LAW.first).services if service.code.startswith("screening_")]
FOR_THE_INSURED = [
    "specialist_consultation",
    "planned_diagnostics",
    "day_hospital",
    "planned_inpatient",
    "rehabilitation",
]

STAYED = [
    "tuberculosis",
    "hiv",
    "hepatitis_cirrhosis",
    "cancer",
    "mental",
    "orphan",
    "neurodegenerative",
    "demyelinating",
]
MOVED_TO_INSURANCE = ["diabetes", "cerebral_palsy", "rheumatism", "connective_tissue"]


def service(who: Json, code: str, on: str) -> tuple[str, str]:
    found = next(item for item in answer(who, on)["services"] if item["code"] == code)
    return found["package"], found["covered"]


def diagnosis(who: Json, on: str, **item: Any) -> Json:
    found: Json = answer({**who, "diagnoses": [item]}, on)["diagnoses"][0]
    return found


class TestServices:
    @pytest.mark.parametrize("code", GUARANTEED)
    @pytest.mark.parametrize("who", [INSURED, NOT_INSURED, UNKNOWN], ids=["insured", "not insured", "not known"])
    @pytest.mark.parametrize("on", ["2024-01-01", "2025-12-31", "2026-01-01", "2027-12-31"])
    def test_guaranteed_care_is_open_to_every_resident(self, code: str, who: Json, on: str):
        assert service(who, code, on) == ("gobmp", "yes")

    @pytest.mark.parametrize("code", FOR_THE_INSURED)
    @pytest.mark.parametrize(
        ("who", "covered"),
        [(INSURED, "yes"), (NOT_INSURED, "no"), (UNKNOWN, "unknown")],
        ids=["insured", "not insured", "not known"],
    )
    @pytest.mark.parametrize("on", ["2025-12-31", "2026-01-01"])
    def test_insured_care_follows_the_status(self, code: str, who: Json, covered: str, on: str):
        assert service(who, code, on) == ("osms", covered)

    @pytest.mark.parametrize("code", SCREENINGS)
    def test_screenings_are_open_to_everybody_from_2026(self, code: str):
        assert service(NOT_INSURED, code, "2025-12-31") == ("osms", "unclear")
        assert service(INSURED, code, "2025-12-31") == ("osms", "yes")
        assert service(NOT_INSURED, code, "2026-01-01") == ("gobmp", "yes")

    def test_the_doubt_about_screening_has_a_note(self):
        assert "screening_before_2026" in [note["code"] for note in answer(NOT_INSURED, "2025-12-31")["notes"]]

    def test_follow_up_of_chronic_illness_moved_to_insurance(self):
        assert service(NOT_INSURED, "chronic_follow_up", "2025-12-31") == ("gobmp", "yes")
        assert service(NOT_INSURED, "chronic_follow_up", "2026-01-01") == ("osms", "no")

    @pytest.mark.parametrize("residence", ["eaeu_worker", "foreigner"])
    def test_a_foreigner_has_emergency_care_only(self, residence: str):
        who = person(residence=residence)
        assert {service(who, code, "2026-03-15")[1] for code in GUARANTEED[:2]} == {"yes"}
        assert {service(who, code, "2026-03-15")[1] for code in GUARANTEED[2:] + FOR_THE_INSURED} == {"no"}

    @pytest.mark.parametrize("residence", ["citizen", "kandas", "refugee", "permanent_resident"])
    def test_guaranteed_care_by_residence(self, residence: str):
        assert service(stranger(residence=residence), "primary_care", "2026-03-15") == ("gobmp", "yes")

    def test_residence_not_known(self):
        assert service(stranger(), "primary_care", "2026-03-15") == ("gobmp", "unknown")
        assert service(stranger(), "ambulance", "2026-03-15") == ("gobmp", "yes")


class TestDiseases:
    @pytest.mark.parametrize("group", STAYED)
    @pytest.mark.parametrize("on", ["2025-12-31", "2026-01-01"])
    def test_free_before_and_after(self, group: str, on: str):
        found = diagnosis(NOT_INSURED, on, group=group)
        assert (found["package"], found["covered"], found["until"]) == ("gobmp", "yes", None)

    @pytest.mark.parametrize("group", MOVED_TO_INSURANCE)
    def test_moved_to_insurance_in_2026(self, group: str):
        before, after = (diagnosis(NOT_INSURED, on, group=group) for on in ("2025-12-31", "2026-01-01"))
        assert (before["package"], before["covered"]) == ("gobmp", "yes")
        assert (after["package"], after["covered"]) == ("osms", "no")
        assert diagnosis(INSURED, "2026-01-01", group=group)["covered"] == "yes"
        assert diagnosis(UNKNOWN, "2026-01-01", group=group)["covered"] == "unknown"

    def test_epilepsy_became_free(self):
        packages = [diagnosis(NOT_INSURED, on, icd10="G40.1")["package"] for on in ("2025-12-31", "2026-01-01")]
        assert packages == ["osms", "gobmp"]

    @pytest.mark.parametrize("group", [*STAYED, "epilepsy", "myocardial_infarction", "stroke"])
    def test_work_up_on_suspicion_is_free_from_2026(self, group: str):
        before, after = (diagnosis(NOT_INSURED, on, group=group, suspected=True) for on in ("2025-12-31", "2026-01-01"))
        assert before["package"] == ("gobmp" if group in ("tuberculosis", "hiv") else "osms")
        assert (after["package"], after["covered"]) == ("gobmp", "yes")

    @pytest.mark.parametrize("group", MOVED_TO_INSURANCE)
    def test_suspicion_of_others_is_not(self, group: str):
        assert diagnosis(NOT_INSURED, "2026-01-01", group=group, suspected=True)["package"] == "osms"

    @pytest.mark.parametrize(
        ("code", "since", "on", "package", "until"),
        [
            ("I21.0", "2026-01-10", "2026-01-10", "gobmp", "2026-07-09"),
            ("I21.0", "2026-01-10", "2026-07-09", "gobmp", "2026-07-09"),
            ("I21.0", "2026-01-10", "2026-07-10", "osms", None),
            ("I22", "2025-08-10", "2025-12-31", "gobmp", "2026-02-09"),
            ("I22", "2025-08-10", "2026-02-09", "gobmp", "2026-02-09"),
            ("I63.3", "2025-06-01", "2025-12-31", "osms", None),
            ("I63.3", "2025-06-01", "2026-01-01", "gobmp", "2026-05-31"),
            ("I63.3", "2025-06-01", "2026-06-01", "osms", None),
            ("I60", "2024-12-31", "2026-01-01", "osms", None),
            ("I64", "2026-03-01", "2027-02-28", "gobmp", "2027-02-28"),
            ("I64", "2026-03-01", "2027-03-01", "osms", None),
            ("I21", None, "2026-03-15", None, None),
            ("I63", None, "2025-12-31", "osms", None),
        ],
    )
    def test_infarction_six_months_and_stroke_a_year(
        self, code: str, since: str | None, on: str, package: str | None, until: str | None
    ):
        found = diagnosis(NOT_INSURED, on, icd10=code, since=since)
        assert (found["package"], found["until"]) == (package, until)

    def test_covered_either_way_when_the_onset_is_not_known(self):
        assert diagnosis(INSURED, "2026-03-15", icd10="I21")["covered"] == "yes"
        assert diagnosis(NOT_INSURED, "2026-03-15", icd10="I21")["covered"] == "unknown"

    def test_the_end_of_the_free_months_is_foretold(self):
        who = {**NOT_INSURED, "diagnoses": [{"icd10": "I21.0", "since": "2026-01-10"}]}
        changes = [c for c in answer(who, "2026-03-15")["changes"] if "package" in c]
        assert [(c["on"], c["because"], c["package"]) for c in changes] == [
            ("2026-07-10", "myocardial_infarction", "osms")
        ]

    def test_a_new_law_is_foretold(self):
        who = {**NOT_INSURED, "diagnoses": [{"icd10": "G80.1"}, {"icd10": "I63", "since": "2025-06-01"}]}
        changes = [(c["on"], c["icd10"], c["package"]) for c in answer(who, "2025-12-15")["changes"] if "package" in c]
        assert changes == [
            ("2026-01-01", "G80.1", "osms"),
            ("2026-01-01", "I63", "gobmp"),
            ("2026-06-01", "I63", "osms"),
        ]

    def test_insulin_of_an_uninsured_person_is_an_open_point(self):
        who = {**NOT_INSURED, "diagnoses": [{"icd10": "E10"}]}
        assert "insulin_uninsured" in [note["code"] for note in answer(who, "2026-03-15")["notes"]]
        assert "insulin_uninsured" not in [note["code"] for note in answer(who, "2025-12-31")["notes"]]

    def test_rheumatoid_arthritis_is_not_rheumatism(self):
        who = {**NOT_INSURED, "diagnoses": [{"icd10": "M05.8"}]}
        assert answer(who, "2026-03-15")["diagnoses"][0]["group"] == "other"
        assert "rheumatoid_arthritis" in [note["code"] for note in answer(who, "2026-03-15")["notes"]]

    def test_a_foreigner_has_no_free_treatment(self):
        assert diagnosis(person(residence="foreigner"), "2026-03-15", icd10="C50")["covered"] == "no"
        assert diagnosis(stranger(), "2026-03-15", icd10="C50")["covered"] == "unknown"
