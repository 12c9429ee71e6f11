"""Every refusal says in three languages what is wrong and what to do."""

import re

import pytest
from django.utils.translation import override

from registry.documents.outcomes import Code
from registry.documents.refusals import text

SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
MOST_WORDS = {"kk": 16, "ru": 20, "en": 20}


@pytest.mark.parametrize("code", Code)
def test_it_is_told_in_three_languages(code: Code):
    told = {}
    for language in MOST_WORDS:
        with override(language):
            told[language] = text(code)
    assert len(set(told.values())) == 3
    assert not any("%" in words for words in told.values())


@pytest.mark.parametrize("language", MOST_WORDS)
def test_its_sentences_are_short(language: str):
    with override(language):
        sentences = [sentence for code in Code for sentence in SENTENCE_END.split(text(code))]
    assert [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS[language]] == []


def test_it_names_the_limits():
    with override("en"):
        assert "7 MB" in text(Code.TOO_BIG)
        assert "50 pages" in text(Code.PAGES)
