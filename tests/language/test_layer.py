"""A school's layer over the built-in base: by id and key by key, checked whole, told what moved."""

from textwrap import dedent

import pytest
from small_base import folder

from engine.authoring.difference import in_words
from engine.checking.check import check
from engine.errors import KnowledgeError
from engine.language.loader import load

BUILT_IN = """
sources:
  - {id: ours, title: Our reading, publisher: Us, status: ours, checked_on: 2026-01-01, review_by: 2027-01-01}
tables:
  - id: teas
    source: ours
    rows:
      green: {name: Green, minutes: 3}
      black: {name: Black, minutes: 5}
questions:
  - {id: tea, ask: Which tea?, label: Tea, type: choice, choices_from: {table: teas, column: name}, source: ours}
conclusions:
  - {id: minutes, label: Minutes, type: integer, lookup: {table: teas, key: tea, column: minutes}, source: ours}
nodes:
  - {id: brew, title: Brew it, end: residency, source: ours}
actions:
  - {id: steep, at: brew, do: Let it steep, how: In a pot., because: It is weak else., strength: should, when: {minutes: 4..}, source: ours}
  - {id: sip, at: brew, do: Sip it, how: Slowly., because: It is hot., strength: must, source: ours}
first:
  - {id: hot, when: {tea: black}, say: It is hot., first: [steep]}
  - {id: rest, otherwise: true, say: Drink.}
"""


@pytest.fixture
def school(tmp_path):
    """Give a function that loads a layer, written file by file, over the small built-in base."""

    def loaded(built_in=BUILT_IN, **files):
        below = folder(built_in, tmp_path / str(len(list(tmp_path.iterdir()))))
        own = tmp_path / "school"
        own.mkdir(exist_ok=True)
        for name, text in {"base": "extends: built-in\n", **files}.items():
            (own / f"{name}.yaml").write_text(dedent(text))
        return load(below), lambda: load(own, below)

    return loaded


def told(below, whole, tmp_path):
    """Give what is said of a layer and not of the base below it, places without their folder."""
    try:
        problems = check(whole())
    except KnowledgeError as error:
        problems = error.problems
    new = [problem for problem in problems if problem not in check(below)]
    return [str(problem).replace(f"{tmp_path}/", "") for problem in new]


def test_a_layer_that_says_nothing_is_the_base_below_it(school):
    below, whole = school()
    assert in_words(below, whole()) == ()
    assert check(whole()) == check(below)


def test_an_entry_of_the_same_id_replaces_the_keys_that_it_writes_and_no_other(school):
    below, whole = school(
        one="""
        phase: one
        actions:
          - {id: steep, over: fenaadah, strength: must, how: In our pot.}
        """
    )
    changed = [
        "changed: action steep: how was In a pot., is In our pot.",
        "changed: action steep: strength was should, is must",
    ]
    assert list(in_words(below, whole())) == changed


def test_new_entries_new_rows_and_new_cells_are_added(school):
    below, whole = school(
        lists="""
        tables:
          - {id: teas, rows: {mint: {name: Mint, minutes: 7}}}
        """,
        one="""
        phase: one
        actions:
          - {id: share, at: brew, do: Share it, how: In two cups., because: It is much., strength: consider, source: ours}
        """,
    )
    assert list(in_words(below, whole())) == [
        "added: action share: {source: ours, id: share, at: brew, do: Share it, "
        "how: In two cups., because: It is much., strength: consider}",
        "changed: question tea: choices mint Mint added",
        "changed: table teas: rows mint {name: Mint, minutes: 7} added",
    ]


def test_a_cell_is_replaced_in_its_row_and_a_row_or_an_entry_is_dropped(school, tmp_path):
    below, whole = school(
        lists="""
        tables:
          - id: teas
            over: likbimdj
            rows: {black: {minutes: 4}, green: {drop: true}}
        """,
        one="""
        phase: one
        actions:
          - {id: sip, over: kicblgfg, drop: true}
        """,
    )
    assert list(in_words(below, whole())) == [
        "taken out: action sip",
        "changed: question tea: choices green Green taken out",
        "changed: table teas: rows green {name: Green, minutes: 3} taken out",
        "changed: table teas: rows black minutes was 5, is 4",
    ]
    assert told(below, whole, tmp_path) == []


def test_a_new_row_of_what_comes_first_says_above_which_it_stands(school, tmp_path):
    _, whole = school(lists="first:\n  - {id: cold, above: rest, when: {tea: green}, say: Wait.}\n")
    assert list(whole().first) == ["hot", "cold", "rest"]
    below, whole = school(lists="first:\n  - {id: cold, when: {tea: green}, say: Wait.}\n")
    assert told(below, whole, tmp_path) == [
        'school/lists.yaml:2:5 missing-key: row "cold" is new, and its list is in order. '
        "Add above: …, the id before which it stands."
    ]


def test_what_is_replaced_has_to_be_named_by_its_fingerprint(school, tmp_path):
    below, whole = school(one="phase: one\nactions:\n  - {id: steep, strength: must}\n")
    assert told(below, whole, tmp_path) == [
        'school/one.yaml:3:5 over: action "steep" replaces what the built-in base says: '
        "{strength: should}. Where that is meant, add over: lhapidna."
    ]


def test_what_moved_underneath_is_told_with_what_it_says_now(school, tmp_path):
    own = (
        "phase: one\nactions:\n  - {id: steep, over: fenaadah, strength: must, how: In our pot.}\n"
    )
    below, whole = school(one=own)
    assert told(below, whole, tmp_path) == []
    renewed = BUILT_IN.replace("how: In a pot.", "how: In a warm pot.")
    below, whole = school(renewed, one=own)
    assert told(below, whole, tmp_path) == [
        'school/one.yaml:3:17 moved: what action "steep" replaces has changed in the built-in base, '
        "which now says {strength: should, how: In a warm pot.}. See whether yours still fits, "
        "then write over: pgdmhobo."
    ]


def test_what_is_gone_underneath_is_told(school, tmp_path):
    own = "phase: one\nactions:\n  - {id: steeep, over: hpilfjbp, strength: must}\n"
    below, whole = school(one=own)
    assert told(below, whole, tmp_path) == [
        'school/one.yaml:3:18 over: the built-in base has no action "steeep". Did you mean "steep"? '
        "Else take it out, or write all its keys, without over."
    ]


def test_a_message_points_into_the_file_that_holds_the_key(school, tmp_path):
    below, whole = school(
        lists="tables:\n  - {id: teas, over: x, rows: {black: {minutes: 3}}}\n",
        one="phase: one\nactions:\n  - {id: sip, when: {te: black}}\n",
    )
    assert told(below, whole, tmp_path) == [
        'school/lists.yaml:2:16 moved: what table "teas" replaces has changed in the built-in base, '
        "which now says {rows: {black: {minutes: 5}}}. See whether yours still fits, "
        "then write over: dnmpgiml.",
        'school/one.yaml:3:22 unknown-question: action "sip": there is no question or conclusion '
        '"te". Did you mean "tea"?',
    ]


def test_a_layer_extends_the_built_in_base_alone(school, tmp_path):
    below, whole = school(base="extends: my-other-base\n")
    assert told(below, whole, tmp_path) == [
        'school/base.yaml:1:1 over: "extends" names "my-other-base"; it can name built-in alone. '
        "Write extends: built-in."
    ]
