"""The schema that editors complete from: made from the model, and kept by every file."""

import json

import jsonschema
import pytest
from worlds import ROOT, SMALL

from engine.language import yaml_file
from engine.language.loader import BUILT_IN
from engine.language.schema import schema

SCHEMA = schema()
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
FILES = [*sorted(BUILT_IN.glob("*.yaml")), *sorted(SMALL.glob("*.yaml"))]


def test_the_schema_kept_is_that_of_the_model():
    assert json.loads((BUILT_IN / "schema.json").read_text()) == SCHEMA


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_a_base_names_the_schema_and_keeps_it(path):
    first = path.read_text().splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == BUILT_IN / "schema.json"
    VALIDATOR.validate(yaml_file.read(path).value)


def test_a_key_that_is_none_breaks_the_schema():
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"phase": "x", "title": "x", "nods": []})


def test_the_schema_of_a_layer_wants_no_more_than_what_an_entry_is_known_by():
    of_a_layer = jsonschema.validators.validator_for(SCHEMA)(schema(of_a_layer=True))
    for part in (
        {"extends": "built-in", "over": "abcdefgh", "title": "Ours"},
        {"phase": "one", "actions": [{"id": "sip", "over": "abcdefgh", "drop": True}]},
        {"tables": [{"id": "teas", "rows": {"mint": {"minutes": 7}, "green": {"drop": True}}}]},
        {"first": [{"id": "cold", "above": "rest", "say": "Wait."}]},
    ):
        of_a_layer.validate(part)
    for part in ({"extends": "mine"}, {"phase": "one", "actions": [{"strength": "must"}]}):
        with pytest.raises(jsonschema.ValidationError):
            of_a_layer.validate(part)
