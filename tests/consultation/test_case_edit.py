"""A case is edited, not rewritten: whole files before and after, and what holds for any answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.consultation import casefile
from engine.consultation.answers import plain
from engine.consultation.case_edit import edited
from engine.errors import CaseError
from engine.language import yaml_file

LIVED_IN = """\
# Mine. Ask Dr. Okafor before the meeting on Monday.
story: >
  It is a long one,
  over two lines.

expect: {category: C}   # as she thinks
with_figures: {crowding: even}
today: 2026-11-22

answers:
  stage: rotations      # until June
  match_year: "2028"

  # The exam
  step2_ck:   228
  red_flags: [none]
  letters: 'weak'
  # ask again in May

name: Far below
"""


def test_only_the_lines_of_answers_that_changed_change():
    changes = {"stage": "ranked", "step2_ck": 231, "letters": "strong", "dual": "no"}
    assert (
        edited(LIVED_IN, "me.yaml", changes)
        == """\
# Mine. Ask Dr. Okafor before the meeting on Monday.
story: >
  It is a long one,
  over two lines.

expect: {category: C}   # as she thinks
with_figures: {crowding: even}
today: 2026-11-22

answers:
  stage: ranked      # until June
  match_year: "2028"

  # The exam
  step2_ck:   231
  red_flags: [none]
  letters: strong
  # ask again in May
  dual: no

name: Far below
"""
    )


def test_an_answer_that_is_withdrawn_goes_and_nothing_else():
    lines = LIVED_IN.splitlines(keepends=True)
    left = [line for line in lines if "stage:" not in line and "letters:" not in line]
    assert edited(LIVED_IN, "me.yaml", {"stage": None, "letters": None}) == "".join(left)


def test_nothing_that_changed_is_nothing_written():
    same = {"stage": "rotations", "red_flags": frozenset({"none"}), "step2_ck": 228, "dual": None}
    assert edited(LIVED_IN, "me.yaml", same) == LIVED_IN


CHANGES = {"a": "new", "c": frozenset({"x", "y"}), "e": 5, "f": "last"}
WITHDRAWN = {"a": None, "e": None}
WAYS_TO_WRITE = {
    "one line of braces": (
        "answers: {a: b, c: d,e: 4}  # short\nname: me\n",
        "answers: {a: new, c: [x, y],e: 5, f: last}  # short\nname: me\n",
        "answers: {c: d}  # short\nname: me\n",
    ),
    "braces over several lines": (
        "answers: {\n  a: b,  # first\n  'c': [d],\n  e: 4\n}\nname: me\n",
        "answers: {\n  a: new,  # first\n  'c': [x, y],\n  e: 5, f: last\n}\nname: me\n",
        "answers: {\n  # first\n  'c': [d]\n}\nname: me\n",
    ),
    "braces with a last comma": (
        "answers: {a: b, c: [d], e: '4',}\n",
        "answers: {a: new, c: [x, y], e: 5, f: last,}\n",
        "answers: {c: [d], }\n",
    ),
    "all of it in braces, as JSON": (
        '{"name": "me", "answers": {"a": "b", "c": ["d"], "e": 4}}\n',
        '{"name": "me", "answers": {"a": new, "c": [x, y], "e": 5, f: last}}\n',
        '{"name": "me", "answers": {"c": ["d"]}}\n',
    ),
    "quotes that hold a comment's sign": (
        'answers:\n  "a": \'it\'\'s # none\'  # one\n  c: "d \\" # x"  # two\n  e: 4#5\n',
        """answers:\n  "a": new  # one\n  c: [x, y]  # two\n  e: 5\n  f: last\n""",
        """answers:\n  c: "d \\" # x"  # two\n""",
    ),
    "values over several lines": (
        "answers:\n  a: >-\n    b\n\n  c:  # several\n    - d  # in May\n    - x\n  # all\n  e:\n    4\nname: me\n",
        "answers:\n  a: new\n\n  c: [x, y]  # several\n    # in May\n  # all\n  e: 5\n  f: last\nname: me\n",
        "answers:\n\n  c:  # several\n    - d  # in May\n    - x\n  # all\nname: me\n",
    ),
    "lists at the column of their key": (
        "answers:\n  a: b\n  c:\n  - d\n  e: 4\n\n\nname: me",
        "answers:\n  a: new\n  c: [x, y]\n  e: 5\n  f: last\n\n\nname: me",
        "answers:\n  c:\n  - d\n\n\nname: me",
    ),
    "no end of the last line": (
        "answers:\n    a: b\n    c: d\n    e: 4",
        "answers:\n    a: new\n    c: [x, y]\n    e: 5\n    f: last\n",
        "answers:\n    c: d\n",
    ),
    "lines of Windows": (
        "name: me\r\nanswers:\r\n  a: b # x\r\n  c: d\r\n  e: 4\r\n# end\r\n",
        "name: me\r\nanswers:\r\n  a: new # x\r\n  c: [x, y]\r\n  e: 5\r\n  f: last\r\n# end\r\n",
        "name: me\r\nanswers:\r\n  c: d\r\n# end\r\n",
    ),
    "a start and an end of the document": (
        "---\nanswers:\n  a: b\n  c: d\n  e: 4\n...\n",
        "---\nanswers:\n  a: new\n  c: [x, y]\n  e: 5\n  f: last\n...\n",
        "---\nanswers:\n  c: d\n...\n",
    ),
    "a key behind a question mark: the answers are written anew, the comments stay": (
        "name: me\nanswers:  # mine\n  ? a\n  : b  # first\n  # second\n  c: d\n  e: 4\ntoday: 2026-11-22\n",
        "name: me\n# mine\nanswers:\n  a: new\n  c: [x, y]\n  e: 5\n  f: last\n  # first\n  # second\ntoday: 2026-11-22\n",
        "name: me\nanswers:  # mine\n  # second\n  c: d\ntoday: 2026-11-22\n",
    ),
    "a key in signs of its own, beside answers that no base knows": (
        'answers:\n  "\\x61": b\n  c: d\n  e: 4\n  z: {y: [1, 1.5, null, true, "null"]}\n',
        'answers:\n  a: new\n  c: [x, y]\n  e: 5\n  z: {y: [1, 1.5, null, true, "null"]}\n  f: last\n',
        'answers:\n  c: d\n  z: {y: [1, 1.5, null, true, "null"]}\n',
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_WRITE)
def test_a_case_stays_as_it_is_written(way):
    before, changed, withdrawn = WAYS_TO_WRITE[way]
    assert edited(before, "me.yaml", CHANGES) == changed
    assert edited(before, "me.yaml", WITHDRAWN) == withdrawn


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: me", "name: me\nanswers:\n  a: b\n"),
        ("name: me\n\n# end\n", "name: me\n\n# end\nanswers:\n  a: b\n"),
        ("answers: {}\n", "answers:\n  a: b\n"),
        ("answers: {}  # none\nname: me\n", "answers:  # none\n  a: b\nname: me\n"),
        ("answers: ~\n", "answers:\n  a: b\n"),
        ("answers:\n  # mine\n\nname: me\n", "answers:\n  # mine\n  a: b\n\nname: me\n"),
        ("answers: []\nname: me\n", "answers:\n  a: b\nname: me\n"),
    ],
)
def test_a_case_without_answers_gets_its_first(before, after):
    assert edited(before, "me.yaml", {"a": "b"}) == after


def test_what_can_not_be_edited_is_said_and_left():
    with pytest.raises(CaseError, match="can't be edited"):
        edited("{name: me}\n", "me.yaml", {"a": "b"})


MISREAD = ["null", "true", "1.5", "~", "+7", ".5", "a: b", "x #y", "[z", "- q", "*a", "!t", "%x"]
MISREAD += ["'", " sp ", "", "2028", "False", "{", '"', "\\", "\n", "\x85", "﻿", "no", "😀", "a\tb"]
words = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(MISREAD)
values = words | st.integers() | st.frozensets(words, max_size=4)
answers = st.dictionaries(words, values, max_size=6)


def said(text):
    document = yaml_file.parse(text, "me.yaml")
    assert document.problems == []
    return document.value["answers"] or {}


@given(answers)
def test_every_saved_case_reads_back_the_same(given_answers):
    saved = casefile.to_yaml(given_answers)
    assert said(saved) == {name: plain(value) for name, value in given_answers.items()}


@given(answers, st.dictionaries(words, st.none() | values, max_size=6), st.randoms())
def test_every_edited_case_reads_back_the_same(before, changes, chance):
    """Some of the changes are to answers that the case has."""
    for name in before:
        if chance.random() < 0.5:
            changes[name] = chance.choice([None, *before.values()])
    lines = casefile.to_yaml(before).splitlines(keepends=True)
    text = "# mine\nname: me\n" + "  # kept\n".join(lines) + "today: 2026-11-22  # a Sunday\n"
    result = edited(text, "me.yaml", changes)
    wanted = {name: plain(value) for name, value in {**before, **changes}.items()}
    assert said(result) == {name: value for name, value in wanted.items() if value is not None}
    assert result.startswith("# mine\nname: me\n")
    assert result.endswith("today: 2026-11-22  # a Sunday\n")
    assert result.count("  # kept\n") >= text.count("  # kept\n") - len(changes)


# What was done


DONE = {"letters": "2026-11-23", "packet": "2026-11-24"}


@pytest.mark.parametrize(
    ("text", "with_it"),
    [
        (
            "name: me\nanswers: {a: b}  # short\n",
            "name: me\nanswers: {a: b}  # short\ndone:\n  letters: 2026-11-23\n  packet: 2026-11-24\n",
        ),
        (
            "done:  # at last\n  letters: 2026-11-20  # by hand\n  # and\nanswers:\n  a: b\n",
            "done:  # at last\n  letters: 2026-11-23  # by hand\n  # and\n  packet: 2026-11-24\nanswers:\n  a: b\n",
        ),
        (
            "answers: {}\ndone: {old: 2026-11-01}\n",
            "answers: {}\ndone: {old: 2026-11-01, letters: 2026-11-23, packet: 2026-11-24}\n",
        ),
        ("answers: {}\ndone: {}\n", "answers: {}\ndone:\n  letters: 2026-11-23\n  packet: 2026-11-24\n"),
    ],
)  # fmt: skip
def test_what_was_done_is_edited_as_the_answers_are(text, with_it):
    assert edited(text, "me.yaml", DONE, "done") == with_it


def test_undone_goes_and_nothing_else():
    text = "done:\n  letters: 2026-11-20  # by hand\n  packet: 2026-11-21\nanswers: {}\n"
    assert edited(text, "me.yaml", {"letters": None}, "done") == (
        "done:\n  packet: 2026-11-21\nanswers: {}\n"
    )


def test_a_case_all_in_braces_can_not_take_what_was_done():
    with pytest.raises(CaseError) as caught:
        edited('{"answers": {"a": "b"}}\n', "me.yaml", DONE, "done")
    assert str(caught.value) == (
        "me.yaml:1:1 unwritable: what is done is written in a way that can't be edited. "
        "Write one action a line."
    )


def test_a_mapping_that_stood_over_lines_or_grows_too_long_for_one_has_a_line_for_each_key():
    before = """\
answers: {}
expect:
  says: {letters: ["It takes about 8 weeks."]}  # read aloud
  due:
    pay: friday  # as agreed
    rest: sunday
  category: C
"""
    long = {"letters": ["It takes about 8 weeks."], "grades": ["w" * 90]}
    changes = {"says": long, "due": {"pay": "monday", "rest": "sunday"}}
    assert (
        edited(before, "me.yaml", changes, "expect")
        == f"""\
answers: {{}}
expect:
  # read aloud
  says:
    letters: ["It takes about 8 weeks."]
    grades: [{"w" * 90}]
    # as agreed
  due:
    pay: monday
    rest: sunday
  category: C
"""
    )
