"""Every column of every table is in the register, in one class, with a purpose and a term."""

import tomllib
from collections import Counter

import pytest
from django.apps import apps

from registry import retention

CLASSES = {"identity", "contact", "health", "social", "technical", "none"}
REGISTER = tomllib.loads(retention.FILE.with_name("personal_data.toml").read_text("utf-8"))
PURPOSES = REGISTER.pop("purposes")
TABLES = {(label, name): entry for label, tables in REGISTER.items() for name, entry in tables.items()}
MODELS = [model for label in ("registry", "eligibility") for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_stands_in_exactly_one_class(model):
    entry = TABLES[model._meta.app_label, model.__name__]
    listed = Counter(name for kind in CLASSES for name in entry.get(kind, ()))
    assert listed == Counter(field.name for field in model._meta.concrete_fields)


def test_the_register_names_nothing_else():
    assert set(TABLES) == {(model._meta.app_label, model.__name__) for model in MODELS}
    assert all(entry.keys() <= CLASSES | {"purpose", "retention"} for entry in TABLES.values())


def test_every_table_has_a_purpose_and_a_term_and_every_one_is_used():
    assert {entry["purpose"] for entry in TABLES.values()} == set(PURPOSES)
    of_files = {"orphaned_documents"}
    assert {entry["retention"] for entry in TABLES.values()} | of_files == set(retention.load())


def test_purposes_and_terms_are_told_in_three_languages():
    texts = [*PURPOSES.values(), *(rule["text"] for rule in retention.load().values())]
    assert all(set(text) == {"kk", "ru", "en"} and all(text.values()) for text in texts)
