"""What a question allows decides what can be answered: numbers below zero, no choice at all."""

import pytest
from small_base import base

from engine.consultation.answers import BadAnswer, read_answer

QUESTIONS = """\
questions:
  - {id: degrees, ask: How cold is it?, label: Cold, type: integer, min: -40, max: 50}
  - id: shoes
    ask: Which shoes are there?
    label: Shoes
    type: choices
    choices: {boots: Boots, skates: Skates}
    allow: [unknown]
nodes:
  - {id: out, title: Out, end: good}
"""


@pytest.mark.parametrize("written", [-5, "-5"])
def test_a_number_below_zero_is_read_as_a_file_and_as_a_line_writes_it(tmp_path, written):
    assert read_answer(base(QUESTIONS, tmp_path).questions["degrees"], written) == -5


def test_an_empty_list_is_no_answer_where_none_is_no_choice(tmp_path):
    with pytest.raises(BadAnswer) as raised:
        read_answer(base(QUESTIONS, tmp_path).questions["shoes"], [])
    assert raised.value.args == (
        '"shoes" can\'t be an empty list.',
        "Known here: boots, skates, unknown.",
    )
