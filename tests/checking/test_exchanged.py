"""Two choices whose texts changed places are told of; other words than the id's are not."""

import pytest
from small_base import told

BASE = """\
questions:
  - {{id: school, ask: x, label: School, type: choice, choices: {{us-md: {md}, us-do: {do}, none: {none}}}}}
nodes:
  - {{id: start, title: x, end: good}}
"""
ONES_OWN = {"md": "A US MD school", "do": "A US DO school (osteopathic)", "none": "None of these"}


def warned(tmp_path, **texts):
    lines = told(BASE.format(**{**ONES_OWN, **texts}), tmp_path)
    return [line for line in lines if " exchanged: " in line]


def test_texts_that_have_the_words_of_each_others_ids_are_told_of(tmp_path):
    exchanged = {"do": ONES_OWN["none"], "none": ONES_OWN["do"]}
    (line,) = warned(tmp_path, **exchanged)
    assert line.endswith(
        'exchanged: "us-do" of "school" reads "None of these", and "none" reads '
        '"A US DO school (osteopathic)". They look exchanged: look at both.'
    )


@pytest.mark.parametrize("text", ["None of these", "Somewhere else", "No US school", "Neither one"])
def test_other_words_for_a_choice_are_no_fault(text, tmp_path):
    assert warned(tmp_path, none=text) == []
