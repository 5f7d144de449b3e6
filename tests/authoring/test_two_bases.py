"""What two bases differ in: in words, and for the applicants at each threshold."""

from pathlib import Path

import pytest

from engine.authoring import difference
from engine.consultation.casefile import Case
from engine.language import loader

FILES = {
    "base.yaml": """\
title: A ferry
version: "1"
opening: Two questions.
phases: [pier]
headline: []
caption: []
foot: []
""",
    "pier.yaml": """\
phase: pier
title: The pier
nodes:
  - id: gate
    title: How much is left?
    branches:
      - {when: {left: 10..}, label: enough, go: aboard}
      - {when: {left: ..9}, label: too little, go: ashore}
  - {id: aboard, title: Aboard, end: residency}
  - {id: ashore, title: Ashore, end: next-cycle}
actions:
  - {id: pay, at: aboard, do: Pay., how: In coins., because: It sails., strength: must}
""",
    "lists.yaml": """\
questions:
  - {id: money, ask: How much have you?, label: Money, type: integer, min: 0, max: 50}
  - {id: debt, ask: How much do you owe?, label: Debt, type: integer, min: 0, max: 50}
conclusions:
  - {id: left, label: Left, type: integer, value: money - debt}
""",
}


@pytest.fixture
def changed(tmp_path):
    """Load the base as it is, and with some words changed."""

    def load(name, *changes):
        folder = Path(tmp_path, name)
        folder.mkdir()
        for file, text in FILES.items():
            for old, new in changes:
                text = text.replace(old, new)
            (folder / file).write_text(text)
        return loader.load(folder)

    return lambda *changes: (load("old"), load("new", *changes))


def test_words_added_taken_out_and_changed_are_said_entry_by_entry(changed):
    old, new = changed(
        ("id: pay, at: aboard, do: Pay.", "id: sign, at: aboard, do: Sign."),
        ("title: The pier", "title: The pier\nnote: Not compared."),
        ("label: too little, go: ashore", "label: too little, go: ashore, because: It is dear."),
        ("title: Aboard", "title: On deck"),
    )
    assert difference.in_words(old, new) == (
        "added: action sign",
        "taken out: action pay",
        'changed: node gate: branches "too little" (2) because It is dear. added',
        "changed: node aboard: title was Aboard, is On deck",
    )


def test_a_moved_threshold_alters_the_applicants_on_either_side_given_the_rest_of_the_sum(changed):
    old, new = changed(("left: 10..", "left: 12.."), ("left: ..9", "left: ..11"))
    cases = {
        "rich": Case({"money": 40, "debt": 5}),
        "late": Case({"money": 40, "debt": 20}),
        "silent": Case({}),
    }
    altered = [
        (applicant.name, "; ".join(applicant.changes))
        for applicant in difference.effects(old, new, cases)
    ]
    change = "path without aboard; path with ashore; actions without pay"
    assert altered == [
        ("rich with money 15", change),  # 15 - 5 is 10, which was enough
        ("late with money 30", change),
        ("rich with debt 30", change),
        ("rich with money 16", change),  # one below the new threshold
        ("late with money 31", change),
        ("rich with debt 29", change),
    ]


def test_the_lowest_and_the_highest_answer_are_among_the_applicants(changed):
    old, new = changed(("left: 10..", "left: 11.."), ("left: ..9", "left: ..10"))
    cases = {"poor": Case({"money": 5, "debt": 40}), "free": Case({"money": 10, "debt": 5})}
    altered = [applicant.name for applicant in difference.effects(old, new, cases)]
    assert altered == ["poor with money 50", "free with money 15", "free with debt 0"]


def test_a_number_that_a_base_does_not_take_makes_no_applicant_of_its_thresholds(changed):
    old, new = changed(
        (
            "label: Money, type: integer, min: 0, max: 50",
            "label: Money, type: integer, min: 0, max: 60",
        ),
        ("left: 10..", "left: 15.."),
        ("left: ..9", "left: ..14"),
    )
    altered = difference.effects(old, new, {"poor": Case({"money": 5, "debt": 43})})
    assert [applicant.name for applicant in altered] == ["poor with money 57", "poor with money 58"]
