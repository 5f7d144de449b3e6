"""Who is in danger is given someone to call: a line that is there, a number that is right."""

import shutil
from datetime import date

import pytest
from small_base import told

from engine.checking import check
from engine.language import loader
from engine.language.loader import BUILT_IN

BASE = """\
support: ["Call or text 988, at any hour.", "Or 1-888-409-0141, free."]
questions:
  - {id: mood, ask: How are you?, label: Mood, type: choice, choices: {fine: Fine, low: Low, unsafe: Not safe}, support_after: [low, unsafe], source: us}
first:
  - {id: unsafe, when: {mood: unsafe}, say: You come first., first: [call], call: "988 now.", source: us}
  - {id: low, when: {mood: low}, say: You come first., first: [talk], source: us}
  - {id: rest, otherwise: true, say: Go on., first: [walk]}
nodes:
  - {id: start, title: Start, end: good, source: us}
actions:
  - {id: call, at: start, when: {mood: unsafe}, do: Call or text 988 now., how: "988 is a line.", because: It helps., strength: must, source: us}
  - {id: talk, at: start, when: {mood: low}, do: Talk to someone., how: "The line, 1-888-409-0141.", because: It helps., strength: must, source: us}
  - {id: walk, at: start, when: {mood: fine}, do: Walk., how: "Call 100 programs, 230-239 steps, 998 of them uphill.", because: It helps., strength: should, source: us}
sources:
  - {id: us, title: Ours, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def said(tmp_path, old="", new=""):
    """Give what is told of the base with one change; that a phase names no source is left out."""
    assert old in BASE
    lines = told(BASE.replace(old, new, 1), tmp_path)
    return [line for line in lines if 'missing-source: phase "one"' not in line]


def test_numbers_of_support_and_counts_of_something_are_right(tmp_path):
    assert said(tmp_path) == []


WRONG = {
    "a digit off behind the word to call": (
        "Call or text 988 now.",
        "Call or text 998 now.",
        '"do" gives the number "998", which no line of support has. Did you mean "988"?',
    ),
    "a digit off where someone in danger reads it": (
        "988 is a line",
        "998 is a line",
        '"how" gives the number "998", which no line of support has. Did you mean "988"?',
    ),
    "two digits the other way round": (
        '"988 now."',
        '"898 now."',
        '"call" gives the number "898", which no line of support has. Did you mean "988"?',
    ),
    "a digit doubled": (
        '"988 now."',
        '"9888 now."',
        '"call" gives the number "9888", which no line of support has. Did you mean "988"?',
    ),
    "a digit lost": (
        '"988 now."',
        '"98 now."',
        '"call" gives the number "98", which no line of support has. Did you mean "988"?',
    ),
    "a digit too few": (
        "line, 1-888-409-0141",
        "line, 1-888-409-014",
        '"how" gives the number "1-888-409-014", which no line of support has. '
        'There it is "1-888-409-0141". One of the two is wrong. Look it up where the line itself '
        "gives it, and mend that one.",
    ),
    "a number of somebody else": (
        "Walk.",
        "Walk to (555) 123-4567.",
        '"do" gives the number "(555) 123-4567", which no line of support has. '
        "Add it to support in base.yaml, or give it a source with url: tel:…",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_number_that_no_line_of_support_has_is_told_at_its_line(tmp_path, kind):
    right, wrong, message = WRONG[kind]
    (line,) = said(tmp_path, right, wrong)
    assert line.partition(" unknown-number: ")[2] == message


def test_a_number_that_a_source_has_is_known(tmp_path):
    text = BASE.replace("Walk.", "Walk to 555-123-4567.")
    text = text.replace("publisher: us", 'publisher: us, url: "tel:555-123-4567"')
    assert "unknown-number" not in "".join(told(text, tmp_path))


def test_what_comes_first_in_distress_has_to_name_a_line_to_call(tmp_path):
    assert said(tmp_path, "The line, 1-888-409-0141.", "Any line.") == [
        'one.yaml:12:68 no-line: action "talk" comes first after an answer to "mood" that needs '
        "support, and names no line to call. Name one in do or how: 988 or 1-888-409-0141."
    ]


ALONE = 'say: You come first., first: [call], call: "988 now.", source: us'


def test_the_call_of_a_row_without_the_rest_of_the_plan_has_to_name_a_line(tmp_path):
    assert said(tmp_path, ALONE, ALONE.replace("988", "Your dean") + ", only: true") == [
        'lists.yaml:5:77 no-line: row "unsafe" comes first after an answer to "mood" that needs '
        "support, and its call names no line. Name one in call: 988 or 1-888-409-0141."
    ]


def test_the_call_of_a_row_without_actions_has_to_name_a_line(tmp_path):
    assert said(tmp_path, "say: You come first., first: [talk]", "say: You come first.") == [
        'lists.yaml:6:5 no-line: row "low" comes first after an answer to "mood" that needs '
        "support, and its call names no line. Name one in call: 988 or 1-888-409-0141."
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        ALONE.replace("988 now.", "Your dean, today."),  # the action names the line
        ALONE.replace(', call: "988 now."', ", only: true"),
        ALONE.replace("988 now.", "988 now: 98 percent are heard within 88 seconds."),
        ALONE.replace("988 now.", "1 (888) 409-0141, or 1 888 409 0141."),
    ],
)
def test_a_row_may_leave_the_line_to_its_action_and_count_something(tmp_path, harmless):
    assert said(tmp_path, ALONE, harmless) == []


def test_an_action_to_avoid_can_not_name_a_number_to_call(tmp_path):
    call = 'Call or text 988 now., how: "988 is a line.", because: It helps., strength: '
    assert said(tmp_path, f"{call}must", f"{call}avoid") == [
        'one.yaml:11:119 to-avoid: action "call" says in do to call "988", and is to be avoided: '
        'a plan would say "Don\'t" before "Call or text 988 now.". '
        "Write strength: must for what is to be done."
    ]


def test_what_comes_first_in_distress_can_not_be_something_to_avoid(tmp_path):
    talk = 'how: "The line, 1-888-409-0141.", because: It helps., strength: '
    assert said(tmp_path, f"{talk}must", f"{talk}avoid") == [
        'one.yaml:12:122 to-avoid: action "talk" comes first after an answer to "mood" that needs '
        'support, and is to be avoided: a plan would say "Don\'t" before "Talk to someone.". '
        "Write strength: must for what is to be done."
    ]


def test_what_comes_first_in_distress_is_a_must(tmp_path):
    talk = 'how: "The line, 1-888-409-0141.", because: It helps., strength: '
    assert said(tmp_path, f"{talk}must", f"{talk}consider") == [
        'one.yaml:12:122 no-line: action "talk" comes first after an answer to "mood" that needs '
        "support, and is no must: its strength is consider. Write strength: must."
    ]


def test_another_action_may_be_one_to_avoid_and_a_count_is_no_number_to_call(tmp_path):
    walk = 'how: "Call 100 programs, 230-239 steps, 998 of them uphill.", because: It helps., strength: '
    assert said(tmp_path, f"{walk}should", f"{walk}avoid") == []


SHIPPED = {
    "988 in what to do": ("triage.yaml", 'do: "Call or text 988', 'do: "Call or text 998'),
    "988 in how": ("triage.yaml", 'how: "988 is', 'how: "998 is'),
    "the number of the line": ("triage.yaml", "1-888-409-0141", "1-888-409-0142"),
    "the number in support": ("base.yaml", "1-888-409-0141", "1-888-490-0141"),
    "988 in support": ("base.yaml", "call or text 988", "call or text 998"),
    "988 in whom to call": ("first.yaml", '"988 now', '"998 now'),
    "a digit doubled in whom to call": ("first.yaml", '"988 now', '"9888 now'),
    "a digit lost in whom to call": ("first.yaml", '"988 now', '"88 now'),
}


# Who is told to follow a line that is itself wrong puts the wrong number everywhere.
HINTS = {
    **dict.fromkeys(SHIPPED, 'Did you mean "988"?'),
    "the number of the line": 'There it is "1-888-409-0141". One of the two is wrong.',
    "the number in support": 'There it is "1-888-490-0141". One of the two is wrong.',
    "988 in support": "One of the two is wrong. Look it up where the line itself gives it",
}


@pytest.mark.parametrize("kind", SHIPPED)
def test_a_digit_off_in_the_shipped_base_is_asked_about(tmp_path, kind):
    name, right, wrong = SHIPPED[kind]
    folder = shutil.copytree(BUILT_IN, tmp_path / "mine")
    text = (folder / name).read_text()
    assert right in text
    (folder / name).write_text(text.replace(right, wrong, 1))
    problems = check.check(loader.load(folder), date(2026, 11, 22))
    assert {problem.code for problem in problems} == {"unknown-number"}
    assert all(problem.hint.startswith(HINTS[kind]) for problem in problems)
    assert len(problems) == 1
