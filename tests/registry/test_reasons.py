"""The coded reasons and the service's terms: complete in three languages, and nothing in them that may not be."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.utils import translation

from eligibility.rules import law as law_module
from registry import deadlines, reasons
from registry.applying import APPLIED_FOR
from registry.reasons import Use

PAPERS = [reason for reason in reasons.load().values() if Use.PAPERS in reason.uses]
# A copy or a scan, a passport or an identity card: none of it may be asked for. A card may be shown.
FORBIDDEN = re.compile(r"көшірме|скан|ксеро|копи[яюи]|паспорт|төлқұжат|photocopy|\bscan|passport|identity card", re.I)
SHOWN_NOT_COPIED = "show_identity"


@pytest.mark.parametrize("ground", APPLIED_FOR)
def test_every_ground_has_reasons_and_papers_to_choose_from(ground: str):
    for use in Use:
        assert reasons.offered(use, ground), use
    assert any(not reason.needs_note for reason in reasons.offered(Use.PAPERS, ground))


def test_reasons_that_name_a_ground_name_one_that_can_be_applied_for():
    for reason in reasons.load().values():
        assert reason.grounds <= set(APPLIED_FOR), reason.code


def test_no_paper_is_a_copy_of_an_identity_document():
    for reason in PAPERS:
        for text in reason.texts.values():
            assert reason.code == SHOWN_NOT_COPIED or not FORBIDDEN.search(text), text
    for sentence, said in zip(
        ("көшірме алынбайды", "копию с него не снимают", "no copy of it is made"),
        reasons.load()[SHOWN_NOT_COPIED].texts.values(),
        strict=True,
    ):
        assert sentence in said


def test_sentences_are_short():
    texts = [reason.texts for reason in reasons.load().values()]
    for language, most in (("kk", 16), ("ru", 20), ("en", 20)):
        with translation.override(language):
            for sentence in chain((text[language] for text in texts), reasons.how_to_appeal()):
                assert len(sentence.split()) <= most, sentence


def test_a_code_is_read_wherever_it_stands():
    with translation.override("en"):
        assert reasons.text("person_asked") == "The person asked for it."
        assert reasons.source("person_asked") == ""
        assert reasons.text("level_differs") == "The level of social well-being is another one."
        assert reasons.source("level_differs") == reasons.source("found_other_level") != ""
        assert len(reasons.how_to_appeal()) == 4
    with pytest.raises(KeyError):
        reasons.text("no_such_code")


def test_no_code_stands_in_two_files():
    assert not set(reasons.load()) & set(law_module.load().tables["reasons"])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[reasons.working]\nfor = ['refusal']\ntext = {kk='a', ru='b', en='c'}", "also a reason of the law"),
        ("[reasons.x]\nfor = ['refusal']\ntext = {kk='a', ru='b'}", "exactly kk, ru, en"),
        ("[reasons.x]\nfor = ['refusal']\ntext = {kk='a', ru='b', en=''}", "exactly kk, ru, en"),
        ("[reasons.x]\nfor = ['sale']\ntext = {kk='a', ru='b', en='c'}", "is not a valid Use"),
        ("[reasons.x]\nfor = ['refusal']\nact = '9-X'\ntext = {kk='a', ru='b', en='c'}", "unknown act"),
        ("[reasons.x]\nfor = ['refusal']\ngrounds = ['rich']\ntext = {kk='a', ru='b', en='c'}", "unknown ground"),
        ("[reasons.x]\nfor = ['refusal']\nnotes = 1\ntext = {kk='a', ru='b', en='c'}", "unknown keys"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, line: str, fault: str):
    file = tmp_path / "reasons.toml"
    file.write_text(line, "utf-8")
    with pytest.raises(ValueError, match=fault):
        reasons.load(file)


def test_the_terms_are_the_services_own_and_say_so():
    terms = deadlines.load()
    assert (terms.decide.working_days, terms.papers.working_days) == (5, 10)
    with translation.override("ru"):
        assert terms.decide.note == "Этот срок установил сам сервис, в законе его нет."


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "true", '"5"'])
def test_a_term_that_is_none_is_refused(tmp_path: Path, days: str):
    file = tmp_path / "deadlines.toml"
    note = "note = {kk='a', ru='b', en='c'}"
    file.write_text(f"[decide]\nworking_days = {days}\n{note}\n[papers]\nworking_days = 1\n{note}\n", "utf-8")
    with pytest.raises(ValueError, match="positive whole number"):
        deadlines.load(file)
