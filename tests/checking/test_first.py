"""The table of what comes first: its actions, its last row, rows that never come first."""

import pytest
from small_base import told

NO_SOURCE = "missing-source"  # of the phase, which is not what this is about

TEXT = """
questions:
  - {id: size, ask: x, label: x, type: integer, min: 1, max: 9, source: us}
  - {id: mood, ask: x, label: x, type: choice, choices: {well: Well, ill: Ill}, source: us}
nodes:
  - {id: start, title: x, end: good, source: us}
actions:
  - {id: sell, at: start, do: Sell, how: x, because: x, strength: must, when: {size: 3.., mood: well}, source: us}
first:
  - {id: small, when: {size: ..3}, say: x, first: [sell]}
  - {id: ill, when: {size: 2.., mood: ill}, say: x}
  - {id: rest, otherwise: true, say: x}
sources:
  - {id: us, title: x, publisher: x, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def faults(text, tmp_path):
    return [line for line in told(text, tmp_path) if NO_SOURCE not in line]


def test_a_table_whose_rows_can_all_come_first_has_no_problem(tmp_path):
    assert faults(TEXT, tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            "size: 2.., mood: ill",
            "size: 2, mood: ill",
            'hidden: "ill" never comes first: "small" above it holds wherever it does. '
            "Move it up, or let the one above say more.",
        ),
        (
            "first: [sell]",
            "first: [sel]",
            'unknown-action: "small" puts "sel" first, which is no action. Did you mean "sell"?',
        ),
        (
            "first: [sell]",
            "first: [sell, sell, sell, sell]",
            'too-many: "small" puts 4 actions first; 3 are the most. Keep those that can\'t wait.',
        ),
        (
            "when: {size: ..3}, say: x",
            'when: {size: ..3}, say: "{mood}"',
            'unknown-question: "small" shows "{mood}", which its condition does not name. '
            "Name it in when, or leave it out.",
        ),
        (
            "- {id: rest, otherwise: true, say: x}",
            "- {id: rest, when: {mood: well, size: 4..}, say: x}",
            'wrong-order: "rest" is last, without otherwise. '
            "Let one row, the last, say otherwise: true.",
        ),
        (
            "when: {size: 2.., mood: ill}",
            "otherwise: true",
            'wrong-order: "ill" is not last. Let one row, the last, say otherwise: true.',
        ),
        (
            "when: {size: 2.., mood: ill}, ",
            "",
            'missing-key: "ill" has no when. Add when: {…}, or otherwise: true.',
        ),
    ],
)
def test_a_table_that_can_not_be_read_from_the_top_is_told_where_and_why(
    right, wrong, says, tmp_path
):
    assert right in TEXT
    (line,) = faults(TEXT.replace(right, wrong, 1), tmp_path)
    assert line.partition(" ")[2] == says


def test_a_row_is_not_hidden_by_one_that_names_a_fact_it_does_not(tmp_path):
    # A fact that is not known fails the row above, so this one can still come first.
    text = TEXT.replace("size: ..3}", "size: 1.., mood: ill, tall: yes}").replace(
        "nodes:", "  - {id: tall, ask: x, label: x, type: yes-no, source: us}\nnodes:"
    )
    assert faults(text, tmp_path) == []
