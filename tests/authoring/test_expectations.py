"""What a case expects, kind by kind, and the text when it does not come out."""

from pathlib import Path

import pytest

from engine.authoring import case_writing, cases
from engine.authoring.failure_text import failure_text
from engine.authoring.nearest_words import nearest_said
from engine.consultation.casefile import Case
from engine.language import loader

FILES = {
    "base.yaml": """\
title: A door
version: "1"
opening: Two questions.
phases: [door]
headline: []
caption: []
foot: []
""",
    "door.yaml": """\
phase: door
title: The door
nodes:
  - id: bell
    title: Ring?
    branches:
      - {when: {welcome: yes}, label: welcome, go: inside}
      - {when: {welcome: no}, label: not welcome, go: outside}
  - {id: inside, title: Inside, end: good}
  - {id: outside, title: Outside, end: open}
actions:
  - {id: knock, at: bell, do: Knock., how: Twice., because: They listen., strength: must}
  - {id: wave, at: inside, do: Wave., how: Once., because: They look., strength: should}
""",
    "lists.yaml": """\
questions:
  - {id: invited, ask: Invited?, label: Invited, type: yes-no}
conclusions:
  - id: welcome
    label: Welcome
    type: yes-no
    rules:
      - {when: {invited: yes}, then: yes, because: They asked.}
      - {when: {invited: no}, then: no, because: They did not.}
""",
}


@pytest.fixture
def failure(tmp_path, monkeypatch):
    """Run one case; give its failure text, empty when all came out as expected."""
    monkeypatch.chdir(tmp_path)  # places are shown relative to where one stands
    folder = Path("door/cases")
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        Path("door", name).write_text(text)

    def run(case):
        (folder / "guest.yaml").write_text(case)
        (result,) = cases.run_all(folder, loader.load(Path("door")))
        if result.passed:
            return ""
        return failure_text(result) + "\n"

    return run


def test_a_case_that_comes_out_as_expected_has_nothing_to_say(failure):
    said = failure("""\
answers: {invited: yes}
expect:
  path: [bell, inside]
  not-path: outside
  actions: [wave, knock]
  not-actions: []
  pending:
  welcome: yes
""")
    assert said == ""


def test_a_failure_says_what_was_expected_what_came_the_rule_and_the_path(failure):
    said = failure("""\
name: A guest
answers: {invited: no}
expect:
  welcome: yes
  path: [bell, inside]
  not-path: outside
  actions: [knock, wave]
  not-actions: knock
""")
    expected = """\
door/cases/guest.yaml: A guest
  welcome: expected yes, got no
    decided at door/lists.yaml:9:9
  path: inside is not on the path: bell leads to outside
    decided at door/door.yaml:8:9
  not-path: outside is on the path
  actions: wave is not advised: inside is not on the path
    decided at door/door.yaml:13:5 (did not fire)
  not-actions: knock is advised
    decided at door/door.yaml:12:5
  path: bell > outside
"""
    assert said == expected


MANY = """\
answers: {invited: yes}
expect:
  state: {knock: now, wave: later}
  due: {knock: "", wave: bell}
  strength: {knock: must, wave: must}
  at: {knock: bell, wave: bell}
  left-out: [invited, wave]
  next: [wave]
  text: ["They all listen.", "Wave."]
  not-text: ["Knock."]
"""


def test_of_a_list_and_a_mapping_what_differs_alone_is_said(failure):
    said = failure(MANY)
    expected = """\
door/cases/guest.yaml: guest
  state of wave: expected later, got now
    decided at door/door.yaml:13:5
  due of wave: expected bell, got nothing
    decided at door/door.yaml:13:5
  strength of wave: expected must, got should
    decided at door/door.yaml:13:5
  at of wave: expected bell, got inside
    decided at door/door.yaml:13:5
  left-out: invited is not left out
  left-out: wave is not left out
    decided at door/door.yaml:13:5
  next: expected wave, got knock, wave
    decided at door/door.yaml:13:5
  text: “They all listen.” is not said; the nearest is “Why: They listen.”
  not-text: “Knock.” is said
"""
    assert said == expected


def test_of_an_action_that_is_not_advised_a_mapping_says_so_once_and_why(failure):
    said = failure("answers: {invited: no}\nexpect: {strength: {knock: must, wave: must}}\n")
    expected = """\
door/cases/guest.yaml: guest
  strength of wave: expected must, got nothing: it is not advised, inside is
    not on the path
    decided at door/door.yaml:13:5 (did not fire)
"""
    assert said == expected


def test_what_is_taken_over_names_what_changes_alone(failure):
    case = """\
answers: {invited: no}
expect: {path: [inside, bell], strength: {knock: should, wave: must}, next: [wave]}
"""
    failure(case)
    (result,) = cases.run_all(Path("door/cases"), loader.load(Path("door")))
    changes = case_writing.renewed(result, giving_up=True)
    assert [*case_writing.change_lines(result, changes)] == [
        "  path: inside is expected no longer",
        "  strength of knock: should becomes must",
        "  strength of wave: must is expected no longer",
        "  next: [wave] becomes next: [knock]",
    ]


def test_a_case_that_waits_for_an_answer_says_which(failure):
    said = failure("answers: {}\nexpect: {pending: , welcome: no}\n")
    expected = """\
door/cases/guest.yaml: guest
  pending: expected nothing, got invited
    it waits for an answer; for all cases that do: matchpath kb answer invited=…
    what else did not come out may follow from that: welcome
  path: bell
"""
    assert said == expected
    said = failure("answers: {invited: yes}\nexpect: {pending: invited}\n")
    expected = """\
door/cases/guest.yaml: guest
  pending: expected invited, got nothing
  path: bell > inside
"""
    assert said == expected


FIGURED = (
    FILES["lists.yaml"]
    + """\
tables:
  - id: doors
    columns: {width: {type: number, min: 1, max: 9, missing: true}}
    rows: {front: {}}
"""
)
FIGURE = "figures:\n  - {table: doors, row: front, column: width, value: 3}\n"


@pytest.mark.parametrize(
    ("figures", "expected"), [("", ""), (FIGURE, "welcome: expected no, got yes")]
)
def test_what_is_expected_with_figures_is_held_where_the_base_has_some(failure, figures, expected):
    Path("door/lists.yaml").write_text(FIGURED + figures)
    said = failure("answers: {invited: yes}\nexpect: {welcome: yes}\nwith_figures: {welcome: no}\n")
    assert expected in said
    assert bool(said) == bool(figures)


def test_what_is_expected_with_figures_names_what_there_is(failure):
    said = failure("answers: {invited: yes}\nwith_figures: {welcom: yes, path: belt}\n")
    expected = """\
door/cases/guest.yaml: guest
  door/cases/guest.yaml:2:16 unknown-conclusion: a case can't expect "welcom". Did you mean "welcome"?
  door/cases/guest.yaml:2:29 unknown-name: "path" can't be "belt". Did you mean "bell"?
"""
    assert said == expected


def test_a_case_that_cannot_be_run_shows_its_problems(failure):
    said = failure("answers: {invted: yes}\nexpect: {path: belt}\n")
    expected = """\
door/cases/guest.yaml: guest
  door/cases/guest.yaml:1:11 unknown-question: there is no question "invted". Did you mean "invited"?
  door/cases/guest.yaml:2:10 unknown-name: "path" can't be "belt". Did you mean "bell"?
"""
    assert said == expected


TOLD = """\
answers: {invited: yes}
expect:
  says:
    invited: ["Invited?", "Yes"]
    welcome: They asked.
    inside: Inside
    wave: "“Wave.” is in the plan"
  not-says: {invited: Perhaps, outside: Outside}
  not-next: [wave]
"""


def test_a_case_expects_words_of_what_is_told_of_an_entry_beside_the_plan(failure):
    assert failure(TOLD.replace("  not-next: [wave]\n", "")) == ""


def test_what_is_told_otherwise_and_what_comes_next_all_the_same_is_said(failure):
    said = failure(TOLD.replace("They asked.", "They rang.").replace("Perhaps", "Yes"))
    expected = """\
door/cases/guest.yaml: guest
  says: welcome: “They rang.” is not said
    decided at door/lists.yaml:8:9
  not-says: invited: “Yes” is said
  not-next: wave comes next
    decided at door/door.yaml:13:5
"""
    assert said == expected


def test_a_case_taken_over_gives_up_nothing_that_is_no_longer_so_unless_it_is_to(failure):
    failure(TOLD.replace("They asked.", "They rang.").replace('"Yes"]', '"Gladly"]'))
    (result,) = cases.run_all(Path("door/cases"), loader.load(Path("door")))
    says = {"invited": ["Invited?"], "inside": "Inside", "wave": "“Wave.” is in the plan"}
    assert case_writing.renewed(result) == {}
    assert case_writing.lost_lines(result) == [
        "  says: invited: “Gladly” is no longer said; nothing has taken its place.",
        "  says: welcome: “They rang.” is no longer said; nothing has taken its place.",
        "  not-next: “wave” no longer comes out; nothing has taken its place.",
    ]
    given_up = {"expect": {"says": says, "not-next": None}}
    assert case_writing.renewed(result, giving_up=True) == given_up


SAID = {
    "a word that is another": (
        "Call 988 now.",
        "Sit down. Call 998 now. Somebody is there.",
        "Call 998 now.",
    ),
    "two sentences": (
        "Call 988 now. Somebody is there.",
        "- Call 988 today. Somebody is always there. Then sit down.",
        "Call 988 today. Somebody is always there.",
    ),
    "a part of a sentence": (
        "or the line, 1-888, free and confidential",
        "First.\n[ ] Your school, or the line, 1-889, free and confidential: “I need an hour.”",
        "Your school, or the line, 1-889, free and confidential: “I need an hour.”",
    ),
    "an hour in it": (
        "It lapses at 11 a.m. Eastern.",
        "It lapses at 9 a.m. Eastern. Go.",
        "It lapses at 9 a.m. Eastern.",
    ),
    "nothing like it": ("Call 988 now.", "Sit down.\nWrite now.", ""),
    "nothing at all": ("Call 988 now.", "", ""),
}


@pytest.mark.parametrize("kind", SAID)
def test_words_that_are_no_longer_said_become_the_nearest_sentence_that_is(kind):
    words, text, nearest = SAID[kind]
    assert nearest_said(words, text) == nearest


def test_words_more_of_an_entry_stand_beside_those_that_were_expected_of_it():
    case = Case({}, expect={"says": {"wave": "Once."}, "text": "Knock."})
    more = case_writing.with_one_more(case, "expect", "says", {"wave": ["They look."]})
    assert more == {"expect": {"says": {"wave": ["Once.", "They look."]}}}
    more = case_writing.with_one_more(case, "expect", "text", ["Wave."])
    assert more == {"expect": {"text": ["Knock.", "Wave."]}}


def test_a_picture_shows_what_nobody_marked_private(failure):
    assert failure("answers: {invited: yes}\nexpect: {pictured: [invited, wave]}\n") == ""
    door = Path("door/door.yaml")
    door.write_text(door.read_text().replace("because: They look.", "because: x, private: true"))
    assert failure("answers: {invited: yes}\nexpect: {not-pictured: wave}\n") == ""
    said = failure("answers: {invited: yes}\nexpect: {pictured: wave, not-pictured: knock}\n")
    assert "  pictured: wave is not in the picture\n" in said
    assert "  not-pictured: knock is in the picture\n" in said
