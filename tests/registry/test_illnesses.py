"""The data on illnesses: in three languages, with nothing that does not exist."""

from pathlib import Path

import pytest

from registry import illnesses

DAYS = "[days]\nafter_visit = 30\ngrant = 30\n[reasons]\n"


def test_the_files_say_what_they_have_to():
    found = illnesses.settings()
    assert (found.after_visit, found.grant) == (30, 30)
    assert set(found.reasons) == {"over", "not_confirmed", "registered_anew", "mistake"}
    assert [group for group in ("myocardial_infarction", "stroke", "cancer") if illnesses.runs_from_onset(group)] == [
        "myocardial_infarction",
        "stroke",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (DAYS.replace("30", "0", 1), "after_visit"),
        (DAYS.replace("grant = 30", 'grant = "30"'), "grant"),
        (DAYS + 'over = { kk = "а", ru = "б" }', "over"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, fault: str):
    file = tmp_path / "diagnosing.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=fault):
        illnesses.settings(file)


@pytest.mark.parametrize("text", ['groups = ["flu"]\ncodes = []', 'groups = ["hiv"]\ncodes = ["U99"]'])
def test_sensitive_illnesses_exist(tmp_path: Path, text: str):
    file = tmp_path / "sensitive.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="do not exist"):
        illnesses._sensitive(file)


def test_a_rare_disease_stays_sensitive_by_its_code():
    assert illnesses.group_of("F84.2", orphan=True) == illnesses.ORPHAN
    assert illnesses.is_sensitive("F84.2")
