"""Texts that nobody has finished: empty, cut by a sign, with what nothing fills in."""

import pytest
from small_base import told

TEXT = """\
nodes:
  - {id: start, title: x, end: good}
actions:
  - id: pay
    at: start
    how: x
    because: x
    strength: must
    do: TEXT
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("TBD", 'unfinished: "do" says nothing yet. Write it, or take the key out.'),
        ("Ask XXX about it.", 'unfinished: "do" says nothing yet. Write it, or take the key out.'),
        (
            "Give your #1 writer a page.",
            'cut-text: the text ends before "#1 writer a page.". '
            "Put the text in quotes; for a comment, write a space after the #.",
        ),
        (
            "Give your best writer #one page.",
            'cut-text: the text ends before "#one page.". '
            "Put the text in quotes; for a comment, write a space after the #.",
        ),
        (
            '"Write {one page}."',
            'unknown-question: "do" shows "{one page}", which names no fact and no date. '
            "Write {id} of a fact, or {date:id}, {hour:id}, {when:id}, {year:cycle}.",
        ),
    ],
)
def test_a_text_that_says_less_than_was_meant_is_told(text, says, tmp_path):
    lines = told(TEXT.replace("TEXT", text), tmp_path)
    assert says in [line.partition(" ")[2] for line in lines]


@pytest.mark.parametrize("text", ["Pay at once. # as agreed", "Pay #now", "A todo list helps."])
def test_a_comment_and_a_word_of_ones_own_are_no_fault(text, tmp_path):
    lines = "".join(told(TEXT.replace("TEXT", text), tmp_path))
    assert not any(code in lines for code in ("unfinished", "cut-text", "unknown-question"))
