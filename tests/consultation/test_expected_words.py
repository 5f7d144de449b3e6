"""What a case expects is a word, a number or a list of words; anything else is told at its place."""

import pytest
from worlds import small

from engine.consultation import casefile
from engine.errors import CaseError
from engine.language import yaml_file


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ("path: {a: b}", '"path" can\'t be a mapping.'),
        ("actions: [[block-it]]", '"actions" can\'t be a list.'),
        ("hurry: [calm]", '"hurry" can\'t be a list.'),
        ("pending: {}", '"pending" can\'t be a mapping.'),
    ],
)
def test_an_expectation_that_is_no_word_is_told_and_nothing_fails(expected, shown):
    text = f"answers: {{}}\nexpect: {{{expected}}}\n"
    with pytest.raises(CaseError) as caught:
        casefile.read(yaml_file.parse(text, "me.yaml"), "me", small())
    (problem,) = caught.value.problems
    assert str(problem).startswith("me.yaml:2:10 unknown-name: " + shown)
