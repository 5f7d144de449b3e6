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
            'Ask for your evaluations."',
            'unfinished: "do" ends with evaluations.", a quote that nothing opens. '
            "Take it out, or open it where the text begins.",
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


@pytest.mark.parametrize(
    "text",
    [
        "Pay at once. # as agreed",
        "Pay #now",
        "A todo list helps.",
        'Say "I can pay."',
        'Measure 5 feet 11"',
        "Call it 'the bill'.",
    ],
)
def test_a_comment_and_a_word_of_ones_own_are_no_fault(text, tmp_path):
    lines = "".join(told(TEXT.replace("TEXT", text), tmp_path))
    assert not any(code in lines for code in ("unfinished", "cut-text", "unknown-question"))


IN_BRACES = """\
nodes:
  - {id: start, title: x, end: good}
actions:
  - {id: pay, at: start, do: Pay, how: HOW, because: x, strength: must}
  - {id: go, at: start, do: Go, how: x, because: x, strength: must}
"""


def test_a_text_within_braces_that_is_cut_is_told_on_its_line(tmp_path):
    assert told(IN_BRACES.replace("HOW", "To the #1 shop"), tmp_path) == [
        'one.yaml:4:47 cut-text: the text ends before "#1 shop, because: x, strength: must}". '
        "Put the text in quotes; for a comment, write a space after the #."
    ]


def test_a_comment_behind_an_open_brace_is_not_taken_for_what_is_wrong_below(tmp_path):
    broken = IN_BRACES.replace("HOW, ", "x,  # as agreed\n     ").replace(
        "because: x, s", "a: b: c, s"
    )
    assert "cut-text" not in "".join(told(broken, tmp_path))
