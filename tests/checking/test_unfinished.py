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


FILLED = """\
questions:
  - id: color
    ask: Which color?
    label: Color
    type: choice
    choices: {red: Red, blue: Blue}
    source: us
    why: "Since WHY."
    can_change: [{to: [red], do: "Paint LEVER.", weeks: 1, source: us}]
    weigh: [{choice: red, stand: for, say: "It is SAY.", source: us}]
conclusions:
  - {id: warm, label: Warm, type: yes-no, source: us, rules: [{when: {color: red}, then: yes, because: "For ROW.", source: us}, {when: {color: blue}, then: no, because: x, source: us}]}
first:
  - {id: all, otherwise: true, say: Paint., not_now: ["After FIRST."], source: us}
nodes:
  - id: start
    title: x
    source: us
    branches:
      - {when: {warm: yes}, label: LABEL, go: stop, source: us}
      - {when: {warm: no}, label: cold, go: stop, source: us}
  - {id: stop, title: x, end: good, source: us}
sources:
  - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
PLACES = {"WHY": "why", "LEVER": "do", "SAY": "say", "ROW": "because"}


def told_of_braces(tmp_path, **braces):
    text = FILLED
    for place in (*PLACES, "FIRST", "LABEL"):
        text = text.replace(place, braces.get(place, "it"))
    lines = [line.partition(" ")[2] for line in told(text, tmp_path)]
    return [line for line in lines if line.startswith("unknown")]


@pytest.mark.parametrize(("place", "key"), PLACES.items())
def test_a_fact_or_a_date_in_braces_has_to_exist_wherever_it_is_filled_in(tmp_path, place, key):
    assert told_of_braces(tmp_path / "fact", **{place: "{colr}"}) == [
        f'unknown-question: "{key}" shows "{{colr}}", which is no question or conclusion. '
        'Did you mean "color"?'
    ]
    [said] = told_of_braces(tmp_path / "date", **{place: "{date:nix}"})
    assert said.startswith(
        f'unknown-milestone: "{key}" shows "{{date:nix}}", and there is no such date.'
    )


def test_braces_where_nothing_is_filled_in_are_told(tmp_path):
    assert told_of_braces(tmp_path, LABEL='"the {color}"') == [
        'unknown-question: "label" shows "{color}", and nothing is filled in there. '
        "Say it without braces."
    ]
    assert told_of_braces(tmp_path / "none") == []


def test_what_is_not_for_now_is_held_to_the_condition_of_its_row(tmp_path):
    assert told_of_braces(tmp_path / "fact", FIRST="{color}") == [
        'unknown-question: "all" shows "{color}", which its condition does not name. '
        "Name it in when, or leave it out."
    ]
    [said] = told_of_braces(tmp_path / "date", FIRST="{date:nix}")
    assert said.startswith('unknown-milestone: "not_now" shows "{date:nix}"')
