"""Words that base.yaml prefers others to, or never wants: told at the text that holds them."""

import pytest
from small_base import told

BASE = """\
wording:
  prefer: {sat: took, board of exam: board}
  never: [no accident]
meeting: {title: A sheet, figures: [], bring: [The exam you sat], ask: [], decided: []}
tables:
  - {id: colors, source: us, rows: {red: {name: "Red, as sat"}, sat: {name: Blue}}}
questions:
  - id: color
    ask: Which color?
    label: Color
    type: choice
    choices_from: {table: colors, column: name}
    choices: {other: Another one sat}
    help: "{color} is shown."
    note: Once it sat here.
    source: us
nodes:
  - id: start
    title: Start
    source: us
    branches:
      - {when: {color: red}, label: Sat, go: home, source: us}
      - {when: {color: {not: red}}, label: satisfied, go: home, because: "A board of  exam, and no accident.", source: us}
  - {id: home, title: Home, end: good, source: us}
actions:
  - {id: go, at: home, do: Go., how: "You sat. You sat twice.", because: Late., strength: must, source: us, draft: {title: As it sat, text: "{color}: you sat."}}
sources:
  - {id: us, title: We sat, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def wordings(text, tmp_path):
    return [line for line in told(text, tmp_path) if " wording: " in line]


def test_each_text_that_holds_such_a_word_is_told_once_with_what_to_write(tmp_path):
    assert wordings(BASE, tmp_path) == [
        'base.yaml:4:48 wording: "bring" says "sat". Write: took.',
        'lists.yaml:6:43 wording: "name" says "sat". Write: took.',
        'lists.yaml:13:15 wording: "other" says "sat". Write: took.',
        'one.yaml:22:30 wording: "label" says "Sat". Write: took.',
        'one.yaml:23:65 wording: "because" says "board of  exam". Write: board.',
        'one.yaml:23:65 wording: "because" says "no accident". Say it otherwise: base.yaml never '
        "wants it.",
        'one.yaml:26:33 wording: "how" says "sat". Write: took.',
        'one.yaml:26:117 wording: "title" says "sat". Write: took.',
        'one.yaml:26:135 wording: "text" says "sat". Write: took.',
    ]


def test_a_base_that_wants_no_words_otherwise_has_none_told(tmp_path):
    _, _, rest = BASE.partition("meeting:")
    assert wordings("meeting:" + rest, tmp_path / "none") == []
    assert wordings('wording: {prefer: {"": x}, never: [""]}\nmeeting:' + rest, tmp_path) == []


AVOIDED = """\
nodes:
  - {id: start, title: x, end: good, source: us}
actions:
  - {id: run, at: start, how: x, because: x, strength: avoid, source: us, do: DO}
sources:
  - {id: us, title: We, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


@pytest.mark.parametrize(
    ("do", "begins", "would_say"),
    [
        ("Don't run.", "Don't", "Don't don't …"),
        ("Don’t run.", "Don’t", "Don't don’t …"),
        ("do not run.", "do not", "Don't do not …"),
        ("Never run.", "Never", "Don't never …"),
        ("Avoid run.", "Avoid", "Don't avoid …"),
    ],
)
def test_an_action_to_avoid_does_not_say_so_itself(tmp_path, do, begins, would_say):
    lines = told(AVOIDED.replace("DO", do), tmp_path)
    assert [line for line in lines if "to-avoid" in line] == [
        f'one.yaml:4:75 to-avoid: "do" of action "run" begins with "{begins}", and it is to be '
        f'avoided: a plan would say "{would_say}". Begin with what not to do: Run.'
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("DO", "Run, and never stop."), ("avoid, source: us, do: DO", "must, do: Do not run.")],
)
def test_other_actions_may_say_what_not_to_do(tmp_path, old, new):
    assert "to-avoid" not in "".join(told(AVOIDED.replace(old, new), tmp_path))
