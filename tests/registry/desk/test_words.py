"""words.toml: a text in every language, a cure for every condition of the law files."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from eligibility.rules import law as law_module
from registry import lookup
from registry.desk import words
from registry.tables import TableError


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("[ends]", "[endings]", "exactly"),
        ("[cures.attached]", "[cures.attachment]", "condition"),
        (", en = \"The person called\"", "", "kk, ru, en"),
        ("doubt = ", "maybe = ", "kk, ru, en"),
    ],
)  # fmt: skip
def test_a_file_that_says_too_little_is_refused(tmp_path: Path, wrong: str, right: str, told: str):
    text = words.FILE.read_text("utf-8")
    file = tmp_path / "words.toml"
    file.write_text(text.replace(wrong, right, 1), "utf-8")
    with pytest.raises(TableError, match=told):
        words.load(file)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_everything_that_can_be_found_has_its_words(language: str):
    limit = 16 if language == "kk" else 20
    with override(language):
        conditions = law_module.load().tables["terms"]["conditions"]
        said = [words.cure(code, outcome) for code in conditions for outcome in ("no", "unknown", "unclear")]
        said += [words.ends(code) for code in lookup.EndsBy.__args__ if code]  # type: ignore[attr-defined]
        said += [text for _, text in words.purposes()]
    sentences = [sentence for text in said for sentence in re.split(r"(?<=[.!?]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > limit] == []
    assert words.purpose("curiosity") == ""
